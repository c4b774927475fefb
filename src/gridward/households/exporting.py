"""People as a table, for the data officer alone, with a purpose, and logged."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any, TextIO

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.households.bundles import opened
from gridward.households.models import Door, Person
from gridward.shared.problems import Problem, problem_code

COLUMNS = ("name", "sex", "birth_date", "id_number", "phone", "dwelling", "area", "whereabouts")
PURPOSES = ("roster-check",)
WRONG_PURPOSE = problem_code(
    "households.export_purpose", 422, "Name one of these purposes for the export: {purposes}."
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PIECE = 2000


def export_people(*, by: Actor, purpose: str, out: TextIO) -> int:
    """Write everybody in the register as CSV and log it before the first line; returns how many.

    Columns: name, sex (男/女), birth_date (YYYY-MM-DD), id_number, phone (the first), dwelling
    (place|building|unit|room or place|building|sub|; empty where the address is in doubt), area, whereabouts.
    Raises shared.not_yours, households.export_purpose.
    """
    must_be(by, Role.DATA_OFFICER)
    if purpose not in PURPOSES:
        raise Problem(WRONG_PURPOSE, {"purposes": ", ".join(PURPOSES)})
    people = Person.objects.of(by.community_id).filter(merged_into_id=None)
    with transaction.atomic():
        announce(
            "people.exported",
            community_id=by.community_id,
            by_id=by.worker_id,
            purpose=purpose,
            how_many=people.count(),
        )
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    written = 0
    sorted_people = people.select_related("door__area", "door__site", "door__building")
    for person in sorted_people.order_by("door__walking_order", "order", "id").iterator(PIECE):
        writer.writerow(dict(_row(person)))
        written += 1
    return written


def _row(person: Person) -> Iterator[tuple[str, str]]:
    identity: dict[str, Any] = opened(person, "identity")
    phones = opened(person, "phones").get("phones", [])
    door: Door = person.door
    yield "name", _harmless(identity.get("name", ""))
    yield "sex", identity.get("sex", "")
    yield "birth_date", date.fromisoformat(born).isoformat() if (born := identity.get("birth_date")) else ""
    yield "id_number", _harmless(opened(person, "ids").get("number", ""))
    yield "phone", _harmless(phones[0]["number"] if phones else "")
    yield "dwelling", "" if door.flags else _harmless(_dwelling(door))
    yield "area", _harmless(door.area.name if door.area else "")
    yield "whereabouts", person.whereabouts


def _dwelling(door: Door) -> str:
    tail = (door.sub, "") if door.sub or not door.room else (door.unit, door.room)
    return "|".join((door.site.name, door.building.number, *tail))


def _harmless(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
