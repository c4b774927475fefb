"""The only way in to rounds and dues: what the actor sees, and where it may write."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.rounds.models import Due, Round
from gridward.rounds.scopes import Scope
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem

RECORDERS = (Role.COORDINATOR, Role.AREA_LEADER, Role.WORKER)
DECIDERS = (Role.COORDINATOR, Role.AREA_LEADER)


def rounds_for(actor: Actor) -> QuerySet[Round]:
    """Rounds of the community with their kind, the newest first; a round itself names nobody."""
    rounds: QuerySet[Round] = Round.objects.of(actor.community_id).select_related("kind")
    return rounds.order_by("-opens_at", "-id")


def round_or_404(actor: Actor, round_id: UUID) -> Round:
    """One round; raises shared.not_found."""
    found = rounds_for(actor).filter(id=round_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def dues_for(actor: Actor) -> QuerySet[Due]:
    """Dues the actor sees: all with a grant over the community, else those of the own areas and the own doors."""
    dues: QuerySet[Due] = Due.objects.of(actor.community_id)
    if actor.is_community_wide:
        return dues.filter(unless_named(actor))
    return dues.filter(_in_reach(actor))


def unless_named(actor: Actor) -> Q:
    """A condition on dues: what somebody is owed by name, as after a positive tube, is seen by whom it concerns alone.

    That is the coordinator, whose name it stands under, and who leads its area; being able to read is not enough.
    """
    if actor.is_any_of(Role.COORDINATOR):
        return Q()
    named = Round.objects.of(actor.community_id).filter(scope__named=True).values("id")
    return ~Q(round_id__in=named) | _in_reach(actor)


def _in_reach(actor: Actor) -> Q:
    me = actor.worker_id
    mine = Q(worker_id=me) | Q(escalated_to_id=me)
    return mine | Q(area_id__in=list(actor.area_ids)) if actor.area_ids else mine


def due_or_404(actor: Actor, due_id: UUID, to: str = "read") -> Due:
    """One due with round, door and area; `to`: read, record or decide. Raises shared.not_found, shared.not_yours."""
    own_door = Q(door__worker_id=actor.worker_id, door__community_id=actor.community_id)
    seen = unless_named(actor) if actor.is_community_wide else _in_reach(actor) | own_door
    dues = Due.objects.of(actor.community_id).filter(seen, id=due_id)
    due: Due | None = dues.select_related("round__kind", "door__building", "area").first()
    if due is None:
        raise Problem(NOT_FOUND)
    if (to == "record" and not may_record(actor, due)) or (to == "decide" and not may_decide(actor, due)):
        raise Problem(NOT_YOURS)
    return due


def may_record(actor: Actor, due: Due) -> bool:
    """Whether the actor may write an outcome at this due now; asks the door, whose worker may have changed."""
    if actor.is_any_of(Role.COORDINATOR):
        return True
    place = due.door or due
    leads = actor.is_any_of(Role.AREA_LEADER) and place.area_id in actor.area_ids
    works = actor.is_any_of(Role.WORKER, Role.AREA_LEADER) and place.worker_id == actor.worker_id
    return leads or works


def may_decide(actor: Actor, due: Due) -> bool:
    """Whether the actor may approve an exemption of this due or sign it off."""
    if actor.is_any_of(Role.COORDINATOR):
        return True
    return actor.is_any_of(Role.AREA_LEADER) and due.area_id in actor.area_ids


def may_rule(actor: Actor, scope: Scope) -> bool:
    """Whether the actor may open and close a round over this scope: a leader only within the own areas."""
    if actor.is_any_of(Role.COORDINATOR):
        return True
    return (
        actor.is_any_of(Role.AREA_LEADER) and bool(scope.area_ids) and set(scope.area_ids) <= actor.area_ids
    )


def dues_or_refuse(actor: Actor, due_ids: Collection[UUID], to: str) -> list[Due]:
    """Dues by id with their rounds, each of which the actor may `record` or `decide`.

    Raises shared.not_found when one is not there or not in sight, shared.not_yours when one may not be written.
    """
    dues = list(Due.objects.with_ids(actor.community_id, set(due_ids)).select_related("round", "door"))
    if len(dues) < len(set(due_ids)):
        raise Problem(NOT_FOUND)
    may = may_record if to == "record" else may_decide
    if not all(may(actor, due) for due in dues):
        raise Problem(NOT_YOURS)
    return dues
