"""Two rounds beside each other, settled by another room's act: everybody owes one due in both together."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from gridward.accounts.actions import end_workers
from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.answers import Verdict
from gridward.facts.clock import last_number
from gridward.facts.versions import Stamp, write
from gridward.households.models import Person
from gridward.rounds import heirs
from gridward.rounds.actions import (
    AnyOf,
    KindFact,
    OutcomeFact,
    Scope,
    put_kind,
    record_outcomes,
    refresh_open_rounds,
    refresh_round,
)
from gridward.rounds.checks import find_subjects_without_due, find_unfounded_states
from gridward.rounds.choices import choices_for, scope_words
from gridward.rounds.models import Due, Round
from gridward.rounds.tiles import tiles_of
from gridward.shared.ids import derived_id, new_id
from gridward.shared.registries import Recorder, recorders, round_exemptions
from tests.cast import NARROW, Cast
from tests.rounds.ledger import Opener
from tests.rounds.test_opening import a_category

FIRST, REST = derived_id("first"), derived_id("rest")
SPOON = "spoon"


@pytest.fixture
def spoon(chen: Actor) -> Iterator[str]:
    """A kind of round that a room called spoon settles."""
    put_kind(by=chen, fact=KindFact("spoon", "喂药", "person", recorded_by=SPOON))
    recorders.register(
        SPOON, Recorder("Give it", lambda due: f"/spoon/{due.door_id}/" if due.door_id else "")
    )
    yield SPOON
    recorders._parts.pop(SPOON)


@pytest.fixture
def pair(begun: Opener, cast: Cast, spoon: str) -> tuple[Round, Round]:
    """Area 3 and whoever is in isolation first; everybody else and the workers in the other round."""
    rule = AnyOf(area_ids=(cast.areas[3],), whereabouts=("isolation",))
    first = begun(spoon, id=FIRST, scope=Scope(any_of=rule, instead_of=REST))
    rest = begun(spoon, id=REST, scope=Scope(none_of=rule, with_workers=True, instead_of=FIRST))
    return first, rest


def owed(round_: Round, *states: str) -> set[UUID]:
    dues = Due.objects.of(round_.community_id).filter(round_id=round_.id, state__in=states or ["open"])
    return set(dues.values_list("subject_id", flat=True))


def put_at(cast: Cast, name: str, whereabouts: str) -> None:
    person = Person.objects.of(cast.community_id).get(id=cast.persons[name])
    person.whereabouts = whereabouts
    write([person], Stamp(cast.founder_id, "test"))


def settle(round_: Round, subject_id: UUID) -> None:
    dues = Due.objects.of(round_.community_id).filter(round_id=round_.id, subject_id=subject_id)
    assert dues.update(state="done", settled_at=timezone.now(), settled_by_id=round_.opened_by_id) == 1


def refresh(chen: Actor, pair: tuple[Round, Round]) -> None:
    for round_ in pair:
        refresh_round(by=chen, round_id=round_.id)


def test_a_rule_takes_some_and_the_other_round_everybody_else(pair: tuple[Round, Round], cast: Cast) -> None:
    first = {cast.persons[name] for name in ("王小明", "李芳", "王朵朵", "张国强", "单雄", "马兰")}
    workers = {id for name, id in cast.workers.items() if name not in ("max", *NARROW)}
    assert owed(pair[0]) == first
    assert owed(pair[1]) == set(cast.persons.values()) - first | workers


def test_an_empty_rule_takes_nobody_and_leaves_everybody(begun: Opener, cast: Cast) -> None:
    assert owed(begun("person_check", scope=Scope(any_of=AnyOf()))) == set()
    assert owed(begun("person_check", scope=Scope(none_of=AnyOf()))) == set(cast.persons.values())


def test_a_rule_by_category_takes_in_marked_households(begun: Opener, cast: Cast) -> None:
    rule = AnyOf(category_ids=(a_category(cast, cast.households["wang"]),))
    wangs = {cast.persons[name] for name in ("王小明", "李芳", "王朵朵")}
    assert owed(begun("person_check", scope=Scope(any_of=rule))) == wangs
    assert owed(begun("person_check", scope=Scope(none_of=rule))) == set(cast.persons.values()) - wangs


def test_a_worker_owes_without_a_door_under_the_own_name_through_every_refresh(
    pair: tuple[Round, Round], cast: Cast, chen: Actor
) -> None:
    refresh(chen, pair)
    due = Due.objects.of(cast.community_id).get(round_id=pair[1].id, subject_id=cast.workers["omar"])
    assert (due.door_id, due.area_id, due.worker_id) == (None, None, cast.workers["omar"])
    assert refresh_round(by=chen, round_id=pair[1].id).total == 0


def test_a_worker_who_leaves_owes_nothing_more(
    pair: tuple[Round, Round], cast: Cast, chen: Actor, dora: Actor
) -> None:
    end_workers(by=dora, ids=[cast.workers["zhao"]])
    assert refresh_round(by=chen, round_id=pair[1].id).left == 1
    assert cast.workers["zhao"] in owed(pair[1], "left")


def test_whoever_changes_phase_owes_the_one_due_in_the_other_round(
    pair: tuple[Round, Round], cast: Cast, chen: Actor
) -> None:
    put_at(cast, "刘洋", "isolation")
    refresh(chen, pair)
    assert cast.persons["刘洋"] in owed(pair[0])
    assert cast.persons["刘洋"] in owed(pair[1], "left")
    put_at(cast, "刘洋", "home")
    refresh(chen, pair)
    assert cast.persons["刘洋"] in owed(pair[0], "left")
    assert cast.persons["刘洋"] in owed(pair[1])


def test_whoever_was_settled_before_changing_owes_nothing_again(
    pair: tuple[Round, Round], cast: Cast, chen: Actor
) -> None:
    settle(pair[1], cast.persons["刘洋"])
    put_at(cast, "刘洋", "isolation")
    refresh(chen, pair)
    assert cast.persons["刘洋"] not in owed(pair[0], "open", "left", "done")
    assert cast.persons["刘洋"] in owed(pair[1], "done")
    assert not list(find_subjects_without_due(cast.community_id))


def test_settled_in_the_new_round_first_the_old_one_lets_go(
    pair: tuple[Round, Round], cast: Cast, chen: Actor
) -> None:
    put_at(cast, "刘洋", "isolation")
    refresh_round(by=chen, round_id=pair[0].id)
    settle(pair[0], cast.persons["刘洋"])
    refresh(chen, pair)
    assert cast.persons["刘洋"] in owed(pair[0], "done") & owed(pair[1], "left")


def test_a_refresh_takes_the_same_number_of_statements_however_many_there_are(
    pair: tuple[Round, Round], chen: Actor, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        refresh_round(by=chen, round_id=pair[1].id)


def test_an_outcome_can_only_be_an_attempt_where_another_act_settles(
    pair: tuple[Round, Round], cast: Cast, chen: Actor
) -> None:
    due = Due.objects.of(cast.community_id).get(round_id=pair[0].id, subject_id=cast.persons["马兰"])
    done, absent = (
        OutcomeFact(new_id(), due.id, "done", how="seen"),
        OutcomeFact(new_id(), due.id, "absent"),
    )
    answers = record_outcomes(by=chen, facts=[done, absent])
    assert [answer.verdict for answer in answers] == [Verdict.REFUSED, Verdict.ACCEPTED]
    due = Due.objects.of(cast.community_id).get(id=due.id)
    assert (due.state, due.attempts, due.last_kind) == ("open", 1, "absent")


def test_the_tile_leads_to_the_other_room_and_still_takes_attempts(
    pair: tuple[Round, Round], cast: Cast, chen: Actor
) -> None:
    dues = Due.objects.of(cast.community_id).select_related("round__kind", "door", "area")
    here = dues.get(round_id=pair[0].id, subject_id=cast.persons["马兰"])
    own = dues.get(round_id=pair[1].id, subject_id=cast.workers["chen"])
    tile, of_worker = tiles_of(chen, [here, own], timezone.now())
    assert (tile.record_url, tile.record_words) == (f"/spoon/{here.door_id}/", "Give it")
    assert (tile.all_well, [tap for tap, _ in tile.other]) == ("", ["absent", "refused", "moved"])
    assert of_worker.record_url == ""


def test_the_phone_page_shows_the_link_and_no_done(
    pair: tuple[Round, Round], cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    page = signed_in_as("omar").get(f"/mine/?round={pair[0].id}").content.decode()
    assert f'href="/spoon/{cast.doors["3-101"]}/"' in page
    assert 'value="done"' not in page
    assert 'value="absent"' in page


def test_done_is_no_tap_where_another_act_settles(
    pair: tuple[Round, Round], cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    due = Due.objects.of(cast.community_id).get(round_id=pair[0].id, subject_id=cast.persons["马兰"])
    client = signed_in_as("chen")
    answer = client.post(f"/dues/{due.id}/record/", {"fact": new_id(), "tap": "done"})
    assert answer.status_code == 422
    assert client.post(f"/dues/{due.id}/record/", {"fact": new_id(), "tap": "absent"}).status_code == 302


def test_such_a_round_is_not_opened_by_hand_and_its_way_stays(chen: Actor, spoon: str) -> None:
    assert spoon not in dict(choices_for(chen).kind)
    assert put_kind(by=chen, fact=KindFact("spoon", "喂药水", "person")).recorded_by == SPOON


def test_no_outcome_is_looked_for_where_another_act_settles(pair: tuple[Round, Round], cast: Cast) -> None:
    settle(pair[0], cast.persons["马兰"])
    assert not list(find_unfounded_states(cast.community_id))


def test_another_room_may_exempt_at_the_refresh(
    pair: tuple[Round, Round], chen: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(round_exemptions._parts, "spoon", lambda round_, now: 2 if round_.id == FIRST else 0)
    assert refresh_round(by=chen, round_id=FIRST).exempted == 2
    assert refresh_round(by=chen, round_id=REST).exempted == 0


def test_a_rule_follows_an_area_that_is_split(pair: tuple[Round, Round], cast: Cast) -> None:
    heir = new_id()
    heirs.follow_areas(cast.community_id, {cast.areas[3]: [heir]}, Stamp(cast.founder_id, "test"))
    scopes = Round.objects.of(cast.community_id).values_list("scope", flat=True)
    for scope in scopes:
        rule = Scope.from_json(scope).any_of or Scope.from_json(scope).none_of
        assert rule is not None
        assert set(rule.area_ids) == {cast.areas[3], heir}


def test_the_rules_are_said_in_words(pair: tuple[Round, Round], chen: Actor) -> None:
    with override("en"):
        first, rest = (scope_words(chen, Scope.from_json(round_.scope)) for round_ in pair)
    assert first == ["any of: 第3片区, In central isolation"]
    assert rest == ["none of: 第3片区, In central isolation", "workers on duty"]


def test_deeds_a_crowd_does_at_once_do_not_bring_rounds_up_to_date(
    pair: tuple[Round, Round], cast: Cast, chen: Actor
) -> None:
    refresh(chen, pair)
    put_at(cast, "刘洋", "isolation")
    announce("sample.recorded", community_id=cast.community_id, by_id=chen.worker_id)
    assert refresh_open_rounds() == 0
    announce("person.changed", community_id=cast.community_id, by_id=chen.worker_id)
    assert refresh_open_rounds() == 2


def test_deeds_that_change_nobodys_dues_are_looked_at_once(chen: Actor, pair: tuple[Round, Round]) -> None:
    refresh_open_rounds()
    announce("sample.recorded", community_id=chen.community_id, by_id=chen.worker_id)
    refresh_open_rounds()
    numbers = Round.objects.of(chen.community_id).values_list("refreshed_seq", flat=True)
    assert set(numbers) == {last_number(chen.community_id)}
