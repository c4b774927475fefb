"""Workers who live here: who looks as if, who was said to, and what the open day makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.accounts.naming import worker_names
from gridward.households.access import persons_for
from gridward.households.search.finding import search
from gridward.households.sight import PersonView, views_of
from gridward.households.workers_here.actions import LivesHereFact, say_who_lives_here
from gridward.households.workers_here.queries import NAME, PHONE, PHONE_AND_NAME, proposals, said_same
from gridward.rounds.actions import refresh_round
from gridward.testing import access
from gridward.testing.models import TestDay

MOST: Final = 200
WHY: Final[dict[str, Promise]] = {
    PHONE_AND_NAME: _("Same phone and same name"),
    PHONE: _("Same phone, another name"),
    NAME: _("Same name; no phone of the worker is known"),
}


@dataclass(frozen=True)
class Pair:
    """A worker and a person of the register, as the viewer may see them, and why they are shown together."""

    worker_id: UUID
    worker: str
    unit: str
    person: PersonView
    why: str = ""


def asked_about(actor: Actor) -> list[Pair]:
    """Workers who look as if they lived here."""
    found = proposals(actor.community_id)[:MOST]
    views = _views(actor, [pair.person_id for pair in found])
    return [
        Pair(
            pair.worker.id, pair.worker.name, pair.worker.unit.name, views[pair.person_id], str(WHY[pair.why])
        )
        for pair in found
        if pair.person_id in views
    ]


def said_so(actor: Actor) -> list[Pair]:
    """Workers who were said to live here."""
    rows = list(said_same(actor.community_id).order_by("-decided_at", "id"))
    views = _views(actor, [row.person_id for row in rows])
    names = worker_names(row.worker_id for row in rows)
    return [
        Pair(row.worker_id, names.get(row.worker_id, ""), "", views[row.person_id])
        for row in rows
        if row.person_id in views
    ]


def _views(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, PersonView]:
    return {view.id: view for view in views_of(actor, persons_for(actor).filter(id__in=ids))}


def how_many_look_so(community_id: UUID) -> int:
    """How many workers look as if they lived here, and nobody said yet."""
    return len({pair.worker.id for pair in proposals(community_id)})


def workers_to_choose(actor: Actor) -> list[Worker]:
    """Workers nobody said it of yet."""
    tied = said_same(actor.community_id).values("worker_id")
    workers = Worker.objects.filter(community_id=actor.community_id, left_at=None)
    return list(workers.exclude(id__in=list(tied.values_list("worker_id", flat=True))).order_by("name", "id"))


def people_like(actor: Actor, text: str) -> list[PersonView]:
    """People of the register by name, plate or number."""
    if not text.strip():
        return []
    result = search(by=actor, text=text, limit=10)
    behind: Any = persons_for(actor).filter(door_id__in=[door.id for door in result.doors])
    return list(result.persons) or views_of(actor, behind[:10])


def say(actor: Actor, fact: LivesHereFact) -> int:
    """Say it, and let the rounds of open days owe accordingly at once."""
    changed = say_who_lives_here(by=actor, facts=[fact])
    for day in access.days_for(actor).filter(state=TestDay.State.OPEN) if changed else ():
        for round_id in (day.door_round_id, day.centre_round_id):
            if round_id:
                refresh_round(by=actor, round_id=round_id)
    return changed
