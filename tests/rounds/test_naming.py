"""Rounds whose dues are given by name: refreshing adds nobody and lets nobody go; what ended by name stays so."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.rounds.actions import (
    NamedDue,
    NamedRound,
    end_named_dues,
    open_named_rounds,
    refresh_round,
)
from gridward.rounds.models import Due, LeaveReason
from gridward.shared.ids import new_id
from gridward.shared.registries import checks
from tests.cast import Cast


def named(cast: Cast, *who: str) -> NamedRound:
    now = timezone.now()
    dues = tuple(NamedDue(cast.persons[name], cast.doors["3-101"], cast.areas[3]) for name in who)
    return NamedRound(new_id(), "点名复核", now, now + timedelta(hours=6), dues)


def test_only_those_named_are_owed_whatever_the_register_says(cast: Cast, chen: Actor) -> None:
    round_ = named(cast, "王小明", "李芳")
    assert open_named_rounds(by=chen, kind_code="person_check", rounds=[round_]) == 2
    assert open_named_rounds(by=chen, kind_code="person_check", rounds=[round_]) == 0
    assert refresh_round(by=chen, round_id=round_.id).added == 0
    assert Due.objects.of(cast.community_id).filter(round_id=round_.id, state="open").count() == 2
    assert list(checks["rounds.complete"].find(cast.community_id)) == []


def test_a_due_that_ended_by_name_is_not_opened_again(cast: Cast, chen: Actor) -> None:
    round_ = named(cast, "王小明")
    open_named_rounds(by=chen, kind_code="person_check", rounds=[round_])
    due = Due.objects.of(cast.community_id).get(round_id=round_.id)
    assert end_named_dues(by=chen, due_ids=[due.id], reason=LeaveReason.WITHDRAWN) == 1
    assert end_named_dues(by=chen, due_ids=[due.id], reason=LeaveReason.WITHDRAWN) == 0
    refresh_round(by=chen, round_id=round_.id)
    assert Due.objects.of(cast.community_id).get(id=due.id).state == "left"


def test_a_round_by_name_is_shown_to_those_it_concerns_alone(
    cast: Cast, chen: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    open_named_rounds(by=chen, kind_code="person_check", rounds=[named(cast, "王小明")])
    shown = {
        who: "点名复核" in signed_in_as(who).get("/").content.decode()
        for who in ("chen", "lin", "zhao", "rosa")
    }
    assert shown == {"chen": True, "lin": True, "zhao": False, "rosa": False}
