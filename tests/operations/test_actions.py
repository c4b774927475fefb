"""Opening, amending and ending an operation."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.operations import actions
from gridward.operations.actions import OperationFact, amend_operation, end_operation, open_operation
from gridward.operations.models import Operation, OperationVersion
from gridward.operations.queries import open_operation_of
from gridward.shared.problems import Problem
from gridward.shared.registries import purposes
from tests.operations.facts import fact

pytestmark = pytest.mark.django_db


def refusal(call: object, **arguments: object) -> Problem:
    """The problem a verb answers with."""
    with pytest.raises(Problem) as caught:
        call(**arguments)  # type: ignore[operator]
    return caught.value


def test_an_opened_operation_is_the_purpose_of_its_community(max_: Actor) -> None:
    operation = open_operation(by=max_, fact=fact())
    assert [p.id for find in purposes if (p := find(max_.community_id))] == [operation.id]


def test_a_coordinator_may_open_one(chen: Actor, cast: object) -> None:
    end_operation(
        by=chen, operation_id=open_operation_of(chen.community_id).id, decision="演练指挥部决定结束"
    )
    assert open_operation(by=chen, fact=fact()).name == "九月疫情防控"


@pytest.mark.parametrize("who", ["lin", "omar", "rosa"])
def test_nobody_else_may_open_one(who: str, request: pytest.FixtureRequest) -> None:
    assert refusal(open_operation, by=request.getfixturevalue(who), fact=fact()).code == "shared.not_yours"


def test_each_field_that_says_nothing_is_named(max_: Actor) -> None:
    problem = refusal(open_operation, by=max_, fact=OperationFact(kind="flood", name="防汛", purpose="  "))
    assert problem.details["fields"] == [
        "purpose",
        "legal_basis",
        "deciding_body",
        "contact",
        "starts_on",
        "review_on",
        "retention_days",
        "impact_assessment",
    ]
    assert "法律依据" in problem.message and "用途" in problem.message


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"review_on": timezone.localdate() - timedelta(days=1)}, "operations.review_past"),
        ({"starts_on": timezone.localdate() + timedelta(days=30)}, "operations.review_past"),
        ({"retention_days": 0}, "operations.retention"),
        ({"kind": "war"}, "operations.unknown_kind"),
        ({"contact": "甲" * 101}, "operations.too_long"),
    ],
)
def test_what_makes_no_sense_is_refused(max_: Actor, said: dict[str, object], code: str) -> None:
    assert refusal(open_operation, by=max_, fact=fact(**said)).code == code


def test_a_second_open_operation_is_refused(max_: Actor) -> None:
    open_operation(by=max_, fact=fact())
    assert refusal(open_operation, by=max_, fact=fact(name="另一个")).code == "operations.already_open"


def test_the_database_itself_keeps_a_second_one_out(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    with pytest.raises(IntegrityError), transaction.atomic():
        Operation.objects.bulk_create([copy_of(row)])


def copy_of(row: Operation) -> Operation:
    """The same operation under another id."""
    names = [f.name for f in Operation._meta.concrete_fields if f.name != "id"]
    return Operation(**{name: getattr(row, name) for name in names})


def test_an_amendment_keeps_what_was_said_before(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    amend_operation(by=max_, operation_id=row.id, fact=fact(purpose="只核查住户人数"))
    versions = OperationVersion.objects.of(max_.community_id).filter(entity_id=row.id)
    assert {v.purpose for v in versions} == {fact().purpose, "只核查住户人数"}
    assert versions.get(known_to=None, true_to=None).purpose == "只核查住户人数"


def test_amending_with_the_same_words_writes_nothing(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    amend_operation(by=max_, operation_id=row.id, fact=fact())
    assert not Entry.objects.filter(community_id=max_.community_id, deed="operation.amended").exists()


def test_the_kind_of_an_operation_stays(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    answer = refusal(amend_operation, by=max_, operation_id=row.id, fact=fact(kind="flood"))
    assert answer.code == "operations.kind_stays"


def test_an_end_names_its_decision_and_leaves_no_purpose(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    ended = end_operation(by=max_, operation_id=row.id, decision=" 指挥部第5号令 ")
    assert (ended.end_decision, ended.ended_by_id) == ("指挥部第5号令", max_.worker_id)
    assert open_operation_of(max_.community_id) is None


def test_an_end_without_a_decision_is_refused(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    answer = refusal(end_operation, by=max_, operation_id=row.id, decision="  ")
    assert answer.code == "operations.no_decision"


def test_what_has_ended_is_neither_amended_nor_ended_again(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    end_operation(by=max_, operation_id=row.id, decision="决定")
    assert (
        refusal(end_operation, by=max_, operation_id=row.id, decision="x").code == "operations.already_ended"
    )
    assert (
        refusal(amend_operation, by=max_, operation_id=row.id, fact=fact()).code == "operations.already_ended"
    )


def test_a_stranger_finds_nothing_to_amend(chen: Actor, max_: Actor) -> None:
    row = open_operation_of(chen.community_id)
    assert (
        row and refusal(amend_operation, by=max_, operation_id=row.id, fact=fact()).code == "shared.not_found"
    )


def test_every_verb_leaves_one_line_in_the_log(max_: Actor) -> None:
    row = open_operation(by=max_, fact=fact())
    amend_operation(by=max_, operation_id=row.id, fact=fact(contact="社区值班室"))
    end_operation(by=max_, operation_id=row.id, decision="决定")
    deeds = Entry.objects.filter(community_id=max_.community_id, subject_id=row.id).order_by("seq")
    assert [e.deed for e in deeds] == ["operation.opened", "operation.amended", "operation.ended"]


def test_only_who_may_decide_is_shown_the_forms(chen: Actor, dora: Actor, rosa: Actor) -> None:
    assert [actions.may_decide(a) for a in (chen, dora, rosa)] == [True, True, False]
