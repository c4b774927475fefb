"""Opening an operation from a pattern brings what it holds, once, and leaves it to its users."""

from collections.abc import Callable

import pytest
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.households.models import Category
from gridward.operations.actions import end_operation
from gridward.operations.models import Measure, ZoneLevel
from gridward.operations.patterns import PATTERNS
from gridward.operations.patterns.actions import bring_pattern, open_from_pattern
from gridward.operations.zones.actions import put_levels
from gridward.operations.zones.entries import LevelFact
from gridward.rounds.answers import answers_of
from gridward.rounds.models import RoundKind, Schedule
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.operations.facts import fact


@pytest.mark.parametrize("code", sorted(PATTERNS))
def test_every_pattern_can_be_brought_in_twice_and_is_there_once(cast: Cast, chen: Actor, code: str) -> None:
    assert bring_pattern(by=chen, code=code) > 0
    assert bring_pattern(by=chen, code=code) == 0
    levels = ZoneLevel.objects.of(cast.community_id).values_list("code", flat=True)
    assert set(levels) == {level.code for level in PATTERNS[code].levels}
    assert Measure.objects.of(cast.community_id).count() == len(PATTERNS[code].measures)


def test_a_flood_has_answers_for_warning_moving_counting_and_the_way_back(cast: Cast, chen: Actor) -> None:
    bring_pattern(by=chen, code="flood")
    kinds = {kind.code: kind for kind in RoundKind.objects.of(cast.community_id)}
    warning = {answer.code: answer.settles for answer in answers_of(kinds["flood_warning"])}
    assert warning == {"told": True, "called": True, "leaflet": False, "unanswered": False}
    assert kinds["move_out"].must_account
    assert [answer.asks for answer in answers_of(kinds["head_count"])] == [("number",)]


def test_a_heat_wave_brings_its_people_and_a_schedule_that_waits_to_be_switched_on(
    cast: Cast, chen: Actor
) -> None:
    bring_pattern(by=chen, code="heat")
    ids = set(
        Category.objects.of(cast.community_id)
        .filter(code__in=["alone", "frail"])
        .values_list("id", flat=True)
    )
    schedule = Schedule.objects.of(cast.community_id).get()
    assert set(schedule.scope["categories"]) == {str(id) for id in ids} and not schedule.is_on
    assert RoundKind.objects.of(cast.community_id).get(code="heat_visit").escalate_after_minutes == 120


def test_what_stands_under_the_same_code_is_left_as_it_is(cast: Cast, chen: Actor) -> None:
    put_levels(by=chen, facts=[LevelFact("high", "我们的高风险", "", 1, 4)])
    bring_pattern(by=chen, code="epidemic")
    assert ZoneLevel.objects.of(cast.community_id).get(code="high").name_zh == "我们的高风险"


@pytest.mark.parametrize("who", ["lin", "omar", "rosa"])
def test_nobody_else_brings_one_in(cast: Cast, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Problem) as caught:
        bring_pattern(by=request.getfixturevalue(who), code="flood")
    assert caught.value.code == "shared.not_yours"


def test_an_unknown_pattern_opens_nothing(max_: Actor) -> None:
    with pytest.raises(Problem) as caught:
        open_from_pattern(by=max_, fact=fact(), pattern="earthquake")
    assert caught.value.code == "operations.unknown_pattern"


def test_the_page_of_a_new_operation_says_what_its_pattern_says(
    cast: Cast, chen: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    end_operation(by=chen, operation_id=cast.operation_id, decision="结束")
    client = signed_in_as("chen")
    assert "防汛" in client.get("/settings/operation/edit/?pattern=flood").content.decode()
    said = {name: str(value) for name, value in fact(kind="flood").said().items()} | {"pattern": "flood"}
    assert client.post("/settings/operation/edit/", said).status_code == 302
    assert RoundKind.objects.of(cast.community_id).filter(code="move_out").exists()


def test_a_pattern_comes_into_an_operation_that_goes_on(
    cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    client = signed_in_as("chen")
    assert client.post("/settings/operation/pattern/", {"pattern": "heat"}).status_code == 302
    assert RoundKind.objects.of(cast.community_id).filter(code="heat_visit").exists()
