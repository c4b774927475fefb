"""A worker's slice of the register since a cursor: what is new or changed, and ids that left."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from msgspec import Struct

from gridward.accounts.actors import Actor
from gridward.accounts.models import Unit, UnitKind
from gridward.audit.actions import announce
from gridward.facts.models import Change, CommunityClock
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from gridward.sync.parts import PARTS, Part
from gridward.sync.problems import BAD_CURSOR

PAGE: Final = 1000


@dataclass(frozen=True)
class Cursor:
    """Where a device stands: the clock's epoch and number, its worker's sight, and the place in a whole slice.

    A whole slice is told part by part in the order of ids; what changes meanwhile has later numbers and comes after it.
    """

    epoch: UUID
    seq: int
    sight: str
    part: int = len(PARTS)
    last: UUID | None = None

    @property
    def is_whole(self) -> bool:
        """Whether a whole slice is still being told."""
        return self.part < len(PARTS)

    def __str__(self) -> str:
        last = self.last.hex if self.last else ""
        return f"{self.epoch.hex}.{self.seq}.{self.sight}.{self.part}.{last}"


class Slice(Struct):
    """`rows` by part are to be put in place of what has their id; ids in `gone` left; `is_reset`: begin anew with this.

    Ask again with `cursor`, at once while `has_more`.
    """

    cursor: str
    has_more: bool
    is_reset: bool
    rows: dict[str, list[dict[str, Any]]]
    gone: dict[str, list[UUID]]


def read_cursor(text: str) -> Cursor | None:
    """A cursor as it was told; None without one. Raises sync.bad_cursor."""
    if not text:
        return None
    try:
        epoch, seq, sight, part, last = text.split(".")
        return Cursor(UUID(epoch), int(seq), sight, int(part), UUID(last) if last else None)
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error


def slice_since(actor: Actor, since: Cursor | None, size: int = PAGE) -> Slice:
    """The next page of the actor's slice. A cursor of another epoch or another sight begins anew."""
    epoch, seq = _clock(actor.community_id)
    sight = sight_of(actor)
    is_reset = since is None or (since.epoch, since.sight) != (epoch, sight) or since.seq > seq
    if since is None or is_reset:
        told = _whole(actor, Cursor(epoch, seq, sight, 0), size)
        told.is_reset = True
    elif since.is_whole:
        told = _whole(actor, since, size)
    else:
        told = _changes(actor, since, seq, size)
    if named := sum(len(told.rows.get(part, ())) for part in ("people", "due_people")):
        _note_pull(actor, named)
    return told


def sight_of(actor: Actor) -> str:
    """A short word for what rights reach; when they change, what was kept is not what may be kept."""
    held = [str(actor.worker_id), *sorted(actor.roles), *sorted(map(str, actor.area_ids))]
    return hashlib.sha256(" ".join([*held, str(actor.is_community_wide)]).encode()).hexdigest()[:16]


def _clock(community_id: UUID) -> tuple[UUID, int]:
    """Epoch and number, read before the changes: whoever has taken a later number has not committed."""
    found = CommunityClock.objects.filter(community_id=community_id).values_list("epoch", "seq").first()
    return found or (UUID(int=0), 0)


def _whole(actor: Actor, at: Cursor, size: int) -> Slice:
    part = PARTS[at.part]
    seen = part.seen(actor).order_by("id")
    page = list(seen.filter(id__gt=at.last)[:size] if at.last else seen[:size])
    is_full = len(page) == size
    after = replace(at, last=page[-1].id) if is_full else replace(at, part=at.part + 1, last=None)
    rows = {part.name: list(part.rows(actor, page))} if page else {}
    return Slice(str(after), after.is_whole, False, rows, {})


def _changes(actor: Actor, since: Cursor, upto: int, size: int) -> Slice:
    changes = Change.objects.filter(community_id=actor.community_id, seq__gt=since.seq, seq__lte=upto)
    page = list(changes.order_by("seq").values_list("seq", "kind", "entity_id")[:size])
    after = replace(since, seq=page[-1][0] if len(page) == size else upto)
    ids: dict[str, Collection[UUID]] = {}
    for _seq, kind, id in page:
        ids.setdefault(kind, set()).add(id)  # type: ignore[attr-defined]
    told = Slice(str(after), len(page) == size, False, {}, {})
    for part in PARTS:
        _tell(told, actor, part, ids)
    return told


def _tell(told: Slice, actor: Actor, part: Part, ids: dict[str, Collection[UUID]]) -> None:
    seen = part.changed(actor, ids)
    if seen:
        told.rows[part.name] = list(part.rows(actor, seen))
    if part.leaves:
        changed = {id for kind in part.kinds for id in ids.get(kind, ())}
        if gone := changed - {row.id for row in seen}:
            told.gone[part.name] = sorted(gone)


@transaction.atomic
def _note_pull(actor: Actor, how_many: int) -> None:
    announce(
        "slice.pulled",
        community_id=actor.community_id,
        by_id=actor.worker_id,
        purpose="visit",
        how_many=how_many,
    )


def begin_anew() -> int:
    """Give every clock another epoch, as after a backup was put back: devices then ask for their whole slice."""
    every = Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("id", flat=True)
    return CommunityClock.objects.filter(community_id__in=list(every)).update(epoch=new_id())
