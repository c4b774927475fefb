"""One box: a code, an ID typed or from a scanner that types, the last four, a plate, a name or pinyin."""

import re
from dataclasses import dataclass, field
from typing import Final

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.households.access import persons_for
from gridward.households.identity import is_valid_resident_id
from gridward.households.models import LIVING_HERE, Door
from gridward.households.search import reasons, search
from gridward.households.sight import views_of
from gridward.testing.finding.hits import Hit, hits_of, workers_like
from gridward.testing.models import Found as How
from gridward.testing.models import TestDay

MOST: Final = 12
# Who reads the register anyway may look through a list; others find one person by something exact.
BROWSERS: Final = (Role.COORDINATOR, Role.DATA_OFFICER, Role.AREA_LEADER, Role.WORKER)
_LAST_FOUR = re.compile(r"\d{3}[\dX]")
_LONG = re.compile(r"(?!1\d{10}$)[A-Z]{0,4}\d{6,18}X?")


@dataclass(frozen=True)
class Found:
    """Who was found, and by what; `door` stands where a plate named a household.

    `is_certain`: one person, by a whole number or a code, so that nothing needs to be asked. `asks_for_more`: too many
    fit, or too little was said.
    """

    text: str
    how: str
    hits: list[Hit] = field(default_factory=list)
    door: Door | None = None
    is_certain: bool = False
    asks_for_more: bool = False


def find(*, by: Actor, day: TestDay, text: str) -> Found:
    """Find whoever the text means, within sight and logged as a search is; who was sampled is still found."""
    plain = text.strip()
    how = how_of(plain)
    result = search(by=by, text=plain, limit=MOST)
    door = next((door for door in result.doors if door.plate.upper() == plain.upper()), None)
    door = door or (result.doors[0] if len(result.doors) == 1 and not result.persons else None)
    if door and not result.persons:
        return Found(plain, How.PLATE, household_at(by, day, door), door)
    if result.has_more or result.asks_for_more or (result.doors and not result.persons):
        return Found(plain, how, asks_for_more=True)
    why = {view.id: reasons.why(view, plain) for view in result.persons}
    hits = hits_of(by, day, result.persons, why) + workers_like(by, day, plain, MOST)
    if len(hits) > 1 and how == How.LAST4 and not by.is_any_of(*BROWSERS):
        return Found(plain, how, asks_for_more=True)
    return Found(plain, how, hits, is_certain=how == How.ID and len(hits) == 1)


def household_at(by: Actor, day: TestDay, door: Door) -> list[Hit]:
    """Everybody who lives behind a door, in their order."""
    persons = persons_for(by).filter(door_id=door.id, whereabouts__in=LIVING_HERE)
    return hits_of(by, day, views_of(by, persons.order_by("household_id", "order", "id")))


def how_of(text: str) -> str:
    """By what a text finds somebody."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if is_valid_resident_id(plain) or _LONG.fullmatch(plain):
        return How.ID
    return How.LAST4 if _LAST_FOUR.fullmatch(plain) else How.NAME
