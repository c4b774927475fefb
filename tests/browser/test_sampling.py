"""Sampling in a real browser: at the desk with nothing but a scanner that types, at the door with a thumb."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.households.bundles import opened as unsealed
from gridward.households.models import Person
from gridward.testing.models import Desk, TestDay
from tests.cast import Cast
from tests.testing.day import STATION, members

pytestmark = pytest.mark.django_db(transaction=True)


def number_of(cast: Cast, who: str) -> str:
    person = Person.objects.of(cast.community_id).get(id=cast.persons[who])
    return str(unsealed(person, "ids")["number"])


def typed(page: Page, text: str) -> None:
    """What a keyboard-wedge scanner does: the signs, then Enter, wherever the cursor is."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


# Keys as close together as a scanner sends them, however busy this machine is; a text box takes them too.
PRESS = """keys => { for (const key of keys) {
    const place = document.activeElement;
    place.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
    if (key.length === 1 && place.matches("input")) place.value += key;
} }"""


def pressed(page: Page, *keys: str) -> None:
    page.evaluate(PRESS, list(keys))


def pressed_at_the_answer(page: Page, *keys: str) -> None:
    """The answer that comes next finds these keys just pressed."""
    page.evaluate(
        f"keys => document.addEventListener('htmx:beforeSwap', () => ({PRESS})(keys), {{once: true, capture: true}})",
        list(keys),
    )


def test_a_person_is_sampled_by_a_scanner_that_types_alone(
    desk: Page, signed_in: Callable[[Page, str], Page], axe: Callable[[Page], None], cast: Cast, day: TestDay
) -> None:
    Desk.objects.bulk_create([Desk(community_id=cast.community_id, station_id=STATION, number=1)])
    signed_in(desk, "chen").goto("/testing/desk/")
    desk.get_by_label("采样点和采样台").select_option(label="社区广场 1 号台")
    desk.get_by_role("button", name="就座").press("Enter")
    expect(desk.locator("#desk-text")).to_be_focused()
    typed(desk, "T-0001")
    expect(desk.locator(".tube-code")).to_have_text("T-0001")
    typed(desk, number_of(cast, "刘洋"))
    expect(desk.locator(".desk-title")).to_contain_text("第 1 个")
    typed(desk, "hexiuying")
    expect(desk.locator(".desk-hit").first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".desk-title")).to_contain_text("第 2 个")
    typed(desk, number_of(cast, "刘洋"))
    expect(desk.locator(".desk-said")).to_contain_text("T-0001")
    axe(desk)
    assert [place for place, _who in members(cast, "T-0001")] == [1, 2]
    assert "刘洋" not in (desk.locator("[data-say]").get_attribute("data-say") or "")


def test_scans_that_do_not_wait_for_the_desk_are_all_entered(
    desk: Page, signed_in: Callable[[Page, str], Page], cast: Cast, day: TestDay
) -> None:
    Desk.objects.bulk_create([Desk(community_id=cast.community_id, station_id=STATION, number=1)])
    signed_in(desk, "chen").goto("/testing/desk/")
    desk.get_by_role("button", name="就座").press("Enter")
    expect(desk.locator("#desk-text")).to_be_focused()
    desk.route("**/testing/desk/", lambda route: (desk.wait_for_timeout(250), route.continue_()))
    for text in ("T-0001", number_of(cast, "刘洋"), number_of(cast, "王小明"), "hexiuying"):
        typed(desk, text)
    expect(desk.locator(".desk-hit").first).to_be_focused()
    # The desk asks who is meant: a scan now waits, and its Enter chooses nobody.
    pressed(desk, *number_of(cast, "马兰"), "Enter")
    expect(desk.locator("[data-scans-waiting]")).to_contain_text("1")
    desk.locator(".desk-hit").first.click()
    expect(desk.locator(".desk-title")).to_contain_text("第 4 个")
    names = ("刘洋", "王小明", "何秀英", "马兰")
    assert [who for _place, who in members(cast, "T-0001")] == [cast.persons[name] for name in names]


@pytest.mark.parametrize("is_asked", [False, True], ids=["the_desk_is_free", "the_desk_asks"])
def test_a_scan_that_the_answer_cuts_in_two_is_entered_whole(
    desk: Page, signed_in: Callable[[Page, str], Page], cast: Cast, day: TestDay, *, is_asked: bool
) -> None:
    Desk.objects.bulk_create([Desk(community_id=cast.community_id, station_id=STATION, number=1)])
    signed_in(desk, "chen").goto("/testing/desk/")
    desk.get_by_role("button", name="就座").press("Enter")
    expect(desk.locator("#desk-text")).to_be_focused()
    typed(desk, "T-0001")
    expect(desk.locator(".tube-code")).to_have_text("T-0001")
    number = number_of(cast, "刘洋")

    if is_asked:
        pressed_at_the_answer(desk, *number[:9])
        typed(desk, "hexiuying")
        expect(desk.locator(".desk-hit").first).to_be_focused()
        pressed(desk, *number[9:], "Enter")
        desk.locator(".desk-hit").first.click()
    else:
        typed(desk, "hexiuying")
        expect(desk.locator(".desk-hit").first).to_be_focused()
        pressed_at_the_answer(desk, *number[:9])
        desk.keyboard.press("Enter")
        expect(desk.locator("#desk-text")).to_be_focused()
        typed(desk, number[9:])
    expect(desk.locator(".desk-title")).to_contain_text("第 2 个")
    assert {who for _place, who in members(cast, "T-0001")} == {cast.persons["何秀英"], cast.persons["刘洋"]}


def test_a_scan_without_an_answer_is_entered_again_before_the_next_one(
    desk: Page, signed_in: Callable[[Page, str], Page], cast: Cast, day: TestDay
) -> None:
    Desk.objects.bulk_create([Desk(community_id=cast.community_id, station_id=STATION, number=1)])
    signed_in(desk, "chen").goto("/testing/desk/")
    desk.get_by_role("button", name="就座").press("Enter")
    expect(desk.locator("#desk-text")).to_be_focused()
    typed(desk, "T-0001")
    expect(desk.locator(".tube-code")).to_have_text("T-0001")
    expect(desk.locator(".htmx-settling")).to_have_count(0)
    desk.route("**/testing/desk/", lambda route: route.fulfill(status=429, body=""), times=1)
    typed(desk, number_of(cast, "刘洋"))
    expect(desk.locator("[data-scans-waiting]")).to_contain_text("1")
    typed(desk, number_of(cast, "王小明"))
    expect(desk.locator(".desk-title")).to_contain_text("第 2 个")
    assert [who for _place, who in members(cast, "T-0001")] == [cast.persons["刘洋"], cast.persons["王小明"]]


def test_a_household_is_sampled_at_the_door_with_a_thumb(
    phone: Page, signed_in: Callable[[Page, str], Page], axe: Callable[[Page], None], cast: Cast, day: TestDay
) -> None:
    signed_in(phone, "omar").goto("/testing/doors/")
    tile = phone.locator(".tile", has=phone.get_by_role("link", name="03-001", exact=True))
    expect(tile.get_by_label("王小明")).to_be_checked()
    tile.get_by_label("王朵朵").uncheck()
    tile.get_by_label("一户一管").fill("T-0001")
    tile.get_by_role("button", name="已采，放入试管").tap()
    expect(tile.locator(".door-said")).to_contain_text("已采样 2 人")
    expect(tile.locator(".door-sampled")).to_contain_text("T-0001")
    expect(phone.locator("#answer")).to_contain_text("上门还差 3 人")
    tile.get_by_role("button", name="家中无人").tap()
    expect(tile.locator(".tile-note")).to_contain_text("已上门 1 次")
    axe(phone)
    assert len(members(cast, "T-0001")) == 2
