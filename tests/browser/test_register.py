"""The register as people use it: find, look, take in, correct, reveal; on phone and desk, open to everybody."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.households.identity import check_digit
from gridward.households.models import LookAlike, Person
from tests.cast import Cast, cast_id

SignedIn = Callable[[Page, str], Page]
BODY = "61109719900101123"
GOOD, WRONG = BODY + check_digit(BODY), BODY + ("0" if check_digit(BODY) != "0" else "1")

# Pages that look like no other; then those that are one form on the common form page.
PAGES = """
/doors/ /doors/new/?address=信合小区3-2-501 /doors/to-check/?what=look-alikes /doors/to-check/?what=gaps /search/?q=信合
/search/?q=没有 /areas/ /areas/{area}/ /sites/ /sites/{site}/ /settings/categories/ /doors/{door}/ /doors/{door}/state/
/people/{person}/ /doors/to-check/{pair}/
""".split()
FORMS = """
/areas/new/ /areas/{area}/edit/ /sites/new/ /settings/categories/new/ /settings/door-states/new/ /doors/{door}/worker/
/doors/{door}/plate/ /doors/{door}/address/ /doors/{door}/households/new/ /households/{house}/ /households/{house}/move/
/households/{house}/leave/ /households/{house}/people/new/ /people/{person}/whereabouts/ /people/{child}/guardian/
/people/{person}/move/ /people/{person}/categories/ /doors/new/?address=不知道 /doors/to-check/?what=entries
/doors/to-check/?what=minors /search/?q=王
""".split()


@pytest.fixture
def ids(cast: Cast) -> dict[str, object]:
    """What the addresses name."""
    LookAlike.objects.create(
        community_id=cast.community_id,
        id=cast_id("pair"),
        person_id=cast.persons["王小明"],
        other_id=cast.persons["张国强"],
        reason="alike.name_birth",
    )
    return {
        "area": cast.areas[3],
        "site": cast_id("site xinhe"),
        "door": cast.doors["3-101"],
        "house": cast.households["wang"],
        "person": cast.persons["王小明"],
        "child": cast.persons["王朵朵"],
        "pair": cast_id("pair"),
    }


def is_too_wide(page: Page) -> bool:
    """Whether the page has to be pushed sideways."""
    return bool(
        page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def test_every_page_of_the_register_is_open_to_everybody_who_reads_it(
    ids: dict[str, object], page: Page, signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    signed_in(page, "chen")
    for address in PAGES:
        page.goto(address.format(**ids))
        axe(page)
        assert not is_too_wide(page), f"{address} is wider than the screen"


def test_every_form_of_the_register_fits_the_phone_and_has_a_name_for_each_field(
    ids: dict[str, object], phone: Page, signed_in: SignedIn
) -> None:
    signed_in(phone, "chen")
    for address in FORMS:
        phone.goto(address.format(**ids))
        expect(phone.get_by_role("heading", level=1)).not_to_be_empty()
        assert not is_too_wide(phone), f"{address} is wider than the screen"
        fields = phone.locator("main :is(input, select, textarea):not([type=hidden])").all()
        nameless = [field for field in fields if not field.evaluate("field => field.labels.length")]
        assert not nameless, f"{address}: {len(nameless)} fields have no label"


def test_somebody_is_found_by_keyboard_alone(
    cast: Cast, desk: Page, signed_in: SignedIn, settled: Callable[[Page], None]
) -> None:
    signed_in(desk, "omar").goto("/doors/")
    desk.keyboard.press("/")
    desk.keyboard.type("wxm")
    expect(desk.locator("#found")).to_contain_text("王小明")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(f"/doors/{cast.doors['3-101']}/"))


def test_a_number_is_not_looked_for_before_enter(cast: Cast, desk: Page, signed_in: SignedIn) -> None:
    signed_in(desk, "omar").goto("/doors/")
    desk.get_by_role("searchbox").fill("16300000001")
    expect(desk.locator("#found")).to_contain_text("回车")


def test_the_state_of_a_door_is_one_tap(cast: Cast, phone: Page, signed_in: SignedIn) -> None:
    signed_in(phone, "omar").goto(f"/doors/{cast.doors['3-102']}/")
    phone.get_by_role("button", name="无人应答").click()
    expect(phone.locator("#answer")).to_contain_text("无人应答")
    assert cast.door("3-102").attempts == 1


def test_masked_fields_open_in_place_for_a_purpose(
    cast: Cast, page: Page, signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    signed_in(page, "chen").goto(f"/doors/{cast.doors['3-102']}/")
    card = page.locator(f"#person-{cast.persons['张国强']}")
    expect(card).not_to_contain_text("16300000002")
    card.locator(".reveal summary").click()
    card.get_by_label("用途").select_option("visit")
    axe(page)
    card.get_by_role("button", name="电话").click()
    expect(card).to_contain_text("16300000002")
    axe(page)
    page.reload()
    expect(card).not_to_contain_text("16300000002")


def test_a_mistake_keeps_what_was_typed_and_the_correction_goes_in(
    cast: Cast, phone: Page, signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    signed_in(phone, "omar").goto(f"/households/{cast.households['dan']}/people/new/")
    phone.get_by_label("姓名").fill("高远")
    phone.get_by_label("证件号码").fill(WRONG)
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("校验码")
    expect(phone.get_by_label("姓名")).to_have_value("高远")
    axe(phone)
    phone.get_by_label("证件号码").fill(GOOD)
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(phone.get_by_role("heading", name="高远")).to_be_visible()
    assert Person.objects.of(cast.community_id).filter(household_id=cast.households["dan"]).count() == 2


def test_an_address_is_understood_while_it_is_typed(
    cast: Cast, desk: Page, signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    signed_in(desk, "chen").goto("/doors/new/")
    desk.get_by_label("地址").press_sequentially("信合小区3-2-501")
    expect(desk.locator("#placement")).to_contain_text("信合小区3号楼2单元501室")
    axe(desk)
    desk.get_by_role("button", name="登记这一户").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("信合小区3号楼2单元501室")


def test_the_register_works_without_any_script(
    cast: Cast, browser: object, live_server: object, signed_in: SignedIn
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")  # type: ignore[attr-defined]
    page = signed_in(context.new_page(), "chen")
    page.goto(f"/doors/{cast.doors['3-102']}/")
    card = page.locator(f"#person-{cast.persons['张国强']}")
    card.locator(".reveal summary").click()
    card.get_by_label("用途").select_option("visit")
    card.get_by_role("button", name="电话").click()
    expect(page.locator("article.person")).to_contain_text("16300000002")
    context.close()
