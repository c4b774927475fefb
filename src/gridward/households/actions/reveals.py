"""Seeing the whole of what is masked: for a purpose from a list, and never unseen."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level
from gridward.audit.actions import announce
from gridward.households.access import persons_by_id
from gridward.households.ages import is_under_14
from gridward.households.purpose import Purpose
from gridward.households.sight import PersonView, levels_of, views_of
from gridward.shared.problems import NOT_YOURS, Problem, problem_code

NO_PURPOSE = problem_code(
    "households.no_purpose", 422, "Say what you need it for: choose a purpose from the list."
)


@transaction.atomic
def reveal(*, by: Actor, person_id: UUID, groups: Collection[str], purpose: str) -> PersonView:
    """The person with these field groups in clear, after one audit line with the purpose.

    Raises households.no_purpose, shared.not_found, and shared.not_yours where a group is not the actor's to see whole.
    """
    if purpose not in Purpose.values:
        raise Problem(NO_PURPOSE)
    person = persons_by_id(by, [person_id])[person_id]
    levels = levels_of(by, person, is_under_14(person))
    if not groups or not set(groups) <= set(Group) or any(levels[group] < Level.REVEAL for group in groups):
        raise Problem(NOT_YOURS)
    view = views_of(by, [person], opened_groups=groups)[0]
    announce(
        "person.revealed",
        community_id=by.community_id,
        by_id=by.worker_id,
        subject_id=person_id,
        purpose=purpose,
        how_many=len(set(groups)),
    )
    return view
