"""With a positive tube of people from several doors: who sees whom, and what nobody's notice says."""

import pytest
from django.urls import reverse

from gridward.accounts.models import Notice
from gridward.accounts.notices.queries import notice_lines
from gridward.facts.answers import Verdict
from gridward.shared.ids import new_id
from gridward.testing.models import Result, Waiting
from gridward.testing.results.actions import compare_results, record_results, withdraw_result
from gridward.testing.results.facts import CompareFact, ResultFact
from tests.access.narrow import NAMES, pages_of, told_of_people
from tests.cast import HOUSEHOLDS, NARROW, Cast, client_of
from tests.testing.day import Taker

pytestmark = pytest.mark.django_db
TUBE = "T-0100"
INSIDE = ("王小明", "李芳", "王朵朵", "刘洋", "何秀英", "马兰")
GRAVE = ("阳性", "可疑", "密接", "病例")


@pytest.fixture
def positive(cast: Cast, take: Taker) -> Result:
    """A tube of people behind four doors is positive, said by the laboratory and by Sun."""
    for who in [*NARROW]:
        cast.actor(who)
    for who in INSIDE:
        assert take(who, TUBE).verdict == Verdict.ACCEPTED
    record_results(by=cast.actor("luo"), facts=[ResultFact(new_id(), TUBE, "positive")])
    compare_results(by=cast.actor("sun"), facts=[CompareFact(new_id(), TUBE, "positive")])
    found: Result = Result.objects.of(cast.community_id).get(code=TUBE)
    assert Waiting.objects.of(cast.community_id).filter(result_id=found.id).count() == len(INSIDE)
    return found


def doors_of(cast: Cast) -> dict[str, set[str]]:
    """Names by the plate of the door they live behind."""
    plates = {name: door.plate for name in cast.doors if (door := cast.door(name)).plate}
    return {plates[door]: {name for name, _, _ in people} for door, people in HOUSEHOLDS.values()}


def test_the_laboratory_sees_codes_and_nothing_of_who_waits(cast: Cast, positive: Result) -> None:
    pages = dict(pages_of(cast, "luo"))
    assert any(TUBE in page for page in pages.values())
    for name, page in pages.items():
        assert told_of_people(page) == set(), name
        assert [plate for plate in doors_of(cast) if plate in page] == [], name


def test_patrol_sees_doors_and_until_when_and_nothing_else(cast: Cast, positive: Result) -> None:
    pages = dict(pages_of(cast, "pan"))
    waiting = {"03-001", "02-001", "01-001", "03-004"}
    assert all(plate in pages["testing_stays"] for plate in waiting)
    for name, page in pages.items():
        assert told_of_people(page) == set(), name
        assert [word for word in (*GRAVE, "阴性", "复核", "核酸", TUBE) if word in page] == [], name


def test_the_health_contact_sees_those_who_wait_and_nobody_else(cast: Cast, positive: Result) -> None:
    pages = dict(pages_of(cast, "heqi"))
    assert {"王小明", "刘洋", "王朵朵"} <= told_of_people(pages["testing_waits"])
    for name, page in pages.items():
        assert told_of_people(page) & {"张国强", "单雄", "张*强", "单*"} == set(), name


def test_no_notice_names_anybody(cast: Cast, positive: Result) -> None:
    told = set(Notice.objects.of(cast.community_id).values_list("worker_id", flat=True))
    assert len(told) >= 5
    for who, id in cast.workers.items():
        if id in told:
            for line in notice_lines(cast.actor(who)):
                assert told_of_people(line.title + line.text) == set(), who
    stored = str(list(Notice.objects.of(cast.community_id).values()))
    assert told_of_people(stored) == set()


@pytest.mark.parametrize(
    ("who", "own"), [("omar", {"03-001"}), ("lin", {"03-001", "03-004"}), ("zhao", {"02-001", "03-004"})]
)
def test_worker_and_leader_hear_of_their_own_doors_alone(
    cast: Cast, positive: Result, who: str, own: set[str]
) -> None:
    said = "".join(line.title + line.text for line in notice_lines(cast.actor(who)))
    assert {plate for plate in doors_of(cast) if plate in said} == own
    assert [word for word in GRAVE if word in said] == []
    page = client_of(cast, who).get(reverse("testing_waits")).content.decode()
    theirs = set().union(*(names for plate, names in doors_of(cast).items() if plate in own))
    assert told_of_people(page) & set(NAMES) <= theirs
    assert [word for word in GRAVE if word in page] == []


def test_the_printed_notice_names_one_person(cast: Cast, positive: Result) -> None:
    for wait in Waiting.objects.of(cast.community_id).filter(result_id=positive.id):
        page = client_of(cast, "heqi").get(reverse("testing_wait_notice", args=[wait.id])).content.decode()
        assert len(told_of_people(page) & set(NAMES)) <= 1


def test_everybody_told_is_told_of_the_withdrawal(cast: Cast, positive: Result) -> None:
    rows = Notice.objects.of(cast.community_id)
    told = set(rows.filter(about_id=positive.id).values_list("worker_id", flat=True))
    withdraw_result(by=cast.actor("heqi"), result_id=positive.id, reason="wrong_tube")
    again = set(rows.filter(withdraws_id__isnull=False).values_list("worker_id", flat=True))
    assert again == told and len(told) >= 5
    assert not rows.filter(about_id=positive.id, withdrawn_at=None, withdraws_id=None).exists()
