"""The subjects of dues in words, as one actor may see them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from gridward.accounts.actors import Actor
from gridward.areas.models import Site
from gridward.households.access import persons_for
from gridward.households.models import LIVING_HERE, Person
from gridward.households.sight import PersonView, views_of
from gridward.rounds.models import Subject


def subject_words(actor: Actor, subject: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of persons as the actor may see them, or of places; doors speak for themselves."""
    if subject == Subject.PERSON:
        persons: list[PersonView] = views_of(actor, persons_for(actor).filter(id__in=list(ids)))
        return {person.id: person.name for person in persons}
    if subject == Subject.PLACE:
        return {site.id: site.name for site in Site.objects.with_ids(actor.community_id, ids)}
    return {}


def people_at(community_id: UUID, door_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many people really live behind each door, and how many of them are tenants; one statement."""
    living = Person.objects.of(community_id).filter(whereabouts__in=LIVING_HERE, merged_into_id=None)
    rows: Any = living.filter(door_id__in=list(door_ids)).order_by().values("door_id")
    counted = rows.annotate(people=Count("id"), tenants=Count("id", filter=Q(is_tenant=True)))
    return {row["door_id"]: (row["people"], row["tenants"]) for row in counted}
