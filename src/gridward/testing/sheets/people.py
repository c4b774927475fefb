"""People as they stand on paper: masked, unless somebody said what the names are needed for."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level
from gridward.audit.actions import announce
from gridward.households.actions.reveals import NO_PURPOSE
from gridward.households.ages import is_under_14
from gridward.households.models import Person
from gridward.households.purpose import Purpose
from gridward.households.sight import levels_of, views_of
from gridward.shared.problems import Problem
from gridward.vault.masks import mask_id, mask_name, mask_phone

ON_PAPER = (Group.IDENTITY, Group.ID, Group.PHONE)


@dataclass(frozen=True)
class OnPaper:
    """Name, ID number and the first phone of somebody, each masked or clear as it may be printed."""

    name: str
    id_number: str = ""
    phone: str = ""


def on_paper(actor: Actor, persons: Iterable[Person], is_clear: bool) -> dict[UUID, OnPaper]:
    """People by id; `is_clear` only after `write_down`, and then as far as the actor's role lets it see the whole."""
    alike: dict[frozenset[str], list[Person]] = {}
    for person in persons:
        alike.setdefault(_whole(actor, person) if is_clear else frozenset(), []).append(person)
    found: dict[UUID, OnPaper] = {}
    for groups, those in alike.items():
        for view in views_of(actor, those, opened_groups=groups):
            number = view.id_number or view.id_as_written
            phone = view.phones[0].number if view.phones else ""
            if is_clear:
                found[view.id] = OnPaper(view.name, number, phone)
            else:
                found[view.id] = OnPaper(_masked(view.name), mask_id(number), mask_phone(phone))
    return found


def _whole(actor: Actor, person: Person) -> frozenset[str]:
    levels = levels_of(actor, person, is_under_14(person))
    return frozenset(group for group in ON_PAPER if levels[group] >= Level.REVEAL)


def _masked(name: str) -> str:
    return name if "*" in name else mask_name(name)


@transaction.atomic
def write_down(*, by: Actor, day_id: UUID, purpose: str, how_many: int, deed: str = "sheet.printed") -> None:
    """One line of the log before anything is printed that names people. Raises households.no_purpose."""
    if purpose not in Purpose.values:
        raise Problem(NO_PURPOSE)
    announce(
        deed,
        community_id=by.community_id,
        by_id=by.worker_id,
        subject_id=day_id,
        purpose=purpose,
        how_many=how_many,
    )
