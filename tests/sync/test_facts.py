"""A call of a device: every fact answered by itself, repeating is safe, whatever can be read is kept."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gridward.accounts.actions import end_grants, revoke_devices
from gridward.accounts.models import Device, Grant
from gridward.facts.models import FactRefusal
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from gridward.sync import intake, wire
from gridward.testing.models import Sample
from tests.access.problems import assert_problem
from tests.cast import Cast
from tests.sync.device import Phone

PhoneOf = Callable[..., Phone]
Body = Callable[..., dict[str, Any]]


def test_what_was_sent_stands_with_device_and_both_clocks(phone_of: PhoneOf, body: Body, cast: Cast) -> None:
    phone = phone_of("chen", clock_off=timedelta(minutes=20))
    fact = phone.fact("sample", body("刘洋"))
    assert phone.send(fact) == [("accepted", "")]
    kept = Sample.objects.of(cast.community_id).get(id=fact["id"])
    assert (kept.device_id, kept.happened_at) == (phone.device.id, fact["happened_at"])
    assert abs(kept.corrected_at - timezone.now()) < timedelta(minutes=1)


def test_a_lost_answer_can_be_asked_for_again_in_both_ways(phone_of: PhoneOf, body: Body) -> None:
    phone = phone_of("chen")
    fact = phone.fact("sample", body("刘洋"))
    phone.send(fact)
    assert phone.send(fact) == [("duplicate", "")]
    assert phone.ask([fact["id"], new_id()]) == [("accepted", ""), ("unknown", "")]


def test_the_same_id_with_other_words_is_a_conflict(phone_of: PhoneOf, body: Body, cast: Cast) -> None:
    phone = phone_of("chen")
    fact = phone.fact("sample", body("刘洋"))
    assert phone.send(fact, fact | {"body": body("何秀英")}) == [
        ("accepted", ""),
        ("conflict", "testing.conflict"),
    ]
    assert Sample.objects.of(cast.community_id).count() == 1


def test_one_unreadable_fact_stops_none(phone_of: PhoneOf, body: Body, cast: Cast) -> None:
    phone = phone_of("chen")
    good = phone.fact("sample", body("刘洋"))
    bad = [
        phone.fact("sample", {"day_id": "yesterday"}),
        phone.fact("weather", {}),
        {"id": new_id(), "kind": "sample"},
        "nothing",
        phone.fact("sample", body("刘洋") | {"mood": "good"}),
    ]
    answers = phone.send(bad[0], bad[1], good, *bad[2:])
    assert [code for _, code in answers] == [
        "sync.unreadable",
        "sync.unknown_kind",
        "",
        *["sync.unreadable"] * 3,
    ]
    refused = FactRefusal.objects.of(cast.community_id)
    assert set(refused.values_list("fact_id", flat=True)) == {
        fact["id"] for fact in bad if isinstance(fact, dict)
    }
    assert phone.ask([bad[0]["id"]]) == [("refused", "sync.unreadable")]


def test_facts_of_many_kinds_come_in_one_call(phone_of: PhoneOf, body: Body, cast: Cast) -> None:
    phone = phone_of("chen")
    due = Due.objects.of(cast.community_id).get(subject_id=cast.persons["何秀英"])
    sealed = phone.fact("tube.sealed", {"tube": "T-0001"})
    outcome = phone.fact("outcome", {"due_id": due.id, "kind": "absent"})
    answers = phone.send(sealed, phone.fact("sample", body("刘洋")), outcome)
    assert answers == [("accepted", ""), ("accepted", ""), ("accepted", "")]


def test_a_clock_a_day_wrong_is_flagged_and_kept(phone_of: PhoneOf, body: Body, cast: Cast) -> None:
    phone = phone_of("chen", clock_off=timedelta(days=-1))
    assert phone.send(phone.fact("sample", body("刘洋"))) == [("flagged", "sync.clock_wrong")]
    kept = Sample.objects.of(cast.community_id).get()
    assert kept.corrected_at - kept.happened_at > timedelta(hours=23)
    assert Device.objects.of(cast.community_id).get().clock_offset == pytest.approx(-86400, abs=60)


def test_after_a_device_was_sent_away_only_what_it_saw_before_is_taken(
    phone_of: PhoneOf, body: Body, cast: Cast
) -> None:
    phone = phone_of("chen", clock_off=timedelta(hours=2))
    before = phone.fact("sample", body("刘洋"))
    revoke_devices(by=cast.actor("dora"), device_ids=[phone.device.id])
    after = phone.fact("sample", body("何秀英"), happened_at=phone.now + timedelta(minutes=5))
    assert phone.send(before, after) == [
        ("flagged", "sync.device_revoked"),
        ("refused", "sync.device_revoked"),
    ]


def test_rights_are_those_held_now_or_then(phone_of: PhoneOf, body: Body, cast: Cast) -> None:
    phone, reader = phone_of("chen"), phone_of("rosa")
    fact = phone.fact("sample", body("刘洋"), happened_at=phone.now - timedelta(hours=1))
    grants = Grant.objects.filter(worker_id=cast.workers["chen"])
    grants.update(since=timezone.now() - timedelta(days=1))
    end_grants(by=cast.actor("dora"), ids=[grant.id for grant in grants])
    assert phone.send(fact) == [("flagged", "testing.not_your_person")]
    assert reader.send(fact | {"id": new_id()}) == [("refused", "testing.not_your_person")]


def test_gzip_is_taken_as_far_as_it_is_not_too_much(phone_of: PhoneOf, body: Body) -> None:
    phone = phone_of("chen")
    call = wire.msgspec.json.encode({"sent_at": phone.now, "facts": [phone.fact("sample", body("刘洋"))]})
    headers = {"Content-Encoding": "gzip"}
    assert phone.post_bytes(gzip.compress(call), **headers).json()["answers"][0]["verdict"] == "accepted"
    bomb = gzip.compress(b" " * (wire.MOST_BYTES + 1))
    assert_problem(phone.post_bytes(bomb, **headers), 413, "sync.too_large")
    assert_problem(phone.post_bytes(b"no gzip", **headers), 422, "sync.unreadable_call")


def test_too_many_facts_are_sent_back_whole(phone_of: PhoneOf, cast: Cast) -> None:
    phone = phone_of("chen")
    assert_problem(phone.post(["x"] * (wire.MOST_FACTS + 1)), 413, "sync.too_large")
    assert not FactRefusal.objects.of(cast.community_id).exists()


@pytest.mark.parametrize("token", ["", "x", "Ä", "A" * 75, "A" * 76])
def test_without_a_token_of_ours_nothing_is_read(phone_of: PhoneOf, token: str) -> None:
    phone = phone_of("chen")
    phone.token = token
    assert_problem(phone.post([]), 401, "sync.no_token")


def test_a_token_with_another_secret_is_none(phone_of: PhoneOf) -> None:
    phone = phone_of("chen")
    phone.token = phone.token[:-4] + ("AAAA" if phone.token[-4:] != "AAAA" else "BBBB")
    assert_problem(phone.post([]), 401, "sync.no_token")


def test_who_calls_too_often_is_told_to_wait_and_loses_nothing(
    phone_of: PhoneOf, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = phone_of("chen")
    monkeypatch.setattr("gridward.sync.pace.pace.burst", 2.0)
    monkeypatch.setattr("gridward.sync.pace.pace.a_second", 0.01)
    fact = phone.fact("sample", body("刘洋"))
    phone.send(), phone.send()
    response = phone.post([fact])
    assert_problem(response, 429, "sync.slow_down")
    assert int(response["Retry-After"]) > 0
    monkeypatch.setattr("gridward.sync.pace.pace.a_second", 1e6)
    assert phone.send(fact) == [("accepted", "")]


def test_a_fact_that_breaks_the_verb_stops_none(
    phone_of: PhoneOf, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = phone_of("chen")
    facts = [phone.fact("sample", body(who)) for who in ("刘洋", "何秀英", "马兰")]
    kind = intake.fact_kinds["sample"]

    def keep(actor: Any, given: Any) -> Any:
        if any(fact.id == facts[1]["id"] for fact in given):
            raise ValueError("a fault of ours")
        return kind.keep(actor, given)

    broken = replace(kind, keep=keep)
    monkeypatch.setitem(intake.fact_kinds._parts, "sample", broken)
    answers = phone.send(*facts)
    assert answers[1] == ("refused", "sync.cannot_be_kept")
    assert "refused" not in (answers[0][0], answers[2][0])


def test_many_facts_cost_as_many_statements_as_few(phone_of: PhoneOf, body: Body) -> None:
    phone = phone_of("chen")
    phone.send(phone.fact("sample", body("王小明")))

    def statements(tube: str, who: list[str]) -> int:
        facts = [phone.fact("sample", body(name, tube)) for name in who]
        with CaptureQueriesContext(
            connection,
        ) as caught:
            phone.send(*facts)
        return len(caught)

    assert statements("T-1001", ["刘洋"]) == statements("T-1002", ["何秀英", "马兰", "单雄", "张国强"])


@pytest.mark.parametrize("kind", ["sample", "outcome", "tube.sealed"])
def test_a_conflict_is_found_when_its_answer_was_lost(
    phone_of: PhoneOf, body: Body, cast: Cast, kind: str
) -> None:
    due = Due.objects.of(cast.community_id).get(subject_id=cast.persons["何秀英"])
    phone, other = phone_of("chen"), phone_of("lin")
    phone.send(phone.fact("sample", body("何秀英")))
    said = {
        "sample": (body("刘洋"), body("马兰")),
        "outcome": ({"due_id": due.id, "kind": "absent"}, {"due_id": due.id, "kind": "refused"}),
        "tube.sealed": ({"tube": "T-0001"}, {"tube": "T-0002"}),
    }[kind]
    fact = phone.fact(kind, said[0])
    (first,) = phone.send(fact)
    assert phone.ask([fact["id"]]) == [first]
    (second,) = phone.send(fact | {"body": said[1]})
    assert second[0] == "conflict"
    assert phone.ask([fact["id"]]) == [second]
    assert other.ask([fact["id"]]) == [("unknown", "")]
    assert phone.send(fact) == [("duplicate", "")]


def test_a_conflict_with_the_record_of_another_is_found_by_whoever_sent_it(
    phone_of: PhoneOf, body: Body, cast: Cast
) -> None:
    due = Due.objects.of(cast.community_id).get(subject_id=cast.persons["王小明"])
    phone, other = phone_of("chen"), phone_of("omar")
    fact = phone.fact("outcome", {"due_id": due.id, "kind": "absent"})
    assert phone.send(fact) == [("accepted", "")]
    assert other.send(fact | {"body": {"due_id": due.id, "kind": "refused"}}) == [
        ("conflict", "rounds.conflict")
    ]
    assert other.ask([fact["id"]]) == [("conflict", "rounds.conflict")]
    assert phone.ask([fact["id"]]) == [("accepted", "")]
