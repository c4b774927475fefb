"""What changed between two moments, door by door, read from the versions of the register."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from gridward.facts.versions import true_at
from gridward.households.models import LIVING_HERE, Door, DoorVersion, PersonVersion

# Codes of what may have changed; the words for them stand in `words.py`.
DOOR_STATES: Final = ("vacant", "no_answer", "refused", "lived_in", "under_construction")


@dataclass(frozen=True)
class DoorChange:
    """What changed at one door: codes with how often, and the states before and after where they differ."""

    door: Door
    changes: dict[str, int]
    state_before: str = ""
    state_after: str = ""


@dataclass
class Comparison:
    """Doors that changed, in walking order, and how many changes of each kind there were."""

    since: datetime
    until: datetime
    doors: list[DoorChange] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Changes by code."""
        totals: dict[str, int] = {}
        for change in self.doors:
            for code, count in change.changes.items():
                totals[code] = totals.get(code, 0) + count
        return totals


def compare(doors: QuerySet[Any], since: datetime, until: datetime) -> Comparison:
    """Compare the register at two moments, for the doors given (those somebody may see). Six statements."""
    pairs = _pairs(doors, since, until)
    changes: dict[UUID, dict[str, int]] = {}
    states: dict[UUID, tuple[str, str]] = {}
    for before, after in pairs["doors"]:
        code = _door_code(before, after)
        if code:
            _count(changes, after.entity_id, code)
            states[after.entity_id] = (before.state if before else "", after.state)
    for before, after in pairs["persons"]:
        for code in _person_codes(before, after):
            _count(changes, after.door_id, code)
    listed = doors.filter(id__in=list(changes)).select_related("area").order_by("walking_order", "id")
    rows = [DoorChange(door, changes[door.id], *states.get(door.id, ("", ""))) for door in listed]
    return Comparison(since, until, rows)


def _count(changes: dict[UUID, dict[str, int]], door_id: UUID, code: str) -> None:
    of_door = changes.setdefault(door_id, {})
    of_door[code] = of_door.get(code, 0) + 1


def _pairs(doors: QuerySet[Any], since: datetime, until: datetime) -> dict[str, list[tuple[Any, Any]]]:
    community_id = _community_of(doors)
    if community_id is None:
        return {"doors": [], "persons": []}
    read: Callable[[type[Any]], list[tuple[Any, Any]]] = lambda versions: _before_and_after(  # noqa: E731
        versions, community_id, since, until
    )
    return {"doors": read(DoorVersion), "persons": read(PersonVersion)}


def _community_of(doors: QuerySet[Any]) -> UUID | None:
    first: UUID | None = doors.order_by().values_list("community_id", flat=True).first()
    return first


def _before_and_after(
    versions: type[Any], community_id: UUID, since: datetime, until: datetime
) -> list[tuple[Any, Any]]:
    """Rows whose version began in between: as they were at the first moment (None: not there) and at the second."""
    began = versions.objects.of(community_id).filter(known_to=None, true_from__gt=since, true_from__lte=until)
    ids = began.values("entity_id")
    before = _by_entity(true_at(versions, community_id, since).filter(entity_id__in=ids))
    after = _by_entity(true_at(versions, community_id, until).filter(entity_id__in=ids))
    return [(before.get(id), row) for id, row in after.items()]


def _by_entity(versions: Iterable[Any]) -> dict[UUID, Any]:
    return {version.entity_id: version for version in versions}


def _door_code(before: Any, after: Any) -> str:
    if before is None:
        return "door_new"
    if before.state != after.state:
        return f"door_{after.state}" if after.state in DOOR_STATES else "door_state"
    return "door_worker" if before.worker_id != after.worker_id else ""


def _lives_here(version: Any) -> bool:
    return version is not None and version.whereabouts in LIVING_HERE and version.merged_into_id is None


def _person_codes(before: Any, after: Any) -> Iterable[str]:
    if _lives_here(after) and not _lives_here(before):
        yield "person_arrived"
    elif _lives_here(before) and not _lives_here(after):
        yield "person_left"
    elif before is not None:
        if before.door_id != after.door_id:
            yield "person_other_door"
        if bytes(before.sealed_phones) != bytes(after.sealed_phones):
            yield "phone_changed"
        if bytes(before.sealed_identity) != bytes(after.sealed_identity) or bytes(before.sealed_ids) != bytes(
            after.sealed_ids
        ):
            yield "identity_changed"
        if before.whereabouts != after.whereabouts:
            yield "whereabouts_changed"
