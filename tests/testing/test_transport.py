"""Boxes, hand-over and receipt: refused before the act, flagged after it, every tube accounted for by its code."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer, Verdict
from gridward.facts.models import FactConflict
from gridward.shared.ids import new_id
from gridward.testing.actions import seal_tubes
from gridward.testing.codes.reserving import codes_of, range_of, reserve_codes
from gridward.testing.models import Box, HandOver, HandOverLine, Receipt, TestDay, TubeEvent
from gridward.testing.steps import TubeFact
from gridward.testing.transport.boxing import box_tubes
from gridward.testing.transport.facts import BoxFact, HandOverFact, ReceiptFact
from gridward.testing.transport.handing import hand_over
from gridward.testing.transport.receiving import receive
from tests.cast import Cast
from tests.testing.day import Taker, tube

Boxer = Callable[..., Answer]


@pytest.fixture
def filled(take: Taker, chen: Actor) -> None:
    """Three tubes with somebody in each; the first two are sealed."""
    for who, code in (("刘洋", "T-0001"), ("何秀英", "T-0002"), ("马兰", "T-0003")):
        take(who, code, phase="door" if who == "马兰" else "centre")
    seal_tubes(by=chen, facts=[TubeFact(new_id(), code) for code in ("T-0001", "T-0002")])


def box(by: Actor, code: str, into: str = "箱1", **said: Any) -> Answer:
    is_before = said.pop("is_before", False)
    return box_tubes(by=by, facts=[BoxFact(id=new_id(), box=into, tube=code)], is_before=is_before)[0]


def give(by: Actor, day: TestDay, *boxes: str, is_before: bool = False, **said: Any) -> Answer:
    usual = {"id": new_id(), "carrier": "老周", "phone": "16300000009"}
    fact = HandOverFact(day_id=day.id, boxes=boxes, **(usual | said))
    return hand_over(by=by, facts=[fact], is_before=is_before)[0]


def states(cast: Cast) -> dict[str, str]:
    return dict(HandOverLine.objects.of(cast.community_id).values_list("code", "state"))


def test_a_sealed_tube_goes_into_a_box(filled: None, chen: Actor, cast: Cast) -> None:
    assert box(chen, "t-0001").verdict == Verdict.ACCEPTED
    made = Box.objects.of(cast.community_id).get()
    assert (made.code, tube(cast, "T-0001").box_id) == ("箱1", made.id)
    kept = TubeEvent.objects.of(cast.community_id).get(deed="boxed")
    assert (kept.reason, kept.by_id) == ("箱1", chen.worker_id)


def test_an_open_tube_is_refused_before_and_flagged_after(filled: None, chen: Actor, cast: Cast) -> None:
    answer = box(chen, "T-0003", is_before=True)
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, "testing.tube_not_sealed")
    assert Box.objects.of(cast.community_id).count() == 0
    answer = box(chen, "T-0003")
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, "testing.tube_not_sealed")
    assert tube(cast, "T-0003").box_id is not None


def test_a_tube_in_two_boxes_lies_where_it_was_seen_last(filled: None, chen: Actor, cast: Cast) -> None:
    box(chen, "T-0001", "A")
    assert box(chen, "T-0001", "B", is_before=True).code == "testing.in_another_box"
    assert box(chen, "T-0001", "B").verdict == Verdict.FLAGGED
    assert tube(cast, "T-0001").box_id == Box.objects.of(cast.community_id).get(code="B").id


def test_two_boxes_for_one_tube_in_one_call_are_noticed(filled: None, chen: Actor) -> None:
    facts = [BoxFact(id=new_id(), box=code, tube="T-0001") for code in ("A", "B")]
    assert [a.verdict for a in box_tubes(by=chen, facts=facts)] == [Verdict.ACCEPTED, Verdict.FLAGGED]


def test_the_same_boxing_twice_does_nothing_and_another_is_a_conflict(
    filled: None, chen: Actor, cast: Cast
) -> None:
    fact = BoxFact(id=new_id(), box="A", tube="T-0001")
    answers = box_tubes(by=chen, facts=[fact, fact, replace(fact, box="B")])
    assert [a.verdict for a in answers] == [Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.CONFLICT]
    assert FactConflict.objects.of(cast.community_id).count() == 1
    assert tube(cast, "T-0001").box_id == Box.objects.of(cast.community_id).get(code="A").id


@pytest.mark.parametrize(("who", "code"), [("rosa", "shared.not_yours"), ("omar", "shared.not_yours")])
def test_who_does_not_handle_the_tube_boxes_it_not(filled: None, cast: Cast, who: str, code: str) -> None:
    assert box(cast.actor(who), "T-0001").code == code


@pytest.mark.parametrize("typed", ["T-0404", "", "T_1"])
def test_a_tube_nobody_knows_goes_into_no_box(filled: None, chen: Actor, typed: str) -> None:
    assert box(chen, typed).verdict == Verdict.REFUSED


def test_a_hand_over_lists_every_tube_and_both_names(
    filled: None, chen: Actor, cast: Cast, day: TestDay
) -> None:
    box(chen, "T-0001"), box(chen, "T-0002")
    assert give(chen, day, "箱1", counted=2).verdict == Verdict.ACCEPTED
    kept = HandOver.objects.of(cast.community_id).get()
    assert kept.by_id == chen.worker_id and "老周" not in repr(bytes(kept.sealed_carrier))
    assert states(cast) == {"T-0001": "on_the_way", "T-0002": "on_the_way"}
    assert {tube(cast, code).state for code in states(cast)} == {"handed_over"}
    assert Box.objects.of(cast.community_id).get().state == "handed_over"
    assert TubeEvent.objects.of(cast.community_id).filter(deed="handed_over").count() == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"counted": 3}, "testing.count_differs"),
        ({"tubes": ("T-0003",)}, "testing.tube_not_sealed"),
        ({"tubes": ("T-0404",)}, "testing.unknown_tubes"),
    ],
)
def test_what_is_odd_about_a_hand_over_refuses_before_and_flags_after(
    filled: None, chen: Actor, cast: Cast, day: TestDay, said: dict[str, Any], code: str
) -> None:
    box(chen, "T-0001")
    answer = give(chen, day, "箱1", is_before=True, **said)
    assert (answer.verdict, answer.code, HandOver.objects.of(cast.community_id).count()) == (
        "refused",
        code,
        0,
    )
    answer = give(chen, day, "箱1", **said)
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, code)
    assert HandOver.objects.of(cast.community_id).get().owner_id == chen.worker_id


def test_a_box_goes_once(filled: None, chen: Actor, day: TestDay) -> None:
    box(chen, "T-0001")
    give(chen, day, "箱1")
    assert give(chen, day, "箱1").code == "testing.box_gone"
    assert box(chen, "T-0001", "B", is_before=True).code == "testing.tube_gone"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"carrier": ""}, "testing.step_unreadable"),
        ({"boxes": ()}, "testing.step_unreadable"),
        ({"boxes": ("空箱",)}, "testing.nothing_to_hand_over"),
        ({"carrier_id": UUID(int=5)}, "shared.not_found"),
    ],
)
def test_a_hand_over_of_nothing_or_to_nobody_is_refused(
    filled: None, chen: Actor, day: TestDay, said: dict[str, Any], code: str
) -> None:
    box(chen, "T-0001")
    assert give(chen, day, *said.pop("boxes", ("箱1",)), **said).code == code


@pytest.fixture
def on_the_way(filled: None, chen: Actor, day: TestDay, cast: Cast) -> HandOver:
    """Two tubes with a carrier."""
    box(chen, "T-0001"), box(chen, "T-0002")
    give(chen, day, "箱1")
    return HandOver.objects.of(cast.community_id).get()


def take_in(by: Actor, sent: HandOver, *codes: str, **said: Any) -> Answer:
    tubes = codes or None
    fact = ReceiptFact(id=new_id(), hand_over_id=sent.id, tubes=tubes, receiver="实验室孙工", **said)
    return receive(by=by, facts=[fact])[0]


def test_all_received_is_one_tap(on_the_way: HandOver, chen: Actor, cast: Cast) -> None:
    assert take_in(chen, on_the_way).verdict == Verdict.ACCEPTED
    assert set(states(cast).values()) == {"received"}
    assert tube(cast, "T-0001").state == "received"
    kept = Receipt.objects.of(cast.community_id).get()
    assert (kept.received, kept.missing, kept.extra) == (2, 0, 0)
    assert "孙工" not in repr(bytes(kept.sealed_receiver))


def test_what_is_missing_or_extra_is_flagged_by_code_and_may_turn_up(
    on_the_way: HandOver, chen: Actor, cast: Cast
) -> None:
    answer = take_in(chen, on_the_way, "T-0001", "T-0003", "X-9999")
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, "testing.tubes_missing")
    expected = {"T-0001": "received", "T-0002": "missing", "T-0003": "extra", "X-9999": "extra"}
    assert states(cast) == expected
    assert (tube(cast, "T-0002").state, tube(cast, "T-0003").state) == ("handed_over", "received")
    assert take_in(chen, on_the_way, "T-0002").verdict == Verdict.ACCEPTED
    assert states(cast) == expected | {"T-0002": "received"}
    assert tube(cast, "T-0002").state == "received"
    assert TubeEvent.objects.of(cast.community_id).filter(deed="received").count() == 3


def test_the_same_receipt_twice_does_nothing(on_the_way: HandOver, chen: Actor, cast: Cast) -> None:
    fact = ReceiptFact(id=new_id(), hand_over_id=on_the_way.id)
    assert [a.verdict for a in receive(by=chen, facts=[fact, fact])] == ["accepted", "duplicate"]
    assert receive(by=chen, facts=[replace(fact, receiver="别人")])[0].verdict == Verdict.CONFLICT
    assert Receipt.objects.of(cast.community_id).count() == 1


@pytest.mark.parametrize("who", ["omar", "lin", "rosa"])
def test_only_the_laboratory_and_who_coordinates_receive(on_the_way: HandOver, cast: Cast, who: str) -> None:
    assert take_in(cast.actor(who), on_the_way).code == "shared.not_yours"


def test_a_hand_over_next_door_is_not_found(on_the_way: HandOver, max_: Actor) -> None:
    assert take_in(max_, on_the_way).code == "shared.not_found"


def test_many_facts_take_as_many_statements_as_few(filled: None, chen: Actor, day: TestDay) -> None:
    def statements(codes: list[str]) -> list[int]:
        counted = []
        boxes = [BoxFact(id=new_id(), box=f"箱{code}", tube=code) for code in codes]
        sheets = [
            HandOverFact(id=new_id(), day_id=day.id, boxes=(fact.box,), carrier="老周") for fact in boxes
        ]
        receipts = [ReceiptFact(id=new_id(), hand_over_id=sheet.id) for sheet in sheets]
        for verb, facts in ((box_tubes, boxes), (hand_over, sheets), (receive, receipts)):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                answers = verb(by=chen, facts=facts)  # type: ignore[operator]
            assert {answer.verdict for answer in answers} == {Verdict.ACCEPTED}
            counted.append(len(captured))
        return counted

    assert statements(["T-0001"]) == statements(_sealed(chen, day, 60))


def _sealed(by: Actor, day: TestDay, count: int) -> list[str]:
    from gridward.testing.actions import open_tubes

    codes = [f"M-{n:04}" for n in range(count)]
    open_tubes(by=by, facts=[TubeFact(new_id(), code, day.id, "centre", capacity=10) for code in codes])
    seal_tubes(by=by, facts=[TubeFact(new_id(), code) for code in codes])
    return codes


def test_no_two_printed_sheets_carry_one_code(cast: Cast, chen: Actor) -> None:
    runs = [reserve_codes(by=chen, count=count) for count in (10, 1, 20)]
    codes = [code for run in runs for code in run.codes]
    assert len(set(codes)) == 31
    again = reserve_codes(by=chen, count=20, id=runs[2].range.id)
    assert again.codes == runs[2].codes
    given = range_of(chen, runs[0].range.id)
    assert given is not None and codes_of(given).codes == runs[0].codes
