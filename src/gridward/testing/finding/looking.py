"""One box: a code, an ID typed or from a scanner that types, the last four, a plate, a name or pinyin."""

import re
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.households.access import doors_for, persons_for
from gridward.households.identity import is_valid_resident_id
from gridward.households.models import LIVING_HERE, Door
from gridward.households.purpose import SEARCH
from gridward.households.search import SearchResult, reasons, search
from gridward.households.sight import views_of
from gridward.shared.problems import Problem
from gridward.testing.codes import Kind, Reading, read_code
from gridward.testing.codes.reading import NO_CODE
from gridward.testing.finding.hits import Hit, hits_of, workers_like
from gridward.testing.models import Found as How
from gridward.testing.models import TestDay

MOST: Final = 12
MOST_FOR_A_TASK: Final = 5
_LAST_FOUR = re.compile(r"\d{3}[\dX]")
# A phone is no ID, though as long a number.
_LONG = re.compile(r"(?!1\d{10}$)[A-Z]{0,4}\d{6,18}X?")


@dataclass(frozen=True)
class Found:
    """Who was found, and by what; `door` stands where a plate named a household.

    `is_certain`: one person, by a whole number or a code, so that nothing needs to be asked. `asks_for_more`: too many
    fit, or too little was said. `trouble`: why the code is of no use, in words.
    """

    text: str
    how: str
    hits: list[Hit] = field(default_factory=list)
    door: Door | None = None
    is_certain: bool = False
    asks_for_more: bool = False
    trouble: str = ""


def seer_of(by: Actor) -> Actor:
    """Whoever samples finds anybody, as the task lets it; others within their own sight."""
    if not by.is_any_of(Role.SAMPLER) or by.is_any_of(Role.COORDINATOR):
        return by
    return replace(by, roles=frozenset({Role.SAMPLER}), is_community_wide=True)


def find(*, by: Actor, day: TestDay, text: str) -> Found:
    """Find whoever the text means, within sight and logged as a search is; who was sampled is still found."""
    seer, plain = seer_of(by), text.strip()
    reading = read_code(by.community_id, plain)
    if reading.kind in (Kind.PERSON, Kind.DOOR):
        return _by_code(seer, day, plain, reading)
    how = how_of(plain)
    result = search(by=seer, text=plain, limit=MOST)
    if result.is_empty and reading.problem not in (None, NO_CODE):
        return Found(plain, how, trouble=_words(reading))
    door = _door_meant(result, plain)
    if door:
        return Found(plain, How.PLATE, household_at(seer, day, door), door)
    why = {view.id: reasons.why(view, plain) for view in result.persons}
    hits = hits_of(seer, day, result.persons, why)
    hits += [hit for hit in workers_like(seer, day, plain, MOST) if hit.id not in why]
    if _is_too_much(seer, result, how, len(hits)):
        return Found(plain, how, asks_for_more=True)
    return Found(plain, how, hits, is_certain=how == How.ID and len(hits) == 1)


def _words(reading: Reading) -> str:
    return Problem(reading.problem).message if reading.problem else ""


def _is_too_much(seer: Actor, result: SearchResult, how: str, count: int) -> bool:
    """Whether more has to be said: too many fit; a narrow role finds one by something exact, never a list."""
    if result.has_more or result.asks_for_more or (result.doors and not count):
        return True
    return seer.is_narrow and (count > MOST_FOR_A_TASK or (count > 1 and how == How.LAST4))


def _door_meant(result: SearchResult, plain: str) -> Door | None:
    """The one door whose plate or address this is, where it names nobody."""
    if result.persons:
        return None
    exact = next((door for door in result.doors if door.plate.upper() == plain.upper()), None)
    return exact or (result.doors[0] if len(result.doors) == 1 else None)


def _by_code(seer: Actor, day: TestDay, text: str, reading: Reading) -> Found:
    """Whom a code of ours names, by its id."""
    assert reading.id is not None
    if reading.kind == Kind.DOOR:
        door = doors_for(seer).filter(id=reading.id).first()
        return Found(text, How.PLATE, household_at(seer, day, door) if door else [], door)
    views = views_of(seer, persons_for(seer).filter(id=reading.id))
    _write_down(seer, len(views), views[0].id if views else None)
    return Found(text, How.QR, hits_of(seer, day, views), is_certain=bool(views))


@transaction.atomic
def _write_down(by: Actor, found: int, subject_id: UUID | None) -> None:
    announce(
        "person.searched",
        community_id=by.community_id,
        by_id=by.worker_id,
        how_many=found,
        subject_id=subject_id,
        purpose=SEARCH,
    )


def household_at(seer: Actor, day: TestDay, door: Door) -> list[Hit]:
    """Everybody who lives behind a door, in their order."""
    persons = persons_for(seer).filter(door_id=door.id, whereabouts__in=LIVING_HERE)
    return hits_of(seer, day, views_of(seer, persons.order_by("household_id", "order", "id")))


def how_of(text: str) -> str:
    """By what a text finds somebody."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if is_valid_resident_id(plain) or _LONG.fullmatch(plain):
        return How.ID
    return How.LAST4 if _LAST_FOUR.fullmatch(plain) else How.NAME
