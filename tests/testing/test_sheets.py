"""Sheets: in walking order, masked until somebody says what for, households whole, codes that are read back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.testing.codes import Kind, read_code
from gridward.testing.models import CodeRange, TestDay
from gridward.testing.sheets.forms20 import filled_pages
from gridward.testing.sheets.lists import Choice, Line, sections_of
from gridward.testing.sheets.people import OnPaper
from tests.cast import Cast
from tests.testing.codes import painted, texts_in
from tests.testing.day import Taker

SignedIn = Callable[[str], Client]


def svgs_in(page: str, kind: str) -> list[str]:
    """The drawn codes of a page."""
    return [f"<svg{part.split('</svg>')[0]}" for part in page.split("<svg") if f'class="{kind}"' in part]


def test_lists_go_as_one_walks_and_say_the_phase(day: TestDay, chen: Actor, cast: Cast) -> None:
    sections = sections_of(chen, day, Choice())
    assert [len(section.lines) for section in sections] == [1, 1, 6]
    third = sections[2].lines
    assert [line.number for line in third] == [1, 2, 3, 4, 5, 6]
    assert {line.phase for line in third} == {"door"}
    assert [line.door.plate for line in third if line.door] == sorted(
        line.door.plate for line in third if line.door
    )


def test_lists_by_worker_keep_to_what_the_actor_sees(day: TestDay, omar: Actor, cast: Cast) -> None:
    sections = sections_of(omar, day, Choice(by="worker"))
    assert [section.title for section in sections] == ["奥马尔"]
    doors = {line.door.id for line in sections[0].lines if line.door}
    assert doors <= {cast.doors[key] for key in ("3-101", "3-102", "3-201")}


def test_what_is_done_is_on_the_list_as_done(day: TestDay, take: Taker, chen: Actor, cast: Cast) -> None:
    take("刘洋")
    lines = [line for part in sections_of(chen, day, Choice(phase="centre")) for line in part.lines]
    states = {line.id: line.state for line in lines}
    assert states[cast.persons["刘洋"]] == "done" and states[cast.persons["何秀英"]] == "open"


def test_a_list_is_masked_and_writes_nothing_down(day: TestDay, signed_in_as: SignedIn, cast: Cast) -> None:
    for who in ("chen", "omar"):
        page = signed_in_as(who).get(reverse("testing_sheet_list")).content.decode()
        assert "王*明" in page and "王小明" not in page
    assert not Entry.objects.filter(community_id=cast.community_id, deed="sheet.printed").exists()


def test_names_in_full_need_a_purpose_and_are_logged(
    day: TestDay, signed_in_as: SignedIn, chen: Actor, cast: Cast
) -> None:
    client, url = signed_in_as("chen"), reverse("testing_sheet_list")
    refused = client.post(url)
    assert refused.status_code == 422 and "王小明" not in refused.content.decode()
    page = client.post(url, {"purpose": "testing"}).content.decode()
    assert "王小明" in page and "16300000001" in page
    line = Entry.objects.get(community_id=cast.community_id, deed="sheet.printed")
    assert (line.by_id, line.purpose, line.how_many, line.subject_id) == (
        chen.worker_id,
        "testing",
        8,
        day.id,
    )


def lines_of(*households: int) -> list[Line]:
    """So many people in each household."""
    found = []
    for number, size in enumerate(households):
        for place in range(size):
            line = Line(UUID(int=number * 100 + place), OnPaper(f"{number}-{place}"), "centre", "open")
            found.append(line)
    return found


@pytest.mark.parametrize(
    ("households", "capacity", "tubes"),
    [
        ((4, 4, 4), 10, [8, 4]),
        ((9, 2, 8), 10, [9, 10]),
        ((3, 1, 2), 0, [3, 1, 2]),
        ((12,), 10, [10, 2]),
        ((1,) * 25, 20, [20, 5]),
        ((), 10, []),
    ],
)
def test_a_household_is_not_split_where_it_fits(
    households: tuple[int, ...], capacity: int, tubes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Line, "household_id", property(lambda line: line.who.name.split("-")[0]))
    pages = filled_pages(lines_of(*households), capacity)
    assert [sum(bool(row.name) for row in page.rows) for page in pages] == tubes
    assert {len(page.rows) for page in pages} <= {20}


def test_a_blank_form_has_twenty_rows_of_eighteen_cells(
    day: TestDay, signed_in_as: SignedIn, cast: Cast
) -> None:
    page = signed_in_as("chen").get(reverse("testing_sheet_form"), {"count": 2}).content.decode()
    assert page.count('class="sheet form-sheet"') == 2
    assert page.count('class="id-cell"') == 2 * 20 * 18
    assert not CodeRange.objects.of(cast.community_id).exists()


def test_forms_with_own_codes_bear_bars_that_say_them(
    day: TestDay, signed_in_as: SignedIn, cast: Cast
) -> None:
    client, url = signed_in_as("chen"), reverse("testing_sheet_form")
    page = client.post(f"{url}?count=2", {"has_codes": "on", "count": 2}).content.decode()
    texts = [texts_in(painted(svg))[0][1] for svg in svgs_in(page, "code128")]
    assert len(set(texts)) == 2
    assert {read_code(cast.community_id, text).kind for text in texts} == {Kind.TUBE}


def test_a_filled_form_shows_the_id_in_its_cells_only_for_a_purpose(
    day: TestDay, signed_in_as: SignedIn, cast: Cast
) -> None:
    client, url = signed_in_as("chen"), reverse("testing_sheet_form") + "?is_filled=on&phase=door"
    masked = client.get(url).content.decode()
    assert "王*明" in masked and '<td class="id-cell">*</td>' in masked and "王小明" not in masked
    page = client.post(url, {"is_filled": "on", "purpose": "testing"}).content.decode()
    assert "王小明" in page and '<td class="id-cell">*</td>' not in page
    assert page.count('class="sheet form-sheet"') == 4
    assert Entry.objects.get(community_id=cast.community_id, deed="sheet.printed").how_many == 6


@pytest.mark.parametrize(("kind", "read"), [("person", Kind.PERSON), ("door", Kind.DOOR)])
def test_cards_are_masked_logged_and_read_back(
    day: TestDay, signed_in_as: SignedIn, cast: Cast, kind: str, read: Kind
) -> None:
    client = signed_in_as("chen")
    url = reverse("testing_sheet_cards") + f"?area={cast.areas[3]}&kind={kind}"
    assert '<svg class="qr"' not in client.get(url).content.decode()
    page = client.post(url).content.decode()
    codes = [texts_in(painted(svg))[0][1] for svg in svgs_in(page, "qr")]
    found = {read_code(cast.community_id, code).id for code in codes}
    expected = {"person": set(cast.persons.values()), "door": set(cast.doors.values())}[kind]
    assert {read_code(cast.community_id, code).kind for code in codes} == {read} and found <= expected
    assert len(found) == (6 if kind == "person" else 4) and "王小明" not in page
    assert Entry.objects.get(community_id=cast.community_id, deed="cards.printed").how_many == len(codes)


def test_everybodys_cards_at_once_are_not_made(day: TestDay, signed_in_as: SignedIn, cast: Cast) -> None:
    page: Any = signed_in_as("chen").post(reverse("testing_sheet_cards"))
    assert page.status_code == 200 and not svgs_in(page.content.decode(), "qr")
    assert not Entry.objects.filter(community_id=cast.community_id, deed="cards.printed").exists()


def test_a_sheet_of_codes_sent_twice_is_one_sheet(signed_in_as: SignedIn, cast: Cast) -> None:
    client, said = signed_in_as("chen"), {"count": 5, "id": str(UUID(int=77))}
    first, second = (client.post(reverse("testing_codes_new"), said) for _ in range(2))
    assert first.url == second.url and CodeRange.objects.of(cast.community_id).get().count == 5
    page = client.get(first.url).content.decode()
    texts = {texts_in(painted(svg))[0][1] for svg in svgs_in(page, "code128")}
    assert len(texts) == 5
