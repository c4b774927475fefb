"""What an actor sees of people: each field group clear, masked or not at all, by the one table of rights."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level, level
from gridward.households.ages import is_under_14
from gridward.households.bundles import opened
from gridward.households.identity import Phone
from gridward.households.models import Category, Door, Mark, Person
from gridward.vault.masks import mask_id, mask_name, mask_phone

MASK = "***"


@dataclass(frozen=True)
class PersonView:
    """A person as one actor may see them: texts are clear, masked or empty as `levels` says of their group.

    `categories` are the codes and names of the marks, empty where hidden; `can_reveal` names the groups that may be
    seen whole for a purpose.
    """

    id: UUID
    household_id: UUID
    door: Door
    levels: Mapping[str, Level]
    name: str = ""
    sex: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    phones: tuple[Phone, ...] = ()
    id_kind: str = ""
    id_number: str = ""
    id_as_written: str = ""
    id_state: str = ""
    registered_address: str = ""
    remark: str = ""
    moved_to: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    relation: str = ""
    is_head: bool = False
    is_tenant: bool = False
    whereabouts: str = ""
    whereabouts_from: date | None = None
    whereabouts_until: date | None = None
    is_minor: bool = False
    guardian_id: UUID | None = None
    categories: tuple[Category, ...] = ()
    order: int = 0
    flags: tuple[str, ...] = ()

    @property
    def can_reveal(self) -> tuple[str, ...]:
        """Field groups shown masked that may be seen whole for a purpose."""
        return tuple(group for group, held in self.levels.items() if held is Level.REVEAL)


def views_of(
    actor: Actor, persons: Iterable[Person], opened_groups: Collection[str] = (), *, at_task: bool = False
) -> list[PersonView]:
    """Views in the order of the persons; opens only what the actor may see, and asks for marks once.

    `opened_groups`: groups shown whole because a sight was logged; only `reveal` says so. `at_task`: see `level`.
    """
    shown = list(persons)
    prefetch_related_objects(
        [person for person in shown if not person._state.fields_cache.get("door")], "door"
    )
    marks = _marks_of(actor, [person.id for person in shown])
    whole = frozenset(opened_groups)
    return [_view(actor, person, marks.get(person.id, ()), whole, at_task) for person in shown]


def levels_of(actor: Actor, person: Person, is_minor: bool, at_task: bool = False) -> dict[str, Level]:
    """The level of each field group for this actor and person."""
    door = person.door
    return {
        group.value: level(
            actor,
            group,
            is_own_door=door.worker_id == actor.worker_id,
            is_in_own_area=door.area_id in actor.area_ids,
            is_minor=is_minor,
            at_task=at_task,
        )
        for group in Group
    }


def _marks_of(actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, tuple[Category, ...]]:
    marks = Mark.objects.of(actor.community_id).filter(subject_id__in=person_ids, is_on=True)
    found: dict[UUID, list[Category]] = {}
    for mark in marks.select_related("category").order_by("category__order", "category__code"):
        found.setdefault(mark.subject_id, []).append(mark.category)
    return {person_id: tuple(categories) for person_id, categories in found.items()}


def _view(
    actor: Actor,
    person: Person,
    categories: tuple[Category, ...],
    opened_groups: frozenset[str],
    at_task: bool,
) -> PersonView:
    is_minor = is_under_14(person)
    levels = levels_of(actor, person, is_minor, at_task)
    for group in opened_groups:
        levels[group] = Level.CLEAR
    values: dict[str, Any] = {
        **_identity(person, levels[Group.IDENTITY]),
        **_phones(person, levels[Group.PHONE]),
        **_document(person, levels[Group.ID]),
        **_more(person, levels[Group.MORE]),
    }
    if levels[Group.CATEGORY] is Level.CLEAR:
        values.update(
            categories=categories,
            whereabouts=person.whereabouts,
            whereabouts_from=person.whereabouts_from,
            whereabouts_until=person.whereabouts_until,
        )
    plain = ("id", "household_id", "door", "relation", "is_head", "is_tenant", "id_state", "order")
    values.update({name: getattr(person, name) for name in plain})
    return PersonView(levels=levels, is_minor=is_minor, flags=tuple(person.flags), **values)


def _identity(person: Person, how: Level) -> dict[str, Any]:
    if how is Level.HIDDEN:
        return {}
    held = opened(person, "identity")
    name = held.get("name", "")
    if how is not Level.CLEAR:
        return {"name": mask_name(name)}
    born = held.get("birth_date")
    return {
        "name": name,
        "sex": held.get("sex", ""),
        "birth_date": date.fromisoformat(born) if born else None,
        "birth_year": person.birth_year,
        "guardian_id": person.guardian_id,
    }


def _phones(person: Person, how: Level) -> dict[str, Any]:
    if how is Level.HIDDEN:
        return {}
    held = opened(person, "phones").get("phones", [])
    if how is Level.CLEAR:
        return {"phones": tuple(Phone(phone["number"], phone.get("note", "")) for phone in held)}
    return {"phones": tuple(Phone(mask_phone(phone["number"])) for phone in held)}


def _document(person: Person, how: Level) -> dict[str, Any]:
    if how is Level.HIDDEN:
        return {}
    held = opened(person, "ids")
    number, written = held.get("number", ""), held.get("as_written", "")
    if how is not Level.CLEAR:
        number, written = mask_id(number), MASK if written else ""
    return {"id_kind": held.get("kind", ""), "id_number": number, "id_as_written": written}


def _more(person: Person, how: Level) -> dict[str, Any]:
    if how is Level.HIDDEN:
        return {}
    held = opened(person, "more")
    shown = held if how is Level.CLEAR else dict.fromkeys(held, MASK)
    own = {name: shown.pop(name, "") for name in ("registered_address", "remark", "moved_to")}
    return {**own, "more": shown}
