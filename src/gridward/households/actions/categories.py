"""Categories and door states the community defines, and the marks it puts on."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.areas.actions import stamp_of
from gridward.audit.actions import announce
from gridward.households.access import households_by_id, persons_by_id
from gridward.households.actions.announcing import announced
from gridward.households.entries import CategoryFact, KindOfDoorState, MarkFact
from gridward.households.models import Category, DoorState
from gridward.households.texts import refuse_numbers
from gridward.households.writing import write_marks
from gridward.shared.ids import new_id
from gridward.shared.models import OwnedRow
from gridward.shared.problems import Problem, problem_code

REFUSED_CATEGORY = problem_code(
    "households.refused_category",
    422,
    "A category may not say anything about religion, ethnicity, politics or opinions: {name}.",
)
PURPOSELESS = problem_code(
    "households.purposeless", 422, "Say what the category is for: without a purpose it is not kept."
)
UNNAMED = problem_code("households.unnamed", 422, "Give it a code and a name.")
UNKNOWN_CATEGORY = problem_code("households.unknown_category", 422, "This category does not exist here.")
# Architecture, personal data: fields and categories a community adds cannot hold these.
NEVER = re.compile(
    r"宗教|信仰|信教|信佛|信众|佛教|道教|基督|天主教|伊斯兰|穆斯林|清真|教徒|信徒|邪教|民族|族别|汉族|回族|藏族|维吾尔|维族|蒙古族|满族|壮族|苗族"
    r"|政治|党员|党派|共青团|政审|上访|信访|缠访|闹访|维稳|思想|言论|评价|表现|态度|配合度|信用|失信|刺头|难缠"
    r"|religio|faith|buddhis|christia|muslim|islam|ethnic|nationalit|politic|party member|petition|opinion"
    r"|attitude|credit",
    re.IGNORECASE,
)


def refuse_forbidden(*names: str) -> None:
    """Raise households.refused_category for a name that speaks of religion, ethnicity, politics or opinions."""
    for name in names:
        if NEVER.search(name):
            raise Problem(REFUSED_CATEGORY, {"name": name})


@transaction.atomic
def add_category(*, by: Actor, categories: Sequence[CategoryFact]) -> list[UUID]:
    """Add or change classes and special groups by their code; ids in the order of the facts.

    Raises households.refused_category, households.purposeless, households.unnamed, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    for fact in categories:
        if not fact.code.strip() or not fact.name_zh.strip() or fact.subject not in Category.Subject.values:
            raise Problem(UNNAMED)
        if not fact.purpose.strip():
            raise Problem(PURPOSELESS)
        refuse_forbidden(fact.name_zh, fact.name_en, fact.purpose)
        refuse_numbers({"purpose": fact.purpose})
    codes = [fact.code for fact in categories]
    known = dict(Category.objects.of(by.community_id).filter(code__in=codes).values_list("code", "id"))
    ids = {code: known.get(code) or fact.id or new_id() for code, fact in zip(codes, categories, strict=True)}
    fields = ["name_zh", "name_en", "subject", "purpose", "ends_on", "order"]
    rows = {
        fact.code: Category(
            community_id=by.community_id,
            id=ids[fact.code],
            code=fact.code,
            **{name: getattr(fact, name) for name in fields},
        )
        for fact in categories
    }
    _upsert(Category, list(rows.values()), fields)
    _announce("category.put", by, list(rows.values()))
    return [ids[code] for code in codes]


@transaction.atomic
def add_door_state(*, by: Actor, states: Sequence[KindOfDoorState]) -> list[UUID]:
    """Add or change states a door can be in, by their code; raises households.unnamed, shared.not_yours."""
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    if not all(state.code.strip() and state.name_zh.strip() for state in states):
        raise Problem(UNNAMED)
    refuse_forbidden(*(state.name_zh for state in states), *(state.name_en for state in states))
    rows = put_door_states(by.community_id, states)
    _announce("door_state.put", by, rows)
    return [row.id for row in rows]


def put_door_states(community_id: UUID, states: Sequence[KindOfDoorState]) -> list[DoorState]:
    """Rows of door states, without rights or announcement: a new community is given five of them."""
    codes = [state.code for state in states]
    known = dict(DoorState.objects.of(community_id).filter(code__in=codes).values_list("code", "id"))
    fields = ["name_zh", "name_en", "is_lived_in", "needs_recheck", "order"]
    rows = [
        DoorState(
            community_id=community_id,
            id=known.get(state.code) or new_id(),
            code=state.code,
            **{name: getattr(state, name) for name in fields},
        )
        for state in states
    ]
    _upsert(DoorState, rows, fields)
    return rows


def _upsert(table: type[OwnedRow], rows: Sequence[OwnedRow], fields: list[str]) -> None:
    objects: Any = table.objects
    objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["community_id", "code"], update_fields=fields
    )


def _announce(deed: str, by: Actor, rows: Sequence[OwnedRow]) -> None:
    changed = [(deed.split(".")[0], row.id) for row in rows]
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed)


@transaction.atomic
def set_marks(
    *, by: Actor, marks: Sequence[MarkFact], at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Put categories on persons or households, or take them off; raises households.unknown_category, shared.not_found,
    shared.not_yours."""
    subjects = dict(
        Category.objects.with_ids(by.community_id, {m.category_id for m in marks}).values_list(
            "id", "subject"
        )
    )
    if any(mark.category_id not in subjects for mark in marks):
        raise Problem(UNKNOWN_CATEGORY)
    of_kind: dict[str, set[UUID]] = {"person": set(), "household": set()}
    for mark in marks:
        of_kind[subjects[mark.category_id]].add(mark.subject_id)
    persons_by_id(by, of_kind["person"], to="record")
    households_by_id(by, of_kind["household"], to="record")
    put = write_marks(by.community_id, marks, stamp_of(by, at, source))
    return announced("mark.set", by, ("mark", put))
