"""What waits for somebody to look: pairs who may be one, doubtful entries, children without guardian, gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.actors import Actor
from gridward.households.access import can_record, persons_for
from gridward.households.ages import is_under_14
from gridward.households.models import LookAlike, Person
from gridward.households.queries.gaps import (
    Gap,
    LookAlikePair,
    flagged_persons,
    gaps_of,
    minors_without_guardian,
    proposed_guardians,
    waiting_look_alikes,
)
from gridward.households.sight import PersonView, views_of
from gridward.shared.problems import NOT_FOUND, Problem


@dataclass(frozen=True)
class Ward:
    """A child nobody answers for yet, and who might: the head of the household, proposed and not set."""

    child: PersonView
    proposed: PersonView | None
    can_record: bool


class Waiting:
    """Everything within an actor's sight that waits; each part is read when it is asked for."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def look_alikes(self) -> list[LookAlikePair]:
        """Pairs who may be one person."""
        return waiting_look_alikes(self.actor)

    @cached_property
    def flagged(self) -> "QuerySet[Person]":
        """People whose entry asks for a look."""
        return flagged_persons(self.actor)

    @cached_property
    def minors(self) -> list[Person]:
        """Children under 14 nobody answers for."""
        return minors_without_guardian(self.actor)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Lived-in doors without plate or responsible worker."""
        return gaps_of(self.actor)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many wait of each kind."""
        return {
            "look-alikes": len(self.look_alikes),
            "entries": self.flagged.count(),
            "minors": len(self.minors),
            "gaps": len(self.gaps),
        }


def wards_of(actor: Actor, children: Sequence[Person]) -> list[Ward]:
    """Children with the guardian proposed for each; opens only these."""
    proposed = proposed_guardians(actor.community_id, children)
    guardians = Person.objects.with_ids(actor.community_id, proposed.values()).select_related("door")
    heads = {view.id: view for view in views_of(actor, guardians)}
    return [
        Ward(view, heads.get(proposed.get(view.id, UUID(int=0))), can_record(actor, view.door))
        for view in views_of(actor, children)
    ]


def pair_or_404(actor: Actor, look_alike_id: UUID) -> LookAlikePair:
    """One pair, decided or not, both of whom the actor may see; raises shared.not_found."""
    found = LookAlike.objects.of(actor.community_id).filter(id=look_alike_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    both = persons_for(actor).filter(id__in=[found.person_id, found.other_id])
    views = {view.id: view for view in views_of(actor, both)}
    if len(views) < 2:
        raise Problem(NOT_FOUND)
    return LookAlikePair(found, views[found.person_id], views[found.other_id])


def possible_guardians(actor: Actor, ward: Person) -> list[PersonView]:
    """People behind the same door who are 14 or older, as the actor may see them."""
    there = (
        persons_for(actor)
        .filter(door_id=ward.door_id)
        .exclude(id=ward.id)
        .order_by("-is_head", "order", "id")
    )
    return views_of(actor, [person for person in there if not is_under_14(person)])
