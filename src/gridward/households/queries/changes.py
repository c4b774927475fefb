"""What changed at each door between two moments, read from versions without opening a seal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gridward.facts.models import VersionRow
from gridward.facts.versions import true_at
from gridward.households.models import LIVING_HERE, DoorVersion, PersonVersion

COMPARED = {
    "identity": "sealed_identity",
    "id": "sealed_ids",
    "phone": "sealed_phones",
    "more": "sealed_more",
    "whereabouts": "whereabouts",
}


@dataclass
class DoorChange:
    """What became of one door and its people; `changed` names per person the field groups that differ.

    `state_before` is empty for a door that was not on the register.
    """

    door_id: UUID
    state_before: str = ""
    state_after: str = ""
    arrived: list[UUID] = field(default_factory=list)
    left: list[UUID] = field(default_factory=list)
    changed: dict[UUID, list[str]] = field(default_factory=dict)

    @property
    def has_other_state(self) -> bool:
        """Whether the door is in another state than before."""
        return self.state_before != self.state_after


def changes_between(
    community_id: UUID, start: datetime, end: datetime, door_ids: Sequence[UUID] | None = None
) -> dict[UUID, DoorChange]:
    """Doors at which something differs between two moments, as known now; four statements.

    Somebody who moved within the community left one door and arrived at another; a mere correction is no change.
    """
    found: dict[UUID, DoorChange] = {}
    for before, after in _pairs(DoorVersion, community_id, start, end):
        _compare_doors(found, before, after)
    for was, now in _pairs(PersonVersion, community_id, start, end):
        _compare_persons(found, was, now)
    wanted = None if door_ids is None else set(door_ids)
    return {
        id: change
        for id, change in found.items()
        if (wanted is None or id in wanted)
        and (change.has_other_state or change.arrived or change.left or change.changed)
    }


def _pairs(
    versions: type[VersionRow], community_id: UUID, start: datetime, end: datetime
) -> Iterator[tuple[VersionRow | None, VersionRow | None]]:
    """Versions at both moments of whatever has one that began in between."""
    touched = true_between(versions, community_id, start, end).values("entity_id")
    before = _by_entity(true_at(versions, community_id, start).filter(entity_id__in=touched))
    after = _by_entity(true_at(versions, community_id, end).filter(entity_id__in=touched))
    for id in before.keys() | after.keys():
        yield before.get(id), after.get(id)


def true_between(
    versions: type[VersionRow], community_id: UUID, start: datetime, end: datetime
) -> "QuerySet[VersionRow]":
    """Versions that began to be true after one moment and not after another, as known now."""
    began = Q(true_from__gt=start, true_from__lte=end)
    rows: QuerySet[VersionRow] = versions.objects.of(community_id)
    return rows.filter(began, known_to=None)


def _by_entity(rows: "QuerySet[VersionRow]") -> Mapping[UUID, VersionRow]:
    return {row.entity_id: row for row in rows}


def _at(found: dict[UUID, DoorChange], door_id: UUID) -> DoorChange:
    return found.setdefault(door_id, DoorChange(door_id))


def _compare_doors(
    found: dict[UUID, DoorChange], before: VersionRow | None, after: VersionRow | None
) -> None:
    known = after or before
    if known is not None:
        change = _at(found, known.entity_id)
        change.state_before = before.state if isinstance(before, DoorVersion) else ""
        change.state_after = after.state if isinstance(after, DoorVersion) else ""


def _compare_persons(found: dict[UUID, DoorChange], was: VersionRow | None, now: VersionRow | None) -> None:
    if isinstance(now, PersonVersion) and now.merged_into_id:
        return
    old = was if isinstance(was, PersonVersion) and was.whereabouts in LIVING_HERE else None
    new = now if isinstance(now, PersonVersion) and now.whereabouts in LIVING_HERE else None
    if old and new and old.door_id == new.door_id:
        differing = [name for name, column in COMPARED.items() if not _same(old, new, column)]
        if differing:
            _at(found, new.door_id).changed[new.entity_id] = differing
        return
    if old:
        _at(found, old.door_id).left.append(old.entity_id)
    if new:
        _at(found, new.door_id).arrived.append(new.entity_id)


def _same(old: PersonVersion, new: PersonVersion, column: str) -> bool:
    before, after = getattr(old, column), getattr(new, column)
    if isinstance(before, bytes | memoryview):
        return bytes(before) == bytes(after)
    return bool(before == after)
