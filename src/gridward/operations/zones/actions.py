"""The verbs of zones: open, change, close; and the levels and measures the community has."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.areas.models import Area, Building, Site
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.facts.versions import Stamp, write
from gridward.operations.models import Measure, Zone, ZoneLevel
from gridward.operations.queries import open_operation_of
from gridward.operations.zones.entries import LevelFact, MeasureFact, ZoneFact
from gridward.operations.zones.membership import refresh_zones
from gridward.shared.geometry import outline_of
from gridward.shared.ids import derived_id, new_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

NONE_OPEN = problem_code("operations.none_open", 409, "Open an operation first: a zone belongs to one.")
ZONE_NAMELESS = problem_code("operations.zone_nameless", 422, "A zone needs a name.")
ZONE_NOWHERE = problem_code(
    "operations.zone_nowhere",
    422,
    "Say where the zone is: draw it, tick areas, sites or buildings, or write its bounds.",
)
ZONE_NAME_TAKEN = problem_code("operations.zone_name_taken", 409, "There is an open zone called “{name}”.")
UNKNOWN_LEVEL = problem_code(
    "operations.unknown_level", 422, "There is no level of zones called {code} here."
)
UNKNOWN_MEASURE = problem_code("operations.unknown_measure", 422, "There is no measure called {code} here.")
UNKNOWN_PLACE = problem_code(
    "operations.unknown_place", 422, "Some of the areas, sites or buildings are not here any more."
)
ZONE_UNDECIDED = problem_code(
    "operations.zone_undecided", 422, "Name the decision: the number of the paper, and whose it is."
)
LEVEL_UNDECIDED = problem_code(
    "operations.level_undecided",
    422,
    "Another level needs a decision of its own: “{decision}” decided the level that stands.",
)
ZONE_DAYS = problem_code("operations.zone_days", 422, "A zone cannot end before it starts.")
ZONE_TESTING = problem_code(
    "operations.zone_testing", 422, "Testing is every 1 to 30 days, with at most 50 people a tube."
)
ZONE_CLOSED = problem_code("operations.zone_closed", 409, "“{name}” is closed. What it says stays as it is.")
BAD_CODE = problem_code(
    "operations.bad_code",
    422,
    "Write the code in small Latin letters, digits and underscores, a letter first.",
)
WORDLESS = problem_code("operations.wordless", 422, "Say it in Chinese at least.")

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
MOST_EVERY, MOST_POOL, MOST_COLOUR = 30, 50, 5
KEEPERS: Final = (Role.COORDINATOR, Role.DATA_OFFICER)


@transaction.atomic
def open_zone(*, by: Actor, fact: ZoneFact, id: UUID | None = None) -> Zone:
    """Open a zone of the open operation by a decision; the same id twice opens one.

    Raises shared.not_yours, operations.none_open and what `_check` raises.
    """
    must_be(by, *KEEPERS)
    hold(by.community_id)
    operation = open_operation_of(by.community_id)
    if operation is None:
        raise Problem(NONE_OPEN)
    zone = Zone(community_id=by.community_id, id=id or new_id(), operation_id=operation.id)
    if standing := Zone.objects.with_ids(by.community_id, [zone.id]).first():
        return standing
    return _put(by, "zone.opened", zone, fact)


@transaction.atomic
def change_zone(*, by: Actor, zone_id: UUID, fact: ZoneFact) -> Zone:
    """Say something else of an open zone; what was said before is kept. Another level needs another decision.

    Raises shared.not_yours, shared.not_found, operations.zone_closed, operations.level_undecided and what `_check`
    raises.
    """
    must_be(by, *KEEPERS)
    hold(by.community_id)
    zone = _zone_to_change(by, zone_id)
    if fact.level != zone.level and fact.decision.strip() == zone.decision:
        raise Problem(LEVEL_UNDECIDED, {"decision": zone.decision})
    return _put(by, "zone.changed", zone, fact)


@transaction.atomic
def close_zone(*, by: Actor, zone_id: UUID, decision: str, reason: str = "") -> Zone:
    """Close a zone by a decision; its doors lie in it no more, and its history stays.

    Raises shared.not_yours, shared.not_found, operations.zone_closed, operations.zone_undecided.
    """
    must_be(by, *KEEPERS)
    hold(by.community_id)
    zone = _zone_to_change(by, zone_id)
    if not decision.strip():
        raise Problem(ZONE_UNDECIDED)
    zone.is_closed, zone.decision, zone.reason = True, decision.strip(), reason.strip()
    write([zone], Stamp(by.worker_id, "zone"))
    refresh_zones(by.community_id, [zone], timezone.now())
    _announce("zone.closed", by, [zone.id])
    return zone


def _zone_to_change(by: Actor, zone_id: UUID) -> Zone:
    zone = Zone.objects.with_ids(by.community_id, [zone_id]).first()
    if zone is None:
        raise Problem(NOT_FOUND)
    if zone.is_closed:
        raise Problem(ZONE_CLOSED, {"name": zone.name})
    return zone


def _put(by: Actor, deed: str, zone: Zone, fact: ZoneFact) -> Zone:
    _check(by.community_id, zone, fact)
    for name, value in _kept(fact).items():
        setattr(zone, name, value)
    stamp = Stamp(by.worker_id, "zone")
    touched = write([zone], stamp).touched
    moved = refresh_zones(by.community_id, [zone], stamp.true_from)
    if touched or moved:
        _announce(deed, by, [zone.id])
    return zone


def _kept(fact: ZoneFact) -> dict[str, Any]:
    """Field values as they are kept."""
    kept: dict[str, Any] = {k: v.strip() if isinstance(v, str) else v for k, v in asdict(fact).items()}
    kept["outline"] = outline_of(fact.outline)[0] if fact.outline else None
    for name in ("areas", "sites", "buildings"):
        kept[name] = sorted(str(id) for id in kept[name])
    kept["measures"] = list(fact.measures)
    kept["test_dates"] = sorted({day.isoformat() for day in fact.test_dates})
    return kept


def _check(community_id: UUID, zone: Zone, fact: ZoneFact) -> None:
    """Insist that a zone makes sense.

    Raises operations.zone_nameless, operations.zone_nowhere, operations.zone_undecided, operations.zone_days,
    operations.zone_testing, operations.unknown_level, operations.unknown_measure, operations.unknown_place,
    operations.zone_name_taken, shared.bad_outline.
    """
    if not fact.name.strip():
        raise Problem(ZONE_NAMELESS)
    if not fact.is_somewhere:
        raise Problem(ZONE_NOWHERE)
    if not fact.decision.strip():
        raise Problem(ZONE_UNDECIDED)
    if fact.ends_on and fact.ends_on < fact.starts_on:
        raise Problem(ZONE_DAYS)
    _check_testing(fact)
    _check_words(community_id, fact)
    _check_places(community_id, fact)
    twin = Zone.objects.of(community_id).filter(operation_id=zone.operation_id, is_closed=False)
    if twin.filter(name=fact.name.strip()).exclude(id=zone.id).exists():
        raise Problem(ZONE_NAME_TAKEN, {"name": fact.name.strip()})


def _check_testing(fact: ZoneFact) -> None:
    every, pools = fact.test_every_days, (fact.pool_door, fact.pool_central)
    if every is not None and not 1 <= every <= MOST_EVERY:
        raise Problem(ZONE_TESTING)
    if any(pool is not None and not 0 <= pool <= MOST_POOL for pool in pools):
        raise Problem(ZONE_TESTING)


def _check_words(community_id: UUID, fact: ZoneFact) -> None:
    if not ZoneLevel.objects.of(community_id).filter(code=fact.level).exists():
        raise Problem(UNKNOWN_LEVEL, {"code": fact.level})
    known = set(Measure.objects.of(community_id).values_list("code", flat=True)) if fact.measures else set()
    if unknown := [code for code in fact.measures if code not in known]:
        raise Problem(UNKNOWN_MEASURE, {"code": unknown[0]})


def _check_places(community_id: UUID, fact: ZoneFact) -> None:
    named = ((Area, fact.areas), (Site, fact.sites), (Building, fact.buildings))
    if any(ids and table.objects.with_ids(community_id, ids).count() < len(set(ids)) for table, ids in named):
        raise Problem(UNKNOWN_PLACE)


@transaction.atomic
def put_levels(*, by: Actor, facts: Sequence[LevelFact]) -> list[UUID]:
    """Add levels of zones, or change those with these codes.

    Raises shared.not_yours, operations.bad_code, operations.wordless.
    """
    must_be(by, *KEEPERS)
    rows = [
        ZoneLevel(
            community_id=by.community_id,
            id=derived_id("zone level", by.community_id, _code(fact.code)),
            code=fact.code,
            name_zh=_words(fact.name_zh),
            name_en=fact.name_en.strip() or fact.name_zh.strip(),
            order=max(fact.order, 1),
            colour=min(max(fact.colour, 0), MOST_COLOUR),
        )
        for fact in facts
    ]
    return _put_words(by, "zone_level", rows, ["name_zh", "name_en", "order", "colour"])


@transaction.atomic
def put_measures(*, by: Actor, facts: Sequence[MeasureFact]) -> list[UUID]:
    """Add measures, or change those with these codes.

    Raises shared.not_yours, operations.bad_code, operations.wordless.
    """
    must_be(by, *KEEPERS)
    rows = [
        Measure(
            community_id=by.community_id,
            id=derived_id("measure", by.community_id, _code(fact.code)),
            code=fact.code,
            text_zh=_words(fact.text_zh),
            text_en=fact.text_en.strip() or fact.text_zh.strip(),
            order=max(fact.order, 1),
        )
        for fact in facts
    ]
    return _put_words(by, "measure", rows, ["text_zh", "text_en", "order"])


def _put_words(by: Actor, kind: str, rows: Sequence[Any], fields: list[str]) -> list[UUID]:
    if rows:
        type(rows[0]).objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["community_id", "id"], update_fields=fields
        )
        _announce(f"{kind}.put", by, [row.id for row in rows], kind)
    return [row.id for row in rows]


def _code(code: str) -> str:
    if not CODE.fullmatch(code):
        raise Problem(BAD_CODE)
    return code


def _words(words: str) -> str:
    if not words.strip():
        raise Problem(WORDLESS)
    return words.strip()


def _announce(deed: str, by: Actor, ids: list[UUID], kind: str = "zone") -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[(kind, id) for id in ids])
