"""The story of a day of testing: set up, printed, sampled at desk and door, handed over, one tube positive, let go."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts.actors import Actor
from gridward.households.bundles import opened as unsealed
from gridward.households.models import Person
from gridward.shared.ids import new_id
from gridward.testing.actions import record_samples, seal_tubes
from gridward.testing.models import TestDay
from gridward.testing.results.actions import record_results
from gridward.testing.results.facts import ResultFact
from gridward.testing.results.models import Waiting
from gridward.testing.samples import SampleFact
from gridward.testing.setup.entries import StationFact
from gridward.testing.setup.stations import put_station
from gridward.testing.steps import TubeFact
from gridward.testing.transport.facts import HandOverFact, ReceiptFact
from gridward.testing.transport.handing import hand_over
from gridward.testing.transport.receiving import receive
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, str], Page]


def number_of(cast: Cast, who: str) -> str:
    person = Person.objects.of(cast.community_id).get(id=cast.persons[who])
    return str(unsealed(person, "ids")["number"])


def typed(page: Page, text: str) -> None:
    """What a keyboard-wedge scanner does."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def set_up(page: Page) -> None:
    """Area 3 at the door, everybody else at the centre; opened by one click."""
    page.goto("/testing/setup/")
    page.locator("details.rule-field", has_text="片区").locator("summary").click()
    page.get_by_label("第3片区").check()
    page.locator("button[name=deed][value=open]").click()
    expect(page.locator(".answer")).to_contain_text("应检")
    page.goto("/testing/sheets/list/")
    expect(page.locator(".sheet").first).to_be_visible()


def sample_at_desk(page: Page, cast: Cast) -> None:
    """A tube, two people by the numbers a scanner types, and the tube is sealed."""
    page.goto("/testing/desk/")
    page.get_by_role("button", name="就座").press("Enter")
    expect(page.locator("#desk-text")).to_be_focused()
    typed(page, "C-0001")
    expect(page.locator(".tube-code")).to_have_text("C-0001")
    for order, who in enumerate(("刘洋", "何秀英"), 1):
        typed(page, number_of(cast, who))
        expect(page.locator(".desk-title")).to_contain_text(f"第 {order} 个")
    page.get_by_role("button", name="封管").click()
    expect(page.locator(".desk-none")).to_be_visible()


def sample_at_door(page: Page) -> None:
    """A household, one tube, one tap."""
    page.goto("/testing/doors/")
    tile = page.locator(".tile", has=page.get_by_role("link", name="03-001", exact=True))
    tile.locator("input.door-code").fill("D-0001")
    tile.locator("button[value=take]").tap()
    expect(tile.locator(".door-sampled")).to_contain_text("D-0001")


def to_the_laboratory(by: Actor, laboratory: Actor, day: TestDay, *codes: str) -> None:
    """Sealed, handed over, received."""
    seal_tubes(by=by, facts=[TubeFact(id=new_id(), code=code) for code in codes])
    given = HandOverFact(id=new_id(), day_id=day.id, tubes=codes, carrier="转运员", counted=len(codes))
    hand_over(by=by, facts=[given])
    receive(by=laboratory, facts=[ReceiptFact(id=new_id(), hand_over_id=given.id)])


def bring_results(page: Page, folder: Path) -> None:
    """The laboratory's file: one tube of the two positive."""
    file = folder / "results.csv"
    file.write_text("试管编号,结果\nC-0001,阳性\nD-0001,阴性\n", encoding="utf-8")
    page.goto("/testing/results/")
    page.locator("input[name=laboratory]").fill("县医院检测实验室")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button[type=submit]").click()
    page.locator("form[action$='/apply/'] button").click()


def compare(page: Page) -> None:
    """A second person reads tube and result."""
    page.goto("/testing/results/compare/")
    form = page.locator("main form[novalidate]").first
    form.locator("[name=code]").fill("C-0001")
    form.locator("[name=value]").fill("阳性")
    form.locator("button[type=submit]").click()


def sample_again(by: Actor, laboratory: Actor, day: TestDay, waits: list[Any]) -> None:
    """Everybody of the tube alone, and negative."""
    facts = [
        SampleFact(new_id(), day.id, wait.subject_id, f"R-{order:04}", "resample", capacity=1)
        for order, wait in enumerate(waits, 1)
    ]
    record_samples(by=by, facts=facts)
    codes = [fact.tube_code for fact in facts]
    to_the_laboratory(by, laboratory, day, *codes)
    record_results(by=laboratory, facts=[ResultFact(new_id(), code, "negative") for code in codes])


def test_a_whole_day_from_setting_up_to_release(
    opened: Callable[..., Page],
    signed_in: SignIn,
    axe: Callable[[Page], None],
    cast: Cast,
    chen: Actor,
    tmp_path: Path,
) -> None:
    put_station(by=chen, fact=StationFact("社区广场", desks=1))
    chen_at_desk = signed_in(opened(DESK), "chen")
    set_up(chen_at_desk)
    day = TestDay.objects.of(cast.community_id).get()
    sample_at_desk(chen_at_desk, cast)
    sample_at_door(signed_in(opened(PHONE), "omar"))
    laboratory = cast.actor("luo")
    to_the_laboratory(chen, laboratory, day, "C-0001", "D-0001")
    bring_results(signed_in(opened(DESK), "luo"), tmp_path)
    cast.call("heqi")
    contact = signed_in(opened(DESK), "heqi")
    compare(contact)
    waits = list(Waiting.objects.of(cast.community_id).order_by("id"))
    assert {wait.subject_id for wait in waits} == {cast.persons["刘洋"], cast.persons["何秀英"]}
    sample_again(chen, laboratory, day, waits)
    for wait in waits:
        contact.goto(f"/testing/waits/{wait.id}/")
        contact.locator("input[name=is_traced]").check()
        contact.locator("form[action$='/release/'] button[type=submit]").click()
    released = Waiting.objects.of(cast.community_id).values_list("state", flat=True)
    assert set(released) == {"released"}
    in_english = signed_in(opened(DESK, language="en"), "chen")
    in_english.goto(f"/testing/waits/{waits[0].id}/notice/")
    expect(in_english.locator("main")).to_contain_text("You waited in place while you were sampled again")
    in_english.goto("/testing/")
    expect(in_english.locator("#testing-answer")).to_contain_text("sampled: 5")
    for page in ("", f"days/{day.id}/people/?what=sampled", f"days/{day.id}/tubes/"):
        in_english.goto(f"/testing/{page}")
        axe(in_english)
