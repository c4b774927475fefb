"""Doors that no verification has ever confirmed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from gridward.areas.answering import Answering
from gridward.areas.gaps.finding import BySet
from gridward.households.gaps.kinds import door_gap, doors_seen
from gridward.households.models import Door, DoorVersion
from gridward.rounds.models import Due, Round, Subject
from gridward.rounds.queries import open_rounds
from gridward.shared.gaps import Found, Gap, GapKind, Look


def verified_dues(community_id: UUID) -> "QuerySet[Any]":
    """What verifications of doors have confirmed."""
    done: QuerySet[Any] = Due.objects.of(community_id).filter(state=Due.State.DONE)
    return done.filter(round__kind__is_verification=True, door_id__isnull=False)


def verified_doors(community_id: UUID, until: datetime) -> "QuerySet[Any]":
    """Ids of the doors a verification had confirmed by then."""
    return verified_dues(community_id).filter(settled_at__lte=until).values("door_id")


def doors_never_verified(look: Look) -> Found:
    """Doors no verification has confirmed, each with the days since it is in the register."""

    def tell(doors: Sequence[Door], who: Answering) -> list[Gap]:
        days = _days_known(look.actor.community_id, [door.id for door in doors])
        owed = _owed(look.actor.community_id, [door.id for door in doors])
        otherwise = _where_to_owe(look)
        return [
            door_gap(
                door,
                who,
                "door",
                url=reverse("due", args=[owed[door.id]]) if door.id in owed else otherwise,
                days=days.get(door.id),
                is_doorstep=True,
            )
            for door in doors
        ]

    confirmed = verified_dues(look.actor.community_id).filter(door_id=OuterRef("id"))
    return BySet(look, doors_seen(look).filter(~Exists(confirmed)), tell, worker="worker_id")


def _days_known(community_id: UUID, door_ids: Sequence[UUID]) -> dict[UUID, int]:
    versions = DoorVersion.objects.of(community_id).filter(entity_id__in=door_ids).order_by()
    since = dict(versions.values("entity_id").annotate(at=Min("true_from")).values_list("entity_id", "at"))
    today = timezone.localdate()
    return {id: max(0, (today - timezone.localdate(at)).days) for id, at in since.items()}


def _owed(community_id: UUID, door_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The open due of a verification at each door, where a round is under way."""
    dues = Due.objects.of(community_id).filter(door_id__in=door_ids, state=Due.State.OPEN)
    under_way = dues.filter(round__kind__is_verification=True, round__state=Round.State.OPEN)
    rows = under_way.order_by("round__opens_at").values_list("door_id", "id")
    return {door_id: due_id for door_id, due_id in rows if door_id}


def _where_to_owe(look: Look) -> str:
    """Where a door that no verification owes anything to is taken into one: the open one, else a new one."""

    def read() -> str:
        rounds = open_rounds(look.actor.community_id).filter(kind__is_verification=True)
        first = rounds.filter(kind__subject=Subject.DOOR).first()
        return reverse("round", args=[first.id]) if first else reverse("round_new")

    return look.once("where_to_owe", read)


UNVERIFIED = GapKind(
    "door.verified",
    gettext_noop("Doors never verified"),
    gettext_noop("Every door has been confirmed by a verification."),
    "door",
    doors_never_verified,
)
