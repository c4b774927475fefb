"""Visitors whose register check is due, as those may see them who check it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.accounts.naming import worker_names
from gridward.households.models import Door, Household
from gridward.households.search import search
from gridward.households.sight import PersonView
from gridward.testing.models import Sample, Visitor
from gridward.testing.sampling.naming import visitor_name
from gridward.vault.seals import unseal

MOST: Final = 200


@dataclass(frozen=True)
class VisitorLine:
    """A visitor in the list: the name masked, the tube, and under whose name the check stands."""

    visitor: Visitor
    name: str
    tube: str
    by: str
    owner: str


@dataclass(frozen=True)
class VisitorPage:
    """A visitor whole, with those of the register it may be."""

    visitor: Visitor
    said: dict[str, str]
    tubes: Sequence[tuple[UUID, str, datetime]]
    by: str
    owner: str
    likely: Sequence[PersonView]
    household_id: UUID | None
    door: Door | None


def listed(actor: Actor, is_open: bool) -> list[VisitorLine]:
    """Visitors of all for those who keep the register, else those under the own name; the longest waiting first."""
    rows: QuerySet[Any] = Visitor.objects.of(actor.community_id)
    rows = rows.filter(decision="") if is_open else rows.exclude(decision="")
    if not actor.is_any_of(Role.COORDINATOR, Role.DATA_OFFICER):
        rows = rows.filter(owner_id=actor.worker_id)
    visitors = list(rows.order_by("noted_at" if is_open else "-decided_at", "id")[:MOST])
    samples: Any = Sample.objects.of(actor.community_id).filter(is_void=False)
    tubes = dict(
        samples.filter(subject_id__in=[v.id for v in visitors]).values_list("subject_id", "tube__code")
    )
    names = worker_names(id for v in visitors for id in (v.by_id, v.owner_id, v.decided_by_id))
    return [
        VisitorLine(
            v, visitor_name(v), tubes.get(v.id, ""), names.get(v.by_id, ""), names.get(v.owner_id, "")
        )
        for v in visitors
    ]


def page_of(actor: Actor, visitor: Visitor, asked: str = "") -> VisitorPage:
    """A visitor whole; looked for in the register by the number, else the name, or by what was asked."""
    said = unseal(visitor.id, "identity", bytes(visitor.sealed_identity))
    samples: Any = Sample.objects.of(actor.community_id).filter(subject_id=visitor.id, is_void=False)
    names = worker_names([visitor.by_id, visitor.owner_id])
    likely: list[PersonView] = []
    for text in [asked] if asked else [said.get("id_number", ""), said.get("name", "")]:
        likely = likely or (search(by=actor, text=text, limit=10).persons if text else [])
    door = Door.objects.with_ids(actor.community_id, [visitor.door_id]).first() if visitor.door_id else None
    homes = Household.objects.of(actor.community_id).filter(is_closed=False)
    homes = homes.filter(door_id=door.id) if door else homes.none()
    ids = list(homes.order_by("id").values_list("id", flat=True)[:2])
    return VisitorPage(
        visitor,
        said,
        list(samples.order_by("corrected_at").values_list("tube_id", "tube__code", "corrected_at")),
        names.get(visitor.by_id, ""),
        names.get(visitor.owner_id, ""),
        likely,
        ids[0] if len(ids) == 1 else None,
        door,
    )
