"""Two who write at once: nothing is lost, nobody is told something untrue, the history stays one line."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections

from gridward.facts.models import Change
from gridward.households import actions
from gridward.households.actions import CategoryFact, DoorFact, DoorStateFact, MarkFact, PersonFact
from gridward.households.models import Door, LookAlike, Mark, Person, PersonVersion
from gridward.households.proofs import rows_their_versions_deny
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Run the verbs in threads that begin together; the codes of those refused."""
    start, refused = Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        try:
            start.wait()
            verb()
        except Problem as problem:
            refused.append(problem.code)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def test_two_who_change_one_person_leave_one_history(cast: Cast) -> None:
    omar, lin, id = cast.actor("omar"), cast.actor("lin"), cast.persons["李芳"]
    refused = at_once(
        lambda: actions.put_persons(by=omar, persons=[PersonFact(id=id, remark="甲")]),
        lambda: actions.put_persons(by=lin, persons=[PersonFact(id=id, relation="配偶")]),
    )
    person = Person.objects.of(cast.community_id).get(id=id)
    assert not refused and person.relation == "配偶" and person.sealed_more
    believed = PersonVersion.objects.of(cast.community_id).filter(entity_id=id, known_to=None, true_to=None)
    assert believed.count() == 1
    assert list(rows_their_versions_deny(cast.community_id)) == []


def test_two_unanswered_visits_count_two(cast: Cast) -> None:
    fact, omar, lin = DoorStateFact(cast.doors["3-101"], "no_answer"), cast.actor("omar"), cast.actor("lin")
    at_once(*(lambda by=by: actions.set_door_states(by=by, states=[fact]) for by in (omar, lin)))
    assert cast.door("3-101").attempts == 2


def test_one_address_put_twice_at_once_makes_one_door(cast: Cast) -> None:
    fact = DoorFact(cast_id("building 3"), unit="7", room="701")
    refused = at_once(*(lambda: actions.put_doors(by=cast.actor("dora"), doors=[fact]) for _ in range(3)))
    assert not refused
    assert Door.objects.of(cast.community_id).filter(room="701").count() == 1


def test_one_mark_set_twice_at_once_makes_one_mark(cast: Cast) -> None:
    [id] = actions.add_category(
        by=cast.actor("dora"), categories=[CategoryFact("C", "C类", "person", "分类")]
    )
    mark = MarkFact(id, cast.persons["李芳"])
    assert not at_once(*(lambda: actions.set_marks(by=cast.actor("omar"), marks=[mark]) for _ in range(3)))
    assert Mark.objects.of(cast.community_id).count() == 1


def test_of_two_who_decide_at_once_one_is_told(cast: Cast) -> None:
    pair = LookAlike.objects.create(
        community_id=cast.community_id,
        person_id=cast.persons["李芳"],
        other_id=cast.persons["王小明"],
        reason="alike.sound",
    )
    lin = cast.actor("lin")
    refused = at_once(
        lambda: actions.decide_look_alike(by=lin, look_alike_id=pair.id, decision="same"),
        lambda: actions.decide_look_alike(by=lin, look_alike_id=pair.id, decision="different"),
    )
    assert len(refused) == 1 and refused[0] in {"households.look_alike_decided", "shared.not_found"}


def test_changes_are_numbered_without_a_gap_or_a_twin(cast: Cast) -> None:
    def put(n: int) -> Callable[[], object]:
        fact = PersonFact(cast.households["wang"], f"钱{n}")
        return lambda: actions.put_persons(by=cast.actor("omar"), persons=[fact])

    before = Change.objects.filter(community_id=cast.community_id).count()
    assert not at_once(*(put(n) for n in range(4)))
    assert Change.objects.filter(community_id=cast.community_id).count() == before + 4
