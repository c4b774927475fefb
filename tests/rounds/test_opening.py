"""Opening and refreshing: a round is a rule, not a snapshot."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor, system_actor
from gridward.facts.versions import Stamp, write
from gridward.households.entries import MarkFact
from gridward.households.models import Category, Person
from gridward.households.writing import write_marks
from gridward.rounds.actions import Scope, open_round, refresh_open_rounds, refresh_round
from gridward.rounds.models import Due, Round, RoundKind
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.rounds.ledger import Finder, Opener, Recorder

NOW = timezone.now()
WINDOW = {"opens_at": NOW, "closes_at": NOW + timedelta(days=1)}


def dues(round_: Round) -> list[Due]:
    return list(Due.objects.of(round_.community_id).filter(round_id=round_.id))


def change_door(cast: Cast, name: str, **said: object) -> None:
    door = cast.door(name)
    for field, value in said.items():
        setattr(door, field, value)
    write([door], Stamp(cast.founder_id, "test"))


def test_a_round_owes_one_due_to_every_door(cast: Cast, verification: Round) -> None:
    assert {due.door_id for due in dues(verification)} == set(cast.doors.values())


def test_a_due_stands_under_the_doors_area_and_worker(cast: Cast, due_at: Finder) -> None:
    due = due_at("3-101")
    assert (due.area_id, due.worker_id, due.state) == (cast.areas[3], cast.workers["omar"], "open")


def test_opening_the_same_id_twice_opens_one_round(chen: Actor, cast: Cast) -> None:
    words = {"kind_code": "visit", "name": "走访", "scope": Scope(), "id": new_id(), **WINDOW}
    first, second = open_round(by=chen, **words), open_round(by=chen, **words)
    assert first.id == second.id
    assert len(dues(first)) == len(cast.doors)


def test_the_same_id_with_other_words_is_refused(chen: Actor) -> None:
    words = {"kind_code": "visit", "scope": Scope(), "id": new_id(), **WINDOW}
    open_round(by=chen, name="走访", **words)
    with pytest.raises(Problem) as refused:
        open_round(by=chen, name="再走访", **words)
    assert refused.value.code == "rounds.id_taken"


def test_a_scope_by_area_leaves_other_areas_out(begun: Opener, cast: Cast) -> None:
    round_ = begun(scope=Scope(area_ids=(cast.areas[3],)))
    assert {due.area_id for due in dues(round_)} == {cast.areas[3]}


def test_a_scope_by_door_state_leaves_other_states_out(begun: Opener, cast: Cast) -> None:
    round_ = begun(scope=Scope(door_states=("under_construction",)))
    assert [due.door_id for due in dues(round_)] == [cast.doors["site-1"]]


def a_category(cast: Cast, *subjects: UUID) -> UUID:
    id = new_id()
    words = {"code": "C", "name_zh": "丙类", "subject": "person", "purpose": "演练"}
    Category.objects.bulk_create([Category(community_id=cast.community_id, id=id, **words)])
    write_marks(cast.community_id, [MarkFact(id, s) for s in subjects], Stamp(cast.founder_id, "test"))
    return id


def test_a_scope_by_category_takes_marked_persons_and_those_of_marked_households(
    begun: Opener, cast: Cast
) -> None:
    category = a_category(cast, cast.persons["单雄"], cast.households["wang"])
    round_ = begun("person_check", scope=Scope(category_ids=(category,)))
    named = {cast.persons[name] for name in ("单雄", "王小明", "李芳", "王朵朵")}
    assert {due.subject_id for due in dues(round_)} == named


def test_a_scope_by_category_takes_the_doors_of_the_marked(begun: Opener, cast: Cast) -> None:
    category = a_category(cast, cast.persons["单雄"])
    round_ = begun(scope=Scope(category_ids=(category,)))
    assert [due.door_id for due in dues(round_)] == [cast.doors["3-201"]]


def test_a_round_over_places_owes_one_due_a_site(begun: Opener, cast: Cast) -> None:
    assert len(dues(begun("disinfection"))) == 3


def test_a_leader_opens_only_within_the_own_areas(begun: Opener, lin: Actor, cast: Cast) -> None:
    assert begun(by=lin, scope=Scope(area_ids=(cast.areas[3],))).opened_by_id == lin.worker_id
    for scope in (Scope(), Scope(area_ids=(cast.areas[2], cast.areas[3]))):
        with pytest.raises(Problem) as refused:
            begun(by=lin, scope=scope)
        assert refused.value.code == "shared.not_yours"


@pytest.mark.parametrize("who", ["omar", "rosa", "dora"])
def test_others_open_no_round(begun: Opener, cast: Cast, who: str) -> None:
    with pytest.raises(Problem) as refused:
        begun(by=cast.actor(who))
    assert refused.value.code == "shared.not_yours"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"closes_at": NOW - timedelta(days=9)}, "rounds.bad_window"),
        ({"name": "  "}, "rounds.nameless"),
        ({"kind": "nonsense"}, "rounds.unknown_kind"),
    ],
)
def test_nonsense_is_refused(begun: Opener, said: dict[str, object], code: str) -> None:
    with pytest.raises(Problem) as refused:
        begun(**said)
    assert refused.value.code == code


def test_a_new_door_gets_a_due_at_refresh(cast: Cast, chen: Actor, verification: Round) -> None:
    door = cast.door("3-101")
    door.id, door.address_key, door.plate = new_id(), "new", ""
    write([door], Stamp(cast.founder_id, "test"))
    assert refresh_round(by=chen, round_id=verification.id).added == 1
    assert door.id in {due.door_id for due in dues(verification)}


def test_a_refresh_without_change_changes_nothing(chen: Actor, verification: Round) -> None:
    assert refresh_round(by=chen, round_id=verification.id).total == 0


def test_a_person_who_moved_away_leaves_with_the_reason(cast: Cast, chen: Actor, begun: Opener) -> None:
    round_ = begun("person_check")
    move(cast, "何秀英", "moved")
    assert refresh_round(by=chen, round_id=round_.id).left == 1
    due = Due.objects.of(cast.community_id).get(round_id=round_.id, subject_id=cast.persons["何秀英"])
    assert (due.state, due.reason) == ("left", "moved")


def move(cast: Cast, name: str, whereabouts: str) -> None:
    person = Person.objects.of(cast.community_id).get(id=cast.persons[name])
    person.whereabouts = whereabouts
    write([person], Stamp(cast.founder_id, "test"))


def test_a_person_who_came_back_is_owed_again(cast: Cast, chen: Actor, begun: Opener) -> None:
    round_ = begun("person_check")
    for where in ("away", "home"):
        move(cast, "何秀英", where)
        refreshed = refresh_round(by=chen, round_id=round_.id)
    assert (refreshed.returned, refreshed.left) == (1, 0)
    due = Due.objects.of(cast.community_id).get(round_id=round_.id, subject_id=cast.persons["何秀英"])
    assert (due.state, due.reason, due.settled_at) == ("open", "", None)


def test_an_open_due_passes_to_the_present_worker_and_area(
    cast: Cast, chen: Actor, verification: Round, due_at: Finder
) -> None:
    change_door(cast, "3-101", worker_id=cast.workers["zhao"], area_id=cast.areas[2])
    assert refresh_round(by=chen, round_id=verification.id).passed == 1
    due = due_at("3-101")
    assert (due.worker_id, due.area_id) == (cast.workers["zhao"], cast.areas[2])


def test_a_door_without_worker_passes_to_nobody(
    cast: Cast, chen: Actor, verification: Round, due_at: Finder
) -> None:
    change_door(cast, "3-101", worker_id=None)
    refresh_round(by=chen, round_id=verification.id)
    assert due_at("3-101").worker_id is None


def test_a_done_due_keeps_its_worker(
    cast: Cast, chen: Actor, verification: Round, due_at: Finder, record: Recorder
) -> None:
    record("3-101")
    change_door(cast, "3-101", worker_id=cast.workers["zhao"])
    refresh_round(by=chen, round_id=verification.id)
    assert due_at("3-101").worker_id == cast.workers["omar"]


def test_an_attempt_does_not_push_its_own_due_out_of_the_scope(
    cast: Cast, chen: Actor, omar: Actor, begun: Opener, due_at: Finder
) -> None:
    from gridward.rounds.actions import OutcomeFact, record_outcomes

    round_ = begun(scope=Scope(door_states=("lived_in",)))
    record_outcomes(by=omar, facts=[OutcomeFact(new_id(), due_at("3-101", round_).id, "absent")])
    assert cast.door("3-101").state == "no_answer"
    assert refresh_round(by=chen, round_id=round_.id).left == 0


def test_a_door_that_turns_out_vacant_before_any_visit_leaves_a_round_over_lived_in_doors(
    cast: Cast, chen: Actor, begun: Opener
) -> None:
    round_ = begun(scope=Scope(door_states=("lived_in",)))
    change_door(cast, "3-101", state="vacant")
    assert refresh_round(by=chen, round_id=round_.id).left == 1


def test_the_job_refreshes_after_the_register_changed(
    cast: Cast, dora: Actor, verification: Round, due_at: Finder
) -> None:
    from gridward.audit.actions import announce

    assert refresh_open_rounds() == 0
    change_door(cast, "3-101", worker_id=cast.workers["zhao"])
    announce("door.assigned", community_id=cast.community_id, by_id=dora.worker_id)
    assert refresh_open_rounds() == 1
    assert refresh_open_rounds() == 0
    assert due_at("3-101").worker_id == cast.workers["zhao"]


def test_opening_takes_as_many_statements_for_one_door_as_for_all(
    begun: Opener, cast: Cast, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(45) as few:  # type: ignore[operator]
        begun(scope=Scope(door_states=("under_construction",)))
    with django_assert_max_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        begun()


def test_a_new_community_has_kinds_of_round(cast: Cast) -> None:
    kinds = RoundKind.objects.of(cast.community_id).values_list("code", "subject")
    assert dict(kinds) == {
        "verification": "door",
        "visit": "door",
        "person_check": "person",
        "disinfection": "place",
    }


def test_the_system_may_refresh(cast: Cast, verification: Round) -> None:
    assert refresh_round(by=system_actor(cast.community_id), round_id=verification.id).total == 0
