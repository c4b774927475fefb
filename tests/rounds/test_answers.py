"""Rounds whose kind has answers of its own: what counts, what goes up at once, and who must be accounted for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.coverage.queries import counts_of
from gridward.facts.answers import Verdict
from gridward.rounds.actions import (
    KindFact,
    OutcomeFact,
    Scope,
    close_round,
    escalate,
    put_kind,
    record_outcomes,
    sign_off,
)
from gridward.rounds.answers import KindAnswer, answers_of, from_lines
from gridward.rounds.headcounts import head_counts, moved_to, shelters_of
from gridward.rounds.models import Due, Round, RoundKind
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id
from tests.rounds.ledger import Opener

MOVE = """
at_shelter | 已转移至安置点 | Moved to a shelter | moved | place
at_home | 在家，安全 | At home, safe | done |
nobody | 无人应答 | No answer | attempt
refused | 拒绝转移 | Refuses to go | refused | up
missing | 下落不明 | Unaccounted for | unaccounted | up
"""
COUNT = "counted | 已清点 | Counted | done | number"


@pytest.fixture
def moving(chen: Actor, begun: Opener) -> Round:
    """Everybody is to be moved out or found."""
    fact = KindFact(
        "move_out", "转移", "person", "Moving out", escalate_after_minutes=120, escalate_to="coordinator"
    )
    put_kind(by=chen, fact=KindFact(**{**fact.__dict__, "answers": from_lines(MOVE), "must_account": True}))
    return begun("move_out")


@pytest.fixture
def counting(chen: Actor, begun: Opener) -> Round:
    """The heads in one shelter are counted."""
    put_kind(by=chen, fact=KindFact("head_count", "清点", "place", "Head-count", answers=from_lines(COUNT)))
    return begun("head_count", scope=Scope(site_ids=(cast_id("site xinhe"),)))


def due_of(cast: Cast, round_: Round, subject: UUID) -> Due:
    return Due.objects.of(cast.community_id).get(round_id=round_.id, subject_id=subject)


def say(by: Actor, due: Due, answer: str, **said: Any) -> str:
    """One answer at a due; its verdict."""
    kinds = {"refused": "refused", "at_shelter": "done", "at_home": "done", "counted": "done"}
    kind = said.pop("kind", kinds.get(answer, "absent"))
    fact = OutcomeFact(new_id(), due.id, kind, how="seen" if kind == "done" else "", answer=answer, **said)
    return record_outcomes(by=by, facts=[fact])[0].verdict


def test_moved_to_a_shelter_settles_and_is_counted_apart(cast: Cast, chen: Actor, moving: Round) -> None:
    due = due_of(cast, moving, cast.persons["王小明"])
    assert say(chen, due, "at_shelter", place_id=cast_id("site xinhe")) == Verdict.ACCEPTED
    counts = counts_of(chen, moving)
    assert (counts.done, counts.moved, counts.unaccounted) == (1, 1, 0)


def test_an_attempt_leaves_the_due_open_and_the_register_alone(
    cast: Cast, chen: Actor, moving: Round
) -> None:
    say(chen, due_of(cast, moving, cast.persons["王小明"]), "nobody")
    due = due_of(cast, moving, cast.persons["王小明"])
    assert (due.state, due.meaning, due.attempts, due.escalated_at) == ("open", "attempt", 1, None)
    assert cast.door("3-101").state == "lived_in"


@pytest.mark.parametrize("answer", ["refused", "missing"])
def test_a_refusal_or_somebody_missing_goes_up_at_once(
    cast: Cast, omar: Actor, moving: Round, answer: str
) -> None:
    say(omar, due_of(cast, moving, cast.persons["王小明"]), answer)
    due = due_of(cast, moving, cast.persons["王小明"])
    assert (due.state, due.escalated_to_id) == ("open", cast.workers["chen"])


def test_no_answer_goes_up_after_the_time_the_kind_allows(cast: Cast, omar: Actor, moving: Round) -> None:
    say(omar, due_of(cast, moving, cast.persons["王小明"]), "nobody")
    assert escalate(timezone.now() + timedelta(minutes=119)) == 0
    assert escalate(timezone.now() + timedelta(minutes=121)) == 1


def test_found_later_counts_and_a_later_attempt_does_not_undo_it(
    cast: Cast, chen: Actor, moving: Round
) -> None:
    due = due_of(cast, moving, cast.persons["王小明"])
    say(chen, due, "missing")
    say(chen, due, "at_home")
    say(chen, due, "nobody")
    due = due_of(cast, moving, cast.persons["王小明"])
    assert (due.state, due.answer, due.meaning) == ("done", "at_home", "done")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("at_shelter", {}),
        ("at_shelter", {"place_id": cast_id("nowhere")}),
        ("fly", {}),
        ("at_home", {"kind": "absent"}),
    ],
)
def test_an_answer_that_does_not_fit_its_kind_is_not_kept(
    cast: Cast, chen: Actor, moving: Round, answer: str, said: Any
) -> None:
    assert say(chen, due_of(cast, moving, cast.persons["王小明"]), answer, **said) == Verdict.REFUSED


def test_a_plain_tap_is_no_answer_here(cast: Cast, chen: Actor, moving: Round) -> None:
    due = due_of(cast, moving, cast.persons["王小明"])
    assert (
        record_outcomes(by=chen, facts=[OutcomeFact(new_id(), due.id, "done", how="seen")])[0].verdict
        == "refused"
    )


def test_the_ledger_closes_only_when_everybody_is_accounted_for(
    cast: Cast, chen: Actor, moving: Round
) -> None:
    dues = list(Due.objects.of(cast.community_id).filter(round_id=moving.id).order_by("id"))
    for due in dues[2:]:
        say(chen, due, "at_home")
    say(chen, dues[0], "missing")
    say(chen, dues[1], "refused")
    with pytest.raises(Problem) as caught:
        sign_off(by=chen, due_ids=[dues[0].id], reason="unreachable")
    assert caught.value.code == "rounds.unaccounted"
    sign_off(by=chen, due_ids=[dues[1].id], reason="refused")
    with pytest.raises(Problem) as caught:
        close_round(by=chen, round_id=moving.id)
    assert caught.value.code == "rounds.open_dues"
    say(chen, dues[0], "at_home")
    said = close_round(by=chen, round_id=moving.id).statement
    assert {row["code"]: row["count"] for row in said["answers"]}["at_home"] == len(dues) - 1


def test_a_head_count_stands_against_those_moved_there(
    cast: Cast, chen: Actor, moving: Round, counting: Round
) -> None:
    for name in ("王小明", "李芳"):
        say(chen, due_of(cast, moving, cast.persons[name]), "at_shelter", place_id=cast_id("site xinhe"))
    due = due_of(cast, counting, cast_id("site xinhe"))
    assert say(chen, due, "counted") == Verdict.REFUSED
    say(chen, due, "counted", number=1)
    (row,) = head_counts(counting)
    assert (row.place, row.number, row.moved, row.difference, row.by) == ("信合小区", 1, 2, -1, "陈静")


def test_the_places_to_choose_are_those_of_the_open_head_count(cast: Cast, counting: Round) -> None:
    assert [name for _id, name in shelters_of(cast.community_id)] == ["信合小区"]


def test_the_way_back_is_owed_by_those_who_were_moved(
    cast: Cast, chen: Actor, moving: Round, begun: Opener
) -> None:
    say(chen, due_of(cast, moving, cast.persons["王小明"]), "at_shelter", place_id=cast_id("site xinhe"))
    back = begun("person_check", scope=Scope(moved_in=moving.id))
    (owed,) = Due.objects.of(cast.community_id).filter(round_id=back.id)
    assert owed.subject_id == cast.persons["王小明"]
    shelter = cast_id("site xinhe")
    assert moved_to(cast.community_id, [shelter]) == {shelter: 1}
    record_outcomes(by=chen, facts=[OutcomeFact(new_id(), owed.id, "done", how="seen")])
    assert moved_to(cast.community_id, [shelter]) == {}


def test_answers_are_written_one_a_line() -> None:
    answers = from_lines(MOVE)
    assert [answer.code for answer in answers] == ["at_shelter", "at_home", "nobody", "refused", "missing"]
    assert answers[0].asks == ("place",) and answers[3].goes_up


@pytest.mark.parametrize(
    "lines",
    ["just words", "a | 甲 | A | flying", "a | 甲 | A | attempt", "a | 甲 | A | done | up", MOVE + COUNT * 2],
)
def test_lines_that_make_no_answers_are_refused(lines: str) -> None:
    with pytest.raises(Problem) as caught:
        from_lines(lines)
    assert caught.value.code == "rounds.bad_answer"


def test_a_kind_keeps_its_answers(chen: Actor) -> None:
    answers = (KindAnswer("seen", "见到", "Seen", "done", "seen", ("note",)),)
    kind = put_kind(by=chen, fact=KindFact("heat", "高温走访", "person", answers=answers))
    assert kind.answers[0]["asks"] == ["note"]


def test_one_tap_at_the_door_says_one_answer(
    cast: Cast, moving: Round, signed_in_as: Callable[[str], Client]
) -> None:
    client, due = signed_in_as("omar"), due_of(cast, moving, cast.persons["王小明"])
    page = client.get(f"/mine/?round={moving.id}").content.decode()
    assert "已转移至安置点" in page and 'value="at_shelter"' in page
    tap = {"fact": new_id(), "tap": "at_shelter", "tile": "1"}
    wrong = client.post(f"/dues/{due.id}/record/", tap, HTTP_HX_REQUEST="true")
    assert wrong.status_code == 422 and "请先选择去处" in wrong.content.decode()
    right = client.post(
        f"/dues/{due.id}/record/", {**tap, "place": cast_id("site xinhe")}, HTTP_HX_REQUEST="true"
    )
    assert right.status_code == 200 and due_of(cast, moving, due.subject_id).meaning == "moved"


def test_the_page_of_a_head_count_names_who_counted(
    cast: Cast, chen: Actor, counting: Round, signed_in_as: Callable[[str], Client]
) -> None:
    say(chen, due_of(cast, counting, cast_id("site xinhe")), "counted", number=7)
    page = signed_in_as("chen").get(f"/rounds/{counting.id}/").content.decode()
    assert "陈静" in page and ">7<" in page


def test_answers_are_changed_row_by_row_and_keep_their_codes(
    cast: Cast, chen: Actor, moving: Round, signed_in_as: Callable[[str], Client]
) -> None:
    client = signed_in_as("chen")
    page = client.get("/settings/round-kinds/move_out/").content.decode()
    assert 'value="已转移至安置点"' in page
    rows = {"0_code": "at_shelter", "0_zh": "到安置点", "0_meaning": "moved", "0_place": "on"}
    rows |= {"1_zh": "没找到", "1_meaning": "unaccounted", "1_up": "on"}
    said = {"name_zh": "转移", "answers-rows": 2} | {f"answers-{name}": value for name, value in rows.items()}
    assert client.post("/settings/round-kinds/move_out/", said).status_code == 302
    kind = RoundKind.objects.of(cast.community_id).get(code="move_out")
    assert [(a.code, a.asks, a.goes_up) for a in answers_of(kind)] == [
        ("at_shelter", ("place",), False),
        ("answer_2", (), True),
    ]


def test_a_row_without_a_meaning_is_marked(chen: Actor, signed_in_as: Callable[[str], Client]) -> None:
    said = {"code": "k", "name_zh": "看望", "subject": "door", "answers-rows": 1, "answers-0_zh": "见到"}
    answer = signed_in_as("chen").post("/settings/round-kinds/new/", said)
    assert answer.status_code == 422 and "请选择这个回答的含义" in answer.content.decode()
