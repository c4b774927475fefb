"""The board of a day of testing: every number opens to as many names as it says, live, at a constant cost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.briefings.figures.testing import figures_of_testing
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from gridward.testing.actions import record_samples, seal_tubes
from gridward.testing.board.colours import by_share_sampled, paint_of
from gridward.testing.board.counting import Taken, Tested, count_day
from gridward.testing.board.forms import ListForm
from gridward.testing.board.lists import (
    dues_listed,
    lines_of_dues,
    lines_of_samples,
    samples_listed,
    tubes_listed,
)
from gridward.testing.board.pages import BY, Board, board_of
from gridward.testing.checks import CHECKS
from gridward.testing.models import Sample, TestDay, Tube, TubeState
from gridward.testing.samples import VisitorWords
from gridward.testing.steps import TubeFact
from tests.cast import Cast
from tests.testing.day import STATION, Taker

SignIn = Callable[[str], Client]
Swab = Callable[..., Any]
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def half_way(cast: Cast, day: TestDay, take: Taker) -> TestDay:
    """Two of the Wangs sampled at the door, 刘洋 at the centre with a result, one person twice, one visitor."""
    take("王小明", "D-0001", phase="door", capacity=0)
    take("李芳", "D-0001", phase="door", capacity=0)
    take("刘洋", "C-0001", desk_id=new_id())
    take("刘洋", "C-0002")
    take(new_id(), "C-0002", visitor=VisitorWords(name="过路人"))
    Tube.objects.of(cast.community_id).filter(code="C-0001").update(state=TubeState.RESULTED)
    return day


def board(actor: Actor, day: TestDay, by: str = "areas") -> Board:
    now = timezone.now()
    return board_of(actor, day, by, now, count_day(actor, day, now, "mark"))


def chosen_of(url: str) -> Any:
    return ListForm({name: words[0] for name, words in parse_qs(urlsplit(url).query).items()}).chosen()


def listed(actor: Actor, day: TestDay, url: str) -> int:
    chosen = chosen_of(url)
    found = (samples_listed if chosen.is_of_samples else dues_listed)(actor, day, chosen)
    return int(found.count())


def test_the_day_in_numbers(chen: Actor, half_way: TestDay) -> None:
    total = board(chen, half_way).total
    assert (total.due, total.done, total.missing, total.waiting, total.resulted) == (8, 3, 5, 2, 1)


@pytest.mark.parametrize("who", ["chen", "lin", "omar", "rosa"])
@pytest.mark.parametrize("by", ["areas", "workers"])
def test_every_number_opens_to_as_many_names(cast: Cast, half_way: TestDay, who: str, by: str) -> None:
    actor = cast.actor(who)
    for row in board(actor, half_way, by).rows:
        numbers = {
            "due": row.tested.due,
            "missing": row.tested.missing,
            "sampled": row.tested.done,
            "waiting": row.tested.waiting,
            "resulted": row.tested.resulted,
        }
        assert {what: listed(actor, half_way, row.urls[what]) for what in numbers} == numbers


def test_numbers_of_stations_and_hours_open_too(chen: Actor, half_way: TestDay) -> None:
    stations, hours = board(chen, half_way, "stations").rows, board(chen, half_way, "hours").rows
    assert sum(row.count for row in stations if not row.is_desk) == 5
    assert [row.count for row in stations] == [listed(chen, half_way, row.url) for row in stations]
    assert [row["all"] for row in hours] == [listed(chen, half_way, row["url"]) for row in hours]


def test_tubes_open_to_their_list(chen: Actor, half_way: TestDay) -> None:
    shown = board(chen, half_way, "stations").rows[0]
    found = tubes_listed(chen, half_way, chosen_of(shown.tubes_url), timezone.now())
    assert shown.open + shown.sealed + shown.gone + shown.resulted == found.count()


def test_who_is_not_sampled_when_the_window_ends_was_missed(
    cast: Cast, chen: Actor, half_way: TestDay
) -> None:
    half_way.centre_closes_at = timezone.now() - timedelta(minutes=1)
    total = board(chen, half_way).total
    assert (total.late, total.open) == (1, 4)
    dues = dues_listed(chen, half_way, ListForm({"what": "missing"}).chosen())
    lines = lines_of_dues(chen, half_way, dues, timezone.now())
    assert sorted(line.state for line in lines) == ["late"] + ["open"] * 4


def test_names_are_masked_for_who_only_reads(cast: Cast, half_way: TestDay) -> None:
    rosa = cast.actor("rosa")
    dues = dues_listed(rosa, half_way, ListForm({"what": "due"}).chosen())
    said = {line.who for line in lines_of_dues(rosa, half_way, dues, timezone.now())}
    assert said and not said & cast.persons.keys()


def test_a_visitor_is_listed_as_what_he_is(chen: Actor, half_way: TestDay, cast: Cast) -> None:
    found = samples_listed(chen, half_way, ListForm({"station": str(STATION)}).chosen())
    assert [line.who for line in lines_of_samples(chen, found)][-1] in ("外来人员", "Visitor")


def test_what_waits_for_somebody(cast: Cast, chen: Actor, half_way: TestDay) -> None:
    seal_tubes(by=chen, facts=[TubeFact(id=new_id(), code="C-0002", station_id=STATION)])
    long_ago = timezone.now() - timedelta(hours=30)
    Tube.objects.of(cast.community_id).filter(code="C-0002").update(sealed_at=long_ago, opened_at=long_ago)
    assert [line["value"] for line in board(chen, half_way).waiting] == [1, 1, 1, 1, 1]


def test_before_twenty_samples_no_end_is_foreseen(chen: Actor, half_way: TestDay) -> None:
    door, _centre = board(chen, half_way).chart.forecasts
    assert (door.left, door.ends_at, door.is_late) == (4, None, False)


def test_the_pace_of_the_last_hour_says_when_a_phase_ends(chen: Actor, half_way: TestDay) -> None:
    now = timezone.now()
    counts = count_day(chen, half_way, now, "mark")
    hour = now.replace(minute=0, second=0, microsecond=0)
    counts.taken = [Taken(STATION, None, "door", hour, 60, 40, now - timedelta(hours=2))]
    chart = board_of(chen, half_way, "areas", now, counts).chart
    assert chart.forecasts[0].pace == 40
    assert chart.forecasts[0].ends_at == now + timedelta(minutes=6)


def test_counting_costs_the_same_for_any_number(
    cast: Cast, chen: Actor, day: TestDay, swab: Swab, django_assert_num_queries: Any
) -> None:
    def statements(by: str) -> None:
        with django_assert_num_queries(11 + (by == "workers") + 2 * (by == "stations")):
            board(chen, day, by)

    record_samples(by=chen, facts=[swab("王小明", "D-1000", phase="door", capacity=0)])
    for by in BY:
        statements(by)
    strangers = [swab(new_id(), f"C-{n // 10:04}", visitor=VisitorWords(name="某")) for n in range(200)]
    record_samples(by=chen, facts=[*strangers, *(swab(name, "C-0001") for name in cast.persons)])
    for by in BY:
        statements(by)


# Pages


@pytest.mark.parametrize("who", ["chen", "lin", "omar", "rosa", "dora"])
@pytest.mark.parametrize("by", BY)
def test_everybody_at_work_here_sees_the_board(
    signed_in_as: SignIn, half_way: TestDay, who: str, by: str
) -> None:
    assert signed_in_as(who).get(f"{reverse('testing')}?by={by}").status_code == 200


def test_without_a_day_the_page_says_so(signed_in_as: SignIn, cast: Cast) -> None:
    assert signed_in_as("chen").get(reverse("testing")).status_code == 200


def test_the_board_opens_with_one_sentence(signed_in_as: SignIn, half_way: TestDay) -> None:
    html = signed_in_as("chen").get(reverse("testing")).content.decode()
    assert "应检 8 人" in html and "第3片区" in html and "片长 林涛" in html


def test_the_group_text_has_plates_and_no_resident(
    signed_in_as: SignIn, half_way: TestDay, cast: Cast
) -> None:
    html = signed_in_as("chen").get(reverse("testing")).content.decode()
    text = html.split('id="carry-text"', 1)[1].split("</textarea>", 1)[0]
    assert "03-001" in text
    assert not [name for name in cast.persons if name in text]


def test_the_area_named_first_is_the_one_with_most_missing(chen: Actor, half_way: TestDay) -> None:
    half_way.centre_closes_at = timezone.now() - timedelta(minutes=1)
    shown = board(chen, half_way)
    missing = [row.tested.missing for row in shown.areas]
    assert missing == sorted(missing, reverse=True) and shown.total.late == 1
    assert shown.worst is not None and shown.worst.tested.missing == max(missing)


def test_every_row_stays_in_sight_once_it_was_asked_for(signed_in_as: SignIn, half_way: TestDay) -> None:
    client = signed_in_as("chen")
    short, whole = (client.get(reverse("testing") + said).content.decode() for said in ("", "?all=1"))
    assert "people-rows is-all" not in short and "all=1" not in poll_url(short)
    assert "people-rows is-all" in whole and "all=1" in poll_url(whole)


def poll_url(html: str) -> str:
    return (
        html.split('id="testing-board"', 1)[1].split('hx-get="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    )


def test_asking_again_costs_little_while_nothing_changed(
    signed_in_as: SignIn, half_way: TestDay, django_assert_max_num_queries: Any
) -> None:
    client = signed_in_as("chen")
    url = poll_url(client.get(reverse("testing")).content.decode())
    with django_assert_max_num_queries(6):
        assert client.get(url, **HTMX).status_code == 204


def test_while_much_comes_in_the_count_is_shared_for_seconds(
    signed_in_as: SignIn, half_way: TestDay, take: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in_as("chen")
    url = poll_url(client.get(reverse("testing")).content.decode())
    take("马兰", "D-0009", phase="door", capacity=0)
    assert client.get(url, **HTMX).status_code == 204
    monkeypatch.setattr("gridward.testing.board.sharing.SHARED_FOR", timedelta(0))
    response = client.get(url, **HTMX)
    assert response.status_code == 200
    assert "<html" not in response.content.decode()


def test_the_poster_has_buildings_and_counts(signed_in_as: SignIn, half_way: TestDay, cast: Cast) -> None:
    html = signed_in_as("chen").get(reverse("testing_poster", args=[half_way.id])).content.decode()
    assert not [name for name in cast.persons if name in html]


def test_who_looked_at_a_flag_is_kept(signed_in_as: SignIn, half_way: TestDay, cast: Cast) -> None:
    client = signed_in_as("chen")
    html = client.get(reverse("testing_flags")).content.decode()
    sample_id = UUID(html.split('name="sample" value="', 1)[1].split('"', 1)[0])
    client.post(reverse("testing_flags"), {"sample": [str(sample_id)]})
    assert str(sample_id) not in client.get(reverse("testing_flags")).content.decode()


def test_a_stranger_finds_nothing(signed_in_as: SignIn, half_way: TestDay) -> None:
    names = ("testing_board", "testing_people", "testing_tubes", "testing_poster")
    answers = [signed_in_as("max").get(reverse(name, args=[half_way.id])).status_code for name in names]
    assert answers == [404] * 4


def test_lists_for_all_parts_stand(signed_in_as: SignIn, half_way: TestDay) -> None:
    client, here = signed_in_as("lin"), reverse("testing_people", args=[half_way.id])
    for what in ("missing", "sampled", "waiting", "resulted", "exempt", "signed_off", "due"):
        assert client.get(f"{here}?what={what}").status_code == 200
    assert Due.objects.of(half_way.community_id).exists()


# What other pages show


def test_todays_page_says_how_far_testing_is(signed_in_as: SignIn, half_way: TestDay) -> None:
    html = signed_in_as("chen").get("/").content.decode()
    assert "应检 8 人，已采样 3" in html and reverse("testing_board", args=[half_way.id]) in html


def test_a_doors_page_says_when_and_in_which_tube_and_no_result(
    signed_in_as: SignIn, half_way: TestDay, cast: Cast
) -> None:
    html = signed_in_as("chen").get(reverse("door", args=[cast.doors["5-101"]])).content.decode()
    panel = html.split('id="last-samples"', 1)[1].split("</section>", 1)[0]
    assert "C-0002" in panel
    assert "结果" not in panel


def test_a_door_never_sampled_has_no_panel(signed_in_as: SignIn, half_way: TestDay, cast: Cast) -> None:
    html = signed_in_as("chen").get(reverse("door", args=[cast.doors["3-201"]])).content.decode()
    assert 'id="last-samples"' not in html


def test_the_map_is_coloured_by_the_share_sampled(cast: Cast, chen: Actor, half_way: TestDay) -> None:
    paints = by_share_sampled(chen)
    assert paints[cast.areas[3]].level == 2
    assert paint_of(Tested(done=5, late=1)).state == "late"
    assert paint_of(Tested(done=5)).level == 5


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule)
def test_checks_find_nothing_on_a_sound_day(cast: Cast, half_way: TestDay, check: Any) -> None:
    assert not list(check.find(cast.community_id))


def test_checks_name_what_is_wrong(cast: Cast, half_way: TestDay) -> None:
    dues, samples = Due.objects.of(cast.community_id), Sample.objects.of(cast.community_id)
    dues.filter(subject_id=cast.persons["王小明"]).update(state="open", settled_at=None, settled_by_id=None)
    samples.filter(subject_id=cast.persons["刘洋"]).update(flags=[])
    found = {check.rule for check in CHECKS if list(check.find(cast.community_id))}
    assert {"testing.sample", "testing.twice"} <= found


def test_figures_of_the_day_open_to_their_rows(cast: Cast, chen: Actor, half_way: TestDay) -> None:
    day = half_way.date
    figures = {figure.code: figure for figure in figures_of_testing(cast.community_id)}
    counted = {code: figure.count(day).number for code, figure in figures.items()}
    assert counted == {
        "testing.due": 8,
        "testing.sampled": 3,
        "testing.missed": 5,
        "testing.waiting": 3,
        "testing.tubes": 3,
        "testing.resulted": 0,
        "testing.released": 0,
    }
    assert {code: len(figure.rows(chen, day)) for code, figure in figures.items()} == counted
    assert all(figure.rows(chen, day)[0:9] for code, figure in figures.items() if counted[code])


def test_no_figure_of_testing_before_the_first_day(cast: Cast) -> None:
    assert not list(figures_of_testing(cast.community_id))
