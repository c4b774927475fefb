"""A worker who lives here: one human being, one swab, and never made one without somebody saying so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.facts.answers import Verdict
from gridward.households.actions import WhereaboutsFact, decide_look_alike, set_whereabouts
from gridward.households.models import LookAlike, WorkerLivesHere
from gridward.households.workers_here.actions import LivesHereFact, say_who_lives_here
from gridward.households.workers_here.queries import proposals
from gridward.rounds.actions import refresh_round
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from gridward.testing.actions import record_samples
from gridward.testing.finding import find
from gridward.testing.models import Sample, TestDay
from gridward.testing.samples import SampleFact
from gridward.testing.setup.actions import open_day, plan_day
from gridward.testing.setup.entries import DayFact, Pool, Window
from gridward.testing.setup.workers_here import say
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
URL = "/testing/workers-here/"


@pytest.fixture
def omar_is_dan(cast: Cast) -> LivesHereFact:
    """Omar is 单雄, who lives at 3-201."""
    return LivesHereFact(cast.workers["omar"], cast.persons["单雄"], True)


@pytest.fixture
def today(cast: Cast, chen: Actor) -> Callable[[], TestDay]:
    """Opens today: everybody at the centre, ten to a tube."""
    now = timezone.now()
    window = Window(now - timedelta(hours=1), now + timedelta(hours=5))
    fact = DayFact(timezone.localdate(), "今天", window, window, pools=(Pool("door", 0), Pool("centre", 10)))
    return lambda: open_day(by=chen, day_id=plan_day(by=chen, fact=fact).id)


def states(cast: Cast, *ids: UUID) -> list[str]:
    """The state of each one's due, empty without one that stands."""
    dues = Due.objects.of(cast.community_id).filter(subject_id__in=ids).exclude(state="left")
    found = dict(dues.values_list("subject_id", "state"))
    return [found.get(id, "") for id in ids]


def swab(day: TestDay, who: UUID, tube: str = "T-0009") -> SampleFact:
    return SampleFact(id=new_id(), day_id=day.id, subject_id=who, tube_code=tube, phase="centre")


def with_phone(cast: Cast, worker: str, phone: str) -> None:
    Worker.objects.filter(id=cast.workers[worker]).update(phone=phone)


def test_without_a_word_two_are_owed_and_with_it_one(
    cast: Cast, chen: Actor, today: Callable[[], TestDay], omar_is_dan: LivesHereFact
) -> None:
    today()
    pair = (omar_is_dan.worker_id, omar_is_dan.person_id)
    assert states(cast, *pair) == ["open", "open"]
    assert say(chen, omar_is_dan) == 1 and say(chen, omar_is_dan) == 0
    assert states(cast, *pair) == ["", "open"]
    say(chen, LivesHereFact(*pair, False))
    assert states(cast, *pair) == ["open", "open"]


def test_one_sample_settles_it_whichever_of_the_two_is_named(
    cast: Cast, chen: Actor, today: Callable[[], TestDay], omar_is_dan: LivesHereFact
) -> None:
    day = today()
    say(chen, omar_is_dan)
    fact = swab(day, omar_is_dan.worker_id)
    answers = [record_samples(by=chen, facts=[fact])[0].verdict for _ in range(2)]
    assert answers == [Verdict.ACCEPTED, Verdict.DUPLICATE]
    sample = Sample.objects.of(cast.community_id).get()
    assert (sample.subject, sample.subject_id) == ("person", omar_is_dan.person_id)
    assert states(cast, omar_is_dan.worker_id, omar_is_dan.person_id) == ["", "done"]
    again = record_samples(by=chen, facts=[swab(day, omar_is_dan.person_id)], is_before=True)[0]
    assert again.code == "testing.sampled_before"


def test_who_was_sampled_as_a_worker_owes_nothing_more_once_it_is_said(
    cast: Cast, chen: Actor, today: Callable[[], TestDay], omar_is_dan: LivesHereFact
) -> None:
    day = today()
    record_samples(by=chen, facts=[swab(day, omar_is_dan.worker_id)])
    say(chen, omar_is_dan)
    assert states(cast, omar_is_dan.worker_id, omar_is_dan.person_id) == ["done", ""]
    assert day.centre_round_id
    assert refresh_round(by=chen, round_id=day.centre_round_id).total == 0


def test_who_moves_away_owes_as_a_worker_again(
    cast: Cast, chen: Actor, today: Callable[[], TestDay], omar_is_dan: LivesHereFact
) -> None:
    say_who_lives_here(by=chen, facts=[omar_is_dan])
    day = today()
    set_whereabouts(by=chen, whereabouts=[WhereaboutsFact(omar_is_dan.person_id, "moved")])
    assert day.centre_round_id
    refresh_round(by=chen, round_id=day.centre_round_id)
    assert states(cast, omar_is_dan.worker_id, omar_is_dan.person_id) == ["open", ""]


def test_the_same_phone_is_proposed_and_a_no_is_not_asked_again(cast: Cast, chen: Actor) -> None:
    with_phone(cast, "omar", "154 0000 0003")
    with_phone(cast, "zhao", "15400000099")
    found = [(pair.worker.id, pair.person_id, pair.why) for pair in proposals(cast.community_id)]
    assert found == [(cast.workers["omar"], cast.persons["单雄"], "phone")]
    say_who_lives_here(by=chen, facts=[LivesHereFact(cast.workers["omar"], cast.persons["单雄"], False)])
    assert proposals(cast.community_id) == []


def test_the_same_name_is_proposed_only_where_no_phone_says_otherwise(cast: Cast) -> None:
    Worker.objects.filter(id=cast.workers["zhao"]).update(name="马兰")
    assert [pair.why for pair in proposals(cast.community_id)] == ["name"]
    with_phone(cast, "zhao", "15400000099")
    assert proposals(cast.community_id) == []


def test_proposing_costs_as_many_statements_for_many_as_for_one(
    cast: Cast, django_assert_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    for name, phone in (("omar", "15400000003"), ("zhao", "15400000004"), ("rosa", "16300000001")):
        with_phone(cast, name, phone)
    with django_assert_num_queries(5):
        assert len(proposals(cast.community_id)) == 3


def test_nobody_is_two_people(cast: Cast, chen: Actor, omar_is_dan: LivesHereFact) -> None:
    say_who_lives_here(by=chen, facts=[omar_is_dan])
    for worker, person in (("omar", "马兰"), ("zhao", "单雄")):
        with pytest.raises(Problem) as problem:
            fact = LivesHereFact(cast.workers[worker], cast.persons[person], True)
            say_who_lives_here(by=chen, facts=[fact])
        assert problem.value.code == "households.tied_already"


def test_a_leader_and_a_stranger_say_nothing(cast: Cast, lin: Actor, omar_is_dan: LivesHereFact) -> None:
    for name, code in (("lin", "shared.not_yours"), ("max", "shared.not_found")):
        with pytest.raises(Problem) as problem:
            say_who_lives_here(by=cast.actor(name), facts=[omar_is_dan])
        assert problem.value.code == code


def test_what_was_said_goes_over_to_the_entry_that_is_kept(
    cast: Cast, chen: Actor, omar_is_dan: LivesHereFact
) -> None:
    say_who_lives_here(by=chen, facts=[omar_is_dan])
    pair = LookAlike(person_id=cast.persons["马兰"], other_id=omar_is_dan.person_id, reason="alike.sound")
    pair.community_id = cast.community_id
    LookAlike.objects.bulk_create([pair])
    decide_look_alike(by=chen, look_alike_id=pair.id, decision="same")
    row = WorkerLivesHere.objects.of(cast.community_id).get()
    assert row.person_id == cast.persons["马兰"]
    kept = LivesHereFact(omar_is_dan.worker_id, cast.persons["马兰"], False)
    assert say_who_lives_here(by=chen, facts=[kept]) == 1


def test_a_worker_found_by_name_stands_as_the_resident(
    cast: Cast, chen: Actor, today: Callable[[], TestDay], omar_is_dan: LivesHereFact
) -> None:
    day = today()
    say(chen, omar_is_dan)
    [hit] = find(by=chen, day=day, text="奥马尔").hits
    assert (hit.id, hit.subject, hit.is_due) == (omar_is_dan.person_id, "person", True)


def test_the_set_up_page_counts_them_and_leads_to_yes_and_no(
    cast: Cast, signed_in_as: SignIn, today: Callable[[], TestDay]
) -> None:
    with_phone(cast, "omar", "15400000003")
    day, chen = today(), signed_in_as("chen")
    for page in (f"/testing/days/{day.id}/", f"/testing/setup/?date={day.date}"):
        assert URL in chen.get(page).content.decode()
        assert "也住在本社区" in chen.get(page).content.decode()
    shown = chen.get(URL).content.decode()
    assert "奥马尔" in shown and "03-003" in shown
    pair: dict[str, Any] = {"worker": cast.workers["omar"], "person": cast.persons["单雄"]}
    assert chen.post(URL, {**pair, "said": "yes"}).status_code == 302
    assert states(cast, pair["worker"], pair["person"]) == ["", "open"]
    assert "奥马尔" in chen.get(URL).content.decode()
    found = chen.get(URL, {"worker": cast.workers["zhao"], "q": "马兰"}).content.decode()
    assert "03-004" in found


def test_the_workers_own_page_says_sampled_once(
    cast: Cast, chen: Actor, signed_in_as: SignIn, today: Callable[[], TestDay], omar_is_dan: LivesHereFact
) -> None:
    day = today()
    say(chen, omar_is_dan)
    page = signed_in_as("omar").get("/testing/results/mine/").content.decode()
    assert "您本人" in page and "T-0009" not in page
    record_samples(by=chen, facts=[swab(day, omar_is_dan.person_id)])
    page = signed_in_as("omar").get("/testing/results/mine/").content.decode()
    assert "T-0009" in page and "已采样" in page


def test_a_workers_name_stands_under_person_and_never_under_plate(
    signed_in_as: SignIn, today: Callable[[], TestDay]
) -> None:
    day = today()
    page = signed_in_as("chen").get(f"/testing/days/{day.id}/people/?what=missing").content.decode()
    heads = [part.split("</th>", 1)[0] for part in page.split('<th scope="row">')[1:]]
    assert any("无门牌" in head for head in heads) and not any("奥马尔" in head for head in heads)
