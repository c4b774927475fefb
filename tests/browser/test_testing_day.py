"""The story of a day of testing, all of it in the browser: from setting it up to letting ten people go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from gridward.accounts.actors import Actor
from gridward.households.actions import PersonFact, put_persons
from gridward.households.bundles import opened as unsealed
from gridward.households.identity.numbers import check_digit
from gridward.households.models import Person
from gridward.testing.models import HandOver, Sample, TestDay, Tube
from gridward.testing.results.models import Waiting
from tests.browser.both import InEnglish, names_of
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast, cast_id

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LODGERS = tuple(f"何{name}" for name in ("一", "二", "三", "四", "五", "六", "七", "八"))
TEN = ("刘洋", "何秀英", *LODGERS)
STATION, LABORATORY = "社区广场", "县医院检测实验室"
# What somebody typed on the way, headings of the file among it, and so stands on English pages as it is.
TYPED = (STATION, LABORATORY, "周师傅", "箱1", "箱2", "结果.csv", "再采.csv", "试管编号", "结果")


@dataclass
class Story:
    """Who sits where, and the same pages in English beside them."""

    cast: Cast
    chen: Page
    luo: Page
    heqi: Page
    english: InEnglish
    folder: Path

    @property
    def day(self) -> TestDay:
        """The day."""
        found: TestDay = TestDay.objects.of(self.cast.community_id).get()
        return found

    def tubes(self) -> dict[str, Tube]:
        """The tubes by their code."""
        return {tube.code: tube for tube in Tube.objects.of(self.cast.community_id)}

    def subjects(self, code: str) -> set[UUID]:
        """Who is in a tube."""
        inside = Sample.objects.of(self.cast.community_id).filter(tube__code=code, is_void=False)
        return set(inside.values_list("subject_id", flat=True))


@pytest.fixture
def story(
    opened: Callable[..., Page],
    signed_in: Callable[[Page, str], Page],
    axe: Callable[[Page], None],
    cast: Cast,
    chen: Actor,
    tmp_path: Path,
) -> Story:
    for name in ("luo", "heqi"):
        cast.call(name)
    put_persons(by=chen, persons=[a_lodger(name, order) for order, name in enumerate(LODGERS)])
    pages = [signed_in(opened(DESK), who) for who in ("chen", "luo", "heqi")]
    names = names_of(cast, *LODGERS, *TYPED)
    english = InEnglish(opened(PHONE, language="en"), signed_in, axe, names)
    return Story(cast, *pages, english, tmp_path)


def a_lodger(name: str, order: int) -> PersonFact:
    body = f"6110971990010{order + 1}0{order + 11}"
    return PersonFact(
        household_id=cast_id("household he"),
        name=name,
        birth_date=date(1990, 1, order + 1),
        id_number=body + check_digit(body),
        order=order + 1,
        id=cast_id(f"person {name}"),
    )


def numbers(cast: Cast) -> dict[UUID, str]:
    people = Person.objects.of(cast.community_id)
    return {person.id: str(unsealed(person, "ids")["number"]) for person in people}


def typed(page: Page, text: str) -> None:
    """What a keyboard-wedge scanner does."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_whole_day_from_setting_up_to_release(
    story: Story, opened: Callable[..., Page], signed_in: Callable[[Page, str], Page]
) -> None:
    set_up(story)
    print_sheets(story)
    sit_down(story, "centre")
    sample(story, {"C-0001": TEN})
    sample_at_door(story, signed_in(opened(PHONE), "omar"))
    type_in_a_form(story)
    to_the_laboratory(story, "箱1", "C-0001", "D-0001", "P-0001")
    bring_results(story, "结果.csv", {"C-0001": "阳性", "D-0001": "阴性", "P-0001": "阴性"})
    compare(story)
    waits = list(Waiting.objects.of(story.cast.community_id).order_by("id"))
    assert {wait.subject_id for wait in waits} == {cast_id(f"person {who}") for who in TEN}
    alone = {f"R-{order:04}": (who,) for order, who in enumerate(TEN, 1)}
    sit_down(story, "resample")
    sample(story, alone)
    to_the_laboratory(story, "箱2", *alone)
    bring_results(story, "再采.csv", dict.fromkeys(alone, "阴性"))
    let_go(story, waits)
    board_says_how_it_ended(story)


def set_up(story: Story) -> None:
    """A station; area 3 at the door, everybody else at the centre; opened by one click."""
    page = story.chen
    page.goto("/testing/stations/")
    page.get_by_label("名称").fill(STATION)
    page.get_by_label("采样台").fill("1")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("main")).to_contain_text(STATION)
    page.goto("/testing/setup/")
    page.locator("details.rule-field", has_text="片区").locator("summary").click()
    page.get_by_label("第3片区").check()
    story.english.look("chen", "/testing/setup/")
    page.locator("button[name=deed][value=open]").click()
    expect(page.locator(".answer")).to_contain_text("应检")
    story.english.knows(story.day.name)


def print_sheets(story: Story) -> None:
    """Lists, forms and personal codes come out on paper."""
    page = story.chen
    for button, sheet in (
        ("当日名单", ".sheet"),
        ("预填的20行采样表", ".sheet"),
        ("个人二维码", ".code-card"),
    ):
        page.goto("/testing/sheets/")
        page.locator("main [name=area]").select_option(str(story.cast.areas[1]))
        page.get_by_role("button", name=button).click()
        if sheet == ".code-card":
            page.get_by_role("button", name="制作卡片").click()
        expect(page.locator(sheet).first).to_be_visible()
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    for path in ("", "list/", "form/?count=1"):
        story.english.look("chen", f"/testing/sheets/{path}")


def sit_down(story: Story, phase: str) -> None:
    """At the one desk there is."""
    story.chen.goto("/testing/desk/seat/")
    story.chen.locator("[name=phase]").select_option(phase)
    story.chen.get_by_role("button", name="就座").press("Enter")
    expect(story.chen.locator("#desk-text")).to_be_focused()


def sample(story: Story, tubes: dict[str, tuple[str, ...]]) -> None:
    """Tubes and people by nothing but a scanner, and each tube is sealed."""
    page, scanned = story.chen, numbers(story.cast)
    for code, people in tubes.items():
        typed(page, code)
        expect(page.locator(".tube-code")).to_have_text(code)
        for order, who in enumerate(people, 1):
            typed(page, scanned[cast_id(f"person {who}")])
            expect(page.locator(".desk-title")).to_contain_text(f"第 {order} 个")
        page.get_by_role("button", name="封管").click()
        expect(page.locator(".desk-none")).to_be_visible()
        assert story.subjects(code) == {cast_id(f"person {who}") for who in people}
    story.english.look("chen", "/testing/desk/")


def sample_at_door(story: Story, page: Page) -> None:
    """A household, one tube, one tap; the tube is sealed on the way."""
    page.goto("/testing/doors/")
    tile = page.locator(".tile", has=page.get_by_role("link", name="03-001", exact=True))
    tile.locator("input.door-code").fill("D-0001")
    tile.locator("button[value=take]").tap()
    expect(tile.locator(".door-sampled")).to_contain_text("D-0001")
    story.english.look("omar", "/testing/doors/")
    tile.locator(".door-sampled").get_by_role("link", name="D-0001").first.tap()
    page.get_by_role("button", name="封管").tap()
    expect(page.get_by_role("main")).to_contain_text("已封管")


def type_in_a_form(story: Story) -> None:
    """A form filled in by hand, by keyboard alone."""
    page, keys = story.chen, story.chen.keyboard
    page.goto("/testing/paper/")
    page.locator("[name=tube]").focus()
    typed(page, "P-0001")
    keys.press("Home")  # no station: at doors
    keys.press("Enter")
    keys.press("Home")
    for _ in ("phase", "sampler", "at"):
        keys.press("Enter")
    for row, text in enumerate(("03-002 张国强", "03-003 单雄", number_of_ma(story)), 1):
        expect(page.locator(f"#text-{row}")).to_be_focused()
        typed(page, text)
        expect(page.locator(f"#who-{row} [name=subject-{row}]")).to_be_attached()
    keys.press("Enter")
    expect(page.get_by_role("button", name="保存整张表")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("试管 P-0001")
    assert story.subjects("P-0001") == {cast_id(f"person {who}") for who in ("张国强", "单雄", "马兰")}
    story.english.look("chen", "/testing/paper/")
    page.goto(f"/testing/days/{story.day.id}/tubes/")
    page.get_by_role("link", name="P-0001").first.click()
    page.get_by_role("button", name="封管").click()


def number_of_ma(story: Story) -> str:
    return numbers(story.cast)[story.cast.persons["马兰"]]


def to_the_laboratory(story: Story, box: str, *codes: str) -> None:
    """Boxed tube by tube, handed over on a sheet for two signatures, received by the laboratory."""
    page = story.chen
    page.goto("/testing/handovers/")
    page.locator("#fill_box").fill(box)
    for code in codes:
        page.locator("#fill_tube").fill(code)
        page.keyboard.press("Enter")
        expect(page.locator("#fill_tube")).to_have_value("")
    page.get_by_label("转运人姓名").fill("周师傅")
    page.get_by_label("双方清点支数").fill(str(len(codes)))
    page.get_by_role("button", name="交接", exact=True).click()
    expect(page.locator(".hand-over-sheet .signatures .signature-line")).to_have_count(4)
    sent = HandOver.objects.of(story.cast.community_id).latest("received_at")
    story.luo.goto(f"/testing/handovers/{sent.id}/")
    story.luo.get_by_label("清单上的试管全部收到").check()
    story.luo.get_by_role("button", name="接收", exact=True).click()
    expect(story.luo.get_by_role("main")).to_contain_text("已接收")
    states = {story.tubes()[code].state for code in codes}
    assert states == {"received"}
    story.english.look("luo", f"/testing/handovers/{sent.id}/")


def bring_results(story: Story, name: str, results: dict[str, str]) -> None:
    """The laboratory's file."""
    page, file = story.luo, story.folder / name
    lines = [f"{code},{value}" for code, value in results.items()]
    file.write_text("\n".join(["试管编号,结果", *lines]), encoding="utf-8")
    page.goto("/testing/results/")
    page.locator("input[name=laboratory]").fill(LABORATORY)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button[type=submit]").click()
    story.english.look("luo", page.url)
    page.locator("form[action$='/apply/'] button").click()
    expect(page.locator("#answer")).to_contain_text("已录入")


def compare(story: Story) -> None:
    """A second person reads tube and result, and sees nothing of what the first read."""
    story.english.look("heqi", "/testing/results/compare/")
    page = story.heqi
    page.goto("/testing/results/compare/")
    assert "阳性" not in page.locator("main table").inner_text()
    form: Locator = page.locator("main form[novalidate]").first
    form.locator("[name=code]").fill("C-0001")
    form.locator("[name=value]").fill("阳性")
    form.locator("button[type=submit]").click()
    expect(page.locator("#answer")).to_contain_text("没有待核对的结果")
    for who, path in (("heqi", "/testing/waits/"), ("chen", "/testing/results/")):
        story.english.look(who, path)


def let_go(story: Story, waits: list[Waiting]) -> None:
    """Each by name, once tracing found nobody; the notice prints."""
    page = story.heqi
    story.english.look("heqi", f"/testing/waits/{waits[0].id}/")
    for wait in waits:
        page.goto(f"/testing/waits/{wait.id}/")
        page.locator("input[name=is_traced]").check()
        page.locator("form[action$='/release/'] button[type=submit]").click()
        expect(page.locator(".sheet")).to_contain_text("解除等候通知")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    released = Waiting.objects.of(story.cast.community_id).values_list("state", flat=True)
    assert set(released) == {"released"} and len(released) == len(TEN)
    notice = story.english.look("heqi", f"/testing/waits/{waits[0].id}/notice/")
    expect(notice.locator("main")).to_contain_text("You waited in place while you were sampled again")


def board_says_how_it_ended(story: Story) -> None:
    """The day as the board shows it, in English."""
    board = story.english.look("chen", "/testing/")
    expect(board.locator("#testing-answer")).to_contain_text("sampled: 16")
    for path in ("people/?what=sampled", "tubes/"):
        story.english.look("chen", f"/testing/days/{story.day.id}/{path}")
