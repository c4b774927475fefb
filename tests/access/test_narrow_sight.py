"""What the pages opened to a role of one task show, with a day under way: to each what its task needs."""

import pytest
from django.urls import reverse

from gridward.accounts.actions import end_grants
from gridward.accounts.models import Grant
from gridward.facts.answers import Verdict
from gridward.households.models import Door
from gridward.rounds.actions import OutcomeFact, record_outcomes
from gridward.shared.ids import new_id
from gridward.testing.access import samples_for, tubes_for
from gridward.testing.models import TestDay
from tests.access.narrow import pages_of, told_of_people
from tests.cast import NARROW, Cast, client_of
from tests.testing.day import Taker, due_of

pytestmark = pytest.mark.django_db
TUBE = "T-0200"
# Who waits for the pages about results, by tests/access/ids.py.
WAITS = {"王小明", "王*明"}
OF_RESULTS = ("testing_result", "testing_wait", "testing_case")


@pytest.fixture
def in_tube(day: TestDay, take: Taker) -> TestDay:
    """People of four households share a tube."""
    for who in ("王小明", "李芳", "刘洋", "何秀英", "马兰"):
        assert take(who, TUBE).verdict == Verdict.ACCEPTED
    return day


def plates(cast: Cast) -> list[str]:
    doors = Door.objects.of(cast.community_id)
    return [
        word for plate, address in doors.values_list("plate", "address") for word in (plate, address) if word
    ]


def test_the_laboratory_sees_nobody_and_no_door_on_any_page(cast: Cast, in_tube: TestDay) -> None:
    for name, page in pages_of(cast, "luo"):
        assert told_of_people(page) == set(), name
        assert [word for word in plates(cast) if word in page] == [], name


def test_patrol_sees_nobody_on_any_page_and_no_word_about_health(cast: Cast, in_tube: TestDay) -> None:
    for name, page in pages_of(cast, "pan"):
        assert told_of_people(page) == set(), name
        assert [word for word in ("阳性", "可疑", "阴性", "复核", TUBE) if word in page] == [], name


def test_the_health_contact_sees_nobody_who_does_not_wait(cast: Cast, in_tube: TestDay) -> None:
    for name, page in pages_of(cast, "heqi"):
        assert {word for word in told_of_people(page) if not word.isdigit()} <= WAITS, name


def test_a_sampler_sees_no_result_but_of_those_who_wait(cast: Cast, in_tube: TestDay) -> None:
    for name, page in pages_of(cast, "sun"):
        if name.startswith(OF_RESULTS):
            assert told_of_people(page) <= WAITS, name
        else:
            assert [word for word in ("阳性", "阴性", "可疑") if word in page] == [], name
            assert [word for word in told_of_people(page) if word.isdigit()] == [], name


@pytest.mark.parametrize(
    ("name", "sees_tubes", "sees_samples"),
    [
        ("sun", True, True),
        ("luo", True, False),
        ("heqi", True, False),
        ("pan", False, False),
    ],
)
def test_who_sees_tubes_and_who_sees_who_is_in_them(
    cast: Cast, in_tube: TestDay, name: str, sees_tubes: bool, sees_samples: bool
) -> None:
    actor = cast.actor(name)
    assert (tubes_for(actor).exists(), samples_for(actor).exists()) == (sees_tubes, sees_samples)


@pytest.mark.parametrize("name", ["luo", "heqi", "pan"])
def test_none_but_samplers_take_samples_whatever_way_they_come(cast: Cast, take: Taker, name: str) -> None:
    assert take("王小明", TUBE, by=cast.actor(name)).verdict == Verdict.REFUSED
    assert take(new_id(), TUBE, by=cast.actor(name)).verdict == Verdict.REFUSED


@pytest.mark.parametrize("name", NARROW)
def test_nobody_with_one_task_answers_a_due_by_word(cast: Cast, day: TestDay, name: str) -> None:
    fact = OutcomeFact(id=new_id(), due_id=due_of(cast, "王小明").id, kind="done")
    answer = record_outcomes(by=cast.actor(name), facts=[fact])[0]
    assert answer.verdict == Verdict.REFUSED


def test_a_right_that_ended_closes_its_pages_at_once(cast: Cast) -> None:
    client = client_of(cast, "sun")
    assert client.get(reverse("testing_desk")).status_code == 200
    given = Grant.objects.get(worker_id=cast.workers["sun"])
    end_grants(by=cast.actor("dora"), ids=[given.id])
    assert client.get(reverse("testing_desk")).status_code == 404
