"""A day of testing as street and county see it: counts of what is theirs, live, and never a door or a person."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actions import UnitFact, make_community, put_above, seat
from gridward.accounts.actors import NOBODY, system_actor
from gridward.accounts.models import Unit, UnitKind, Worker
from gridward.coverage.models import Tally
from gridward.coverage.tallies.checks import off_the_count
from gridward.coverage.tallies.refreshing import refresh_tallies
from gridward.testing.above.counting import people_by_area
from gridward.testing.board.counting import Tested
from gridward.testing.models import TestDay, Tube, TubeState
from tests.cast import CODE, PASSWORD, Cast
from tests.testing.day import Taker
from tests.testing.results import a_positive

system = system_actor(NOBODY)


@pytest.fixture
def half_way(cast: Cast, day: TestDay, take: Taker) -> TestDay:
    """Two sampled at the door, one of them in a positive tube, and one at the centre with a result."""
    a_positive(cast, "D-0001", "door")
    take("李芳", "D-0002", phase="door", capacity=0)
    take("刘洋", "C-0001")
    Tube.objects.of(cast.community_id).filter(code="C-0001").update(state=TubeState.RESULTED)
    return day


@pytest.fixture
def street(cast: Cast) -> Client:
    """Who looks from the street office over both communities of the cast."""
    unit = put_above(by=system, code=CODE[:9], name="龙桥街道办").unit
    seat(by=system, unit_id=unit.id, name="看数", username="jie-kan", password=PASSWORD)
    client = Client()
    assert client.login(username="jie-kan", password=PASSWORD)
    return client


def level(client: Client, unit_id: UUID | None = None) -> Any:
    refresh_tallies()
    address = reverse("above_testing_of", args=[unit_id]) if unit_id else reverse("above_testing")
    return client.get(address).context["level"]


def test_a_street_sees_how_far_each_community_is(cast: Cast, street: Client, half_way: TestDay) -> None:
    shown = level(street)
    rows = {row.name: row for row in shown.rows}
    here, beside = rows["下湾社区"], rows["上湾社区"]
    assert here.tested == Tested(done=3, open=5, resulted=2)
    assert (here.tested.due, here.tested.waiting, here.tubes, here.waits) == (8, 1, 1, 1)
    assert (beside.tested, beside.tests, beside.last_on) == (Tested(), 0, None)
    assert shown.on == half_way.date and shown.worst == here
    assert (shown.total.tested, shown.total.tests, shown.total.communities) == (here.tested, 1, 2)


def test_areas_of_a_community_add_up_and_say_nothing_of_positive_tubes(
    cast: Cast, street: Client, half_way: TestDay
) -> None:
    shown = level(street, cast.community_id)
    sums = Tested()
    for row in shown.rows:
        sums.add(row.tested)
        assert (row.tubes, row.waits) == (0, 0)
    assert sums == shown.total.tested
    html = street.get(reverse("above_testing_of", args=[cast.community_id])).content.decode()
    table = html.split('id="above-testing"', 1)[1].split("</table>", 1)[0]
    assert "阳性" not in table and "就地等候" not in table


def test_whoever_missed_the_window_is_missed_once_it_is_over(
    cast: Cast, street: Client, half_way: TestDay
) -> None:
    over = timezone.now() - timedelta(minutes=1)
    TestDay.objects.of(cast.community_id).update(door_closes_at=over, centre_closes_at=over)
    tested = level(street).total.tested
    assert (tested.late, tested.open) == (5, 0)


def test_there_is_no_name_and_no_door_on_it(cast: Cast, street: Client, half_way: TestDay) -> None:
    refresh_tallies()
    addresses = [reverse("above_testing"), reverse("above_testing_of", args=[cast.community_id])]
    html = "".join(street.get(address).content.decode() for address in addresses)
    workers = set(Worker.objects.values_list("name", flat=True)) - {"看数"}
    assert not [name for name in [*cast.persons, *cast.doors, *workers] if f">{name}<" in html]
    assert not [name for name in cast.persons if name in html]
    for name in ("testing_board", "testing_people", "testing_tubes"):
        assert street.get(reverse(name, args=[half_way.id])).status_code in (403, 404)


def test_it_ends_where_the_street_ends(cast: Cast, street: Client, half_way: TestDay) -> None:
    beside, _maker = make_community(
        code="611097002001", name="别处", maker_name="别人", above=[UnitFact(UnitKind.STREET, "别的街道")]
    )
    for id in (beside.id, beside.parent_id):
        assert street.get(reverse("above_testing_of", args=[id])).status_code == 404
        assert street.get(reverse("above_testing_features_of", args=[id])).status_code == 404
    assert {row.name for row in level(street).rows} == {"下湾社区", "上湾社区"}


def test_a_sample_is_in_the_counts_after_the_next_run_of_the_job(
    cast: Cast, street: Client, half_way: TestDay, take: Taker
) -> None:
    before = level(street)
    poll: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
    assert street.get(before.poll_url, **poll).status_code == 204
    take("马兰", "D-0009", phase="door", capacity=0)
    refresh_tallies()
    part = street.get(before.poll_url, **poll)
    assert part.status_code == 200 and "<html" not in part.content.decode()
    assert part.context["level"].total.tested.done == before.total.tested.done + 1


def test_a_day_of_the_past_is_not_added_to_todays(cast: Cast, street: Client, half_way: TestDay) -> None:
    refresh_tallies()
    past = half_way.date - timedelta(days=3)
    Tally.objects.of(cast.next_door_id).update(tested_on=past, test_done=70)
    row = next(row for row in level(street).rows if row.name == "上湾社区")
    assert (row.tested.done, row.tests, row.last_on) == (0, 0, past)
    assert "当日未检测" in street.get(reverse("above_testing")).content.decode()


def test_planned_days_are_not_counted_yet(cast: Cast, street: Client, half_way: TestDay) -> None:
    TestDay.objects.of(cast.community_id).update(
        state=TestDay.State.PLANNED, opened_at=None, opened_by_id=None
    )
    assert level(street).on is None
    assert "尚未发起过检测" in street.get(reverse("above_testing")).content.decode()


def test_the_check_compares_testing_too(cast: Cast, street: Client, half_way: TestDay) -> None:
    refresh_tallies()
    assert list(off_the_count(cast.community_id)) == []
    Tally.objects.of(cast.community_id).filter(id=cast.areas[3]).update(test_done=99)
    assert [found.subject for found in off_the_count(cast.community_id)] == [str(cast.areas[3])]


def test_the_text_to_carry_away_has_units_and_counts(cast: Cast, street: Client, half_way: TestDay) -> None:
    refresh_tallies()
    text = street.get(reverse("above_testing")).context["carry_text"]
    assert "下湾社区：还差 5 人" in text and "应检 8 人" in text
    assert not [name for name in cast.persons if name in text]


def test_the_map_is_coloured_by_the_share_sampled(cast: Cast, street: Client, half_way: TestDay) -> None:
    shown = level(street)
    told = json.loads(street.get(reverse("above_testing_features_of", args=[shown.unit.id])).content)
    assert {feature["properties"]["kind"] for feature in told["features"]} <= {"area"}


def test_counting_and_reading_cost_the_same_for_any_number(
    cast: Cast, street: Client, half_way: TestDay, take: Taker
) -> None:
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as counting:
            people_by_area(cast.community_id, timezone.now())
        refresh_tallies()
        with CaptureQueriesContext(connection) as reading:
            street.get(reverse("above_testing"))
        return len(counting), len(reading)

    before = cost()
    for number in range(3):
        make_community(code=f"{CODE[:9]}20{number}", name=f"新社区{number}", maker_name="某")
    take("马兰", "D-0009", phase="door", capacity=0)
    assert Unit.objects.filter(kind=UnitKind.COMMUNITY, parent__code=f"{CODE[:9]}000").count() == 5
    assert cost() == before and before[0] <= 6
