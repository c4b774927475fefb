"""Every verb × everybody: the table names who may, and is complete because it is compared with the verbs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.facts.said import EMPTY
from gridward.households import actions
from gridward.households.actions import (
    CategoryFact,
    DoorFact,
    DoorStateFact,
    GuardianFact,
    HouseholdFact,
    KindOfDoorState,
    MarkFact,
    PersonFact,
    WhereaboutsFact,
)
from gridward.households.models import Category, LookAlike
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
Verb = Callable[[Actor, Cast], Any]
OK, NOT_YOURS, NOT_FOUND = "", "shared.not_yours", "shared.not_found"
WHO = ("chen", "dora", "lin", "omar", "zhao", "rosa", "max")

# What is done at door 3-101, in Lin's area, Omar's to work; Zhao works elsewhere, Max is a stranger.
VERBS: dict[str, Verb] = {
    "add_category": lambda by, cast: actions.add_category(
        by=by, categories=[CategoryFact("D", "D类", "person", "分类")]
    ),
    "add_door_state": lambda by, cast: actions.add_door_state(
        by=by, states=[KindOfDoorState("shop", "商铺", "Shop")]
    ),
    "assign_doors": lambda by, cast: actions.assign_doors(
        by=by, worker_id=cast.workers["zhao"], door_ids=[cast.doors["3-101"]]
    ),
    "decide_look_alike": lambda by, cast: actions.decide_look_alike(
        by=by, look_alike_id=cast_id("pair"), decision="different"
    ),
    "give_plates": lambda by, cast: actions.give_plates(by=by, plates={cast.doors["3-101"]: "新-1"}),
    "move_household": lambda by, cast: actions.move_household(
        by=by, household_id=cast.households["wang"], to_door_id=cast.doors["3-102"]
    ),
    "put_doors": lambda by, cast: actions.put_doors(
        by=by, doors=[DoorFact(id=cast.doors["3-101"], walking_order=77)]
    ),
    "put_households": lambda by, cast: actions.put_households(
        by=by, households=[HouseholdFact(id=cast.households["wang"], number="1")]
    ),
    "put_persons": lambda by, cast: actions.put_persons(
        by=by, persons=[PersonFact(id=cast.persons["李芳"], remark="夜班")]
    ),
    "reveal": lambda by, cast: actions.reveal(
        by=by, person_id=cast.persons["李芳"], groups=["id"], purpose="care"
    ),
    "set_door_states": lambda by, cast: actions.set_door_states(
        by=by, states=[DoorStateFact(cast.doors["3-101"], "vacant")]
    ),
    "set_guardians": lambda by, cast: actions.set_guardians(
        by=by, guardians=[GuardianFact(cast.persons["王朵朵"], EMPTY)]
    ),
    "set_marks": lambda by, cast: actions.set_marks(
        by=by, marks=[MarkFact(cast_id("category"), cast.persons["李芳"])]
    ),
    "set_whereabouts": lambda by, cast: actions.set_whereabouts(
        by=by, whereabouts=[WhereaboutsFact(cast.persons["李芳"], "hospital")]
    ),
}
RECORD = (OK, OK, OK, OK, NOT_FOUND, NOT_YOURS, NOT_FOUND)
ASSIGN = (OK, NOT_YOURS, OK, NOT_YOURS, NOT_FOUND, NOT_YOURS, NOT_FOUND)
DEFINE = (OK, OK, NOT_YOURS, NOT_YOURS, NOT_YOURS, NOT_YOURS, OK)  # Max coordinates his own community
# Who gets which answer, in the order of WHO.
ANSWERS: dict[str, tuple[str, ...]] = {
    "add_category": DEFINE,
    "add_door_state": DEFINE,
    "assign_doors": ASSIGN,
    "decide_look_alike": RECORD,
    "give_plates": ASSIGN,
    "move_household": RECORD,
    "put_doors": (OK, OK, OK, NOT_YOURS, NOT_YOURS, NOT_YOURS, "households.unknown_building"),
    "put_households": (*RECORD[:6], "households.unknown_door"),
    "put_persons": (*RECORD[:6], "households.unknown_household"),
    "reveal": RECORD,
    "set_door_states": RECORD,
    "set_guardians": RECORD,
    "set_marks": (*RECORD[:6], "households.unknown_category"),
    "set_whereabouts": RECORD,
}


def test_every_verb_stands_in_the_table() -> None:
    verbs = {name for name in actions.__all__ if name[0].islower()}
    assert verbs == set(VERBS) == set(ANSWERS)


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_do_what(cast: Cast, verb: str) -> None:
    fields = {"code": "C", "name_zh": "C类", "subject": "person", "purpose": "分类"}
    Category.objects.create(community_id=cast.community_id, id=cast_id("category"), **fields)
    pair = {"person_id": cast.persons["李芳"], "other_id": cast.persons["王小明"], "reason": "alike.sound"}
    LookAlike.objects.create(community_id=cast.community_id, id=cast_id("pair"), **pair)
    answers = {who: answer(cast, verb, who) for who in WHO}
    assert answers == {
        who: (code, 0 if code or who == "max" else 1) for who, code in zip(WHO, ANSWERS[verb], strict=True)
    }


def answer(cast: Cast, verb: str, who: str) -> tuple[str, int]:
    """The code of the refusal, if any, and how many lines the audit log grew by; the deed is undone again."""
    log = Entry.objects.filter(community_id=cast.community_id)
    before, undo = log.count(), transaction.savepoint()
    try:
        VERBS[verb](cast.actor(who), cast)
        return OK, log.count() - before
    except Problem as problem:
        return problem.code, log.count() - before
    finally:
        transaction.savepoint_rollback(undo)
