"""Who is due, for a desk without a network: as much as finding a person needs, and no more."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.accounts.naming import worker_names
from gridward.households.access import persons_for
from gridward.households.search.readings import initials, readings_of
from gridward.households.sight import PersonView, views_of
from gridward.rounds.models import Due
from gridward.testing.finding.hits import last_samples
from gridward.testing.finding.looking import seer_of
from gridward.testing.ground import who_is_alone
from gridward.testing.models import Phase, TestDay
from gridward.vault.masks import mask_name

Row = dict[str, Any]


def dues_offline(actor: Actor) -> QuerySet[Due]:
    """What open days owe, for a sampler; nothing for others, who hold the people of their own doors."""
    dues: QuerySet[Due] = Due.objects.of(actor.community_id)
    if not actor.is_any_of(Role.SAMPLER):
        return dues.none()
    return dues.filter(round_id__in=[id for day in _open_days(actor) for id in _rounds(day)])


def _open_days(actor: Actor) -> list[TestDay]:
    return list(TestDay.objects.of(actor.community_id).filter(state=TestDay.State.OPEN).order_by("date"))


def _rounds(day: TestDay) -> dict[UUID, str]:
    rounds = ((day.door_round_id, Phase.DOOR), (day.centre_round_id, Phase.CENTRE))
    return {id: str(phase) for id, phase in rounds if id}


def rows_offline(actor: Actor, dues: Sequence[Due]) -> list[Row]:
    """A row a due: masked name, initials, plate and the last four, never a whole number and never a result.

    Of somebody who is not due any more only that is told. A constant number of statements.
    """
    days = {round_id: day for day in _open_days(actor) for round_id in _rounds(day)}
    ids = [due.subject_id for due in dues if due.state != Due.State.LEFT]
    persons = persons_for(seer_of(actor)).filter(id__in=ids)
    people = {view.id: view for view in views_of(seer_of(actor), persons)}
    workers = worker_names(set(ids) - people.keys())
    samples = last_samples(actor.community_id, ids)
    alone = {
        id for day in {d.id: d for d in days.values()} for id in who_is_alone(actor.community_id, day, ids)
    }
    rows = []
    for due in dues:
        row: Row = {"id": due.id, "state": due.state}
        if due.state != Due.State.LEFT:
            at, tube = samples.get(due.subject_id, (None, ""))
            day = days[due.round_id]
            row |= {"subject_id": due.subject_id, "day_id": day.id, "phase": _rounds(day)[due.round_id]}
            row |= {"is_alone": due.subject_id in alone, "last_tube": tube, "last_at": at}
            row |= _who(people.get(due.subject_id), workers.get(due.subject_id, ""))
        rows.append(row)
    return rows


def _who(view: PersonView | None, worker: str) -> Row:
    """Whom to look for; a child under 14 is found by plate and number alone."""
    name = view.name if view else worker
    is_open = bool(name) and "*" not in name
    return {
        "name": mask_name(name),
        "initials": sorted({initials(read) for read in readings_of(name)}) if is_open else [],
        "household_id": view.household_id if view else None,
        "plate": view.door.plate if view else "",
        "id4": _last_four(view) if view else "",
    }


def _last_four(view: PersonView) -> str:
    end = view.id_number[-4:]
    return end if len(view.id_number) > 9 and "*" not in end else ""
