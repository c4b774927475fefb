"""Kinds of round are data: added and changed by the community, without touching rounds that stand."""

import pytest
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.rounds.actions import KindFact, put_kind
from gridward.rounds.models import RoundKind
from gridward.shared.problems import Problem

pytestmark = pytest.mark.django_db
PATROL = KindFact(
    "night_patrol", "夜间巡逻", "place", "Night patrol", escalate_after_minutes=60, escalate_to="coordinator"
)


def refusal(by: Actor, fact: KindFact) -> str:
    with pytest.raises(Problem) as refused:
        put_kind(by=by, fact=fact)
    return refused.value.code


def test_a_coordinator_adds_a_kind(chen: Actor) -> None:
    kind = put_kind(by=chen, fact=PATROL)
    assert RoundKind.objects.of(chen.community_id).get(code="night_patrol").id == kind.id


def test_the_same_kind_again_changes_nothing(chen: Actor) -> None:
    put_kind(by=chen, fact=PATROL)
    put_kind(by=chen, fact=PATROL)
    assert Entry.objects.filter(community_id=chen.community_id, deed="round_kind.put").count() == 1


def test_a_kind_is_renamed_under_its_code(dora: Actor) -> None:
    put_kind(by=dora, fact=KindFact("visit", "每日走访", "door"))
    kind = RoundKind.objects.of(dora.community_id).get(code="visit")
    assert (kind.name_zh, kind.escalate_after_minutes) == ("每日走访", None)


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (KindFact("Night", "夜", "door"), "rounds.bad_kind_code"),
        (KindFact("night", " ", "door"), "rounds.kind_nameless"),
        (KindFact("visit", "走访", "person"), "rounds.subject_stays"),
        (KindFact("night", "夜", "door", escalate_after_minutes=5), "rounds.half_escalation"),
        (KindFact("night", "夜", "door", escalate_to="coordinator"), "rounds.half_escalation"),
    ],
)
def test_nonsense_is_refused_with_what_to_do(chen: Actor, fact: KindFact, code: str) -> None:
    assert refusal(chen, fact) == code


@pytest.mark.parametrize("name", ["lin", "omar", "rosa"])
def test_others_define_no_kinds(name: str, request: pytest.FixtureRequest) -> None:
    assert refusal(request.getfixturevalue(name), PATROL) == "shared.not_yours"


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(signed_in_as) -> None:
    said = {"code": "night", "name_zh": "夜间巡逻", "subject": "place", "escalate_after_minutes": "60"}
    answer = signed_in_as("chen").post(reverse("round_kind_new"), said)
    assert answer.status_code == 422 and "夜间巡逻" in answer.text


def test_the_page_changes_a_kind(signed_in_as, chen: Actor) -> None:
    url = reverse("round_kind_edit", args=["visit"])
    assert signed_in_as("chen").post(url, {"name_zh": "走访慰问"}).status_code == 302
    assert RoundKind.objects.of(chen.community_id).get(code="visit").name_zh == "走访慰问"
