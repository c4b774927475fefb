"""The page of gaps: counts that open to lists, and each kind mended where it is listed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gridward.accounts.actors import Actor
from gridward.areas.actions import put_buildings
from gridward.areas.entries import BuildingFact
from gridward.coverage.gaps.mending import WAYS
from gridward.coverage.gaps.report import report_of
from gridward.facts.said import EMPTY
from tests.cast import HOUSEHOLDS, Cast, cast_id
from tests.coverage.faults import PLANTED, make_whole, middle, plant_all, put_area, square

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def whole(cast: Cast, chen: Actor) -> Cast:
    """The cast's community without a fault."""
    make_whole(cast, chen)
    return cast


def ids_of(actor: Actor, code: str) -> list[UUID]:
    """Everything found of a kind."""
    return [gap.id for gap in report_of(actor, code).kinds[0].every()]


def mend(client: Client, code: str, way: str, gaps: list[UUID], **said: Any) -> Any:
    """Post what the form of the row says."""
    form = {"gap": [str(id) for id in gaps], "here": f"kind={code}"} | said
    return client.post(f"/gaps/{code}/{way}/", form)


# What is said in each way, and, where the gap's own place must be made first, how.
SAID: dict[tuple[str, str], dict[str, Any]] = {
    ("building.area", "area"): {"area": cast_id("area 2")},
    ("building.elsewhere", "own"): {},
    ("building.elsewhere", "area"): {"area": cast_id("area 3")},
    ("building.outside", "place"): {"place": "110.0241，33.0041"},
    ("building.place", "place"): {"place": '{"type":"Point","coordinates":[110.0241,33.0041]}'},
    ("area.overlap", "ground"): {"area": cast_id("area 1")},
    ("shape.building", "new"): {"site": cast_id("site xinhe")},
    ("shape.building", "known"): {"building": cast_id("building 5")},
    ("shape.building", "aside"): {"reason": "shed"},
    ("site.area", "own"): {},
    ("site.area", "area"): {"area": cast_id("area 1")},
    ("area.leader", "leader"): {"worker": cast_id("omar")},
    ("area.deputy", "deputy"): {"worker": cast_id("omar")},
    ("building.door", "door"): {"unit": "", "room": ""},
    ("door.area", "area"): {"area": cast_id("area 2")},
    ("door.away", "worker"): {"worker": cast_id("omar")},
    ("door.worker", "worker"): {"worker": cast_id("zhao")},
    ("door.plate", "plate"): {"plate": "03-077"},
    ("door.same_plate", "plate"): {"plate": "03-078"},
    ("door.recheck", "visit"): {"state": "lived_in"},
}


def test_every_way_to_mend_is_tried_here() -> None:
    assert {(code, way.name) for code, ways in WAYS.items() for way in ways} == set(SAID)


@pytest.mark.parametrize(("code", "way"), SAID)
def test_each_kind_is_mended_in_its_row(
    whole: Cast, chen: Actor, signed_in_as: SignIn, code: str, way: str
) -> None:
    (PLANTED[code].plant if code in PLANTED else put_area(2, deputy_id=EMPTY))(whole, chen)
    if way == "known":
        PLANTED["building.place"].plant(whole, chen)
    gaps = ids_of(chen, code)
    client = signed_in_as("chen")
    assert client.get(f"/gaps/{code}/{way}/", {"gap": gaps[0]}).status_code == 200
    response = mend(client, code, way, gaps, **SAID[code, way])
    assert response["Location"] == f"/gaps/?kind={code}"
    assert ids_of(chen, code) == []


@pytest.mark.parametrize("place", ["here", "200, 33", "33"])
def test_a_place_that_is_none_is_refused_in_words(
    whole: Cast, chen: Actor, signed_in_as: SignIn, place: str
) -> None:
    PLANTED["building.place"].plant(whole, chen)
    gaps = ids_of(chen, "building.place")
    response = mend(signed_in_as("chen"), "building.place", "place", gaps, place=place)
    assert response.status_code == 422 and response.context["form"].errors["place"]


def test_an_area_is_not_cut_to_nothing(whole: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    put_area(2, outline=square(1))(whole, chen)
    gaps = ids_of(chen, "area.overlap")
    response = mend(signed_in_as("chen"), "area.overlap", "ground", gaps, area=whole.areas[1])
    assert response.status_code == 422 and len(ids_of(chen, "area.overlap")) == 1


def test_the_page_counts_every_kind_and_shows_the_first_that_is_open(
    whole: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    context = signed_in_as("chen").get("/gaps/").context
    assert context["gaps"].total == 1 and context["gaps"].kind.code == "door.plate"
    assert {line.state for line in context["faults"] if line.count == 0} == {"done"}


def test_a_whole_community_reads_that_no_corner_is_dead(whole: Cast, signed_in_as: SignIn) -> None:
    page = signed_in_as("chen").get("/gaps/", headers={"accept-language": "en"}).content.decode()
    assert "No dead corner within your sight" in page or "没有死角" in page


def test_htmx_gets_the_form_into_the_row_and_the_list_afterwards(
    whole: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    client, [door] = signed_in_as("chen"), ids_of(chen, "door.plate")
    part = client.get("/gaps/door.plate/plate/", {"gap": door}, headers={"hx-request": "true"})
    assert part.templates[0].name == "coverage/_gap_form.html"
    form = {"gap": str(door), "plate": "03-077", "here": "kind=door.plate"}
    answer = client.post("/gaps/door.plate/plate/", form, headers={"hx-request": "true"})
    assert answer.templates[0].name == "coverage/_gaps_report.html" and not answer.context["rows"]


def test_a_plate_that_is_taken_is_refused_beside_its_field(
    whole: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    response = mend(signed_in_as("chen"), "door.plate", "plate", ids_of(chen, "door.plate"), plate="03-002")
    assert response.status_code == 422 and response.context["form"].errors["plate"]


def test_many_doors_get_one_worker_at_once(whole: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    PLANTED["door.worker"].plant(whole, chen)
    gaps = ids_of(chen, "door.worker")
    assert len(gaps) == 3
    said = {"many": "yes", "many-worker": cast_id("zhao")}
    mend(signed_in_as("chen"), "door.worker", "worker", gaps, **said)
    assert ids_of(chen, "door.worker") == []


def test_a_whole_list_is_mended_at_once_as_it_is_narrowed(
    whole: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    houses = [
        BuildingFact(
            site_id=cast_id("site lane"), number=str(n), area_id=whole.areas[1 + n // 90], map_ref=f"way/{n}"
        )
        for n in range(30, 110)
    ]
    lng, lat = middle(1)
    put_buildings(by=chen, buildings=[replace(house, lng=lng, lat=lat) for house in houses])
    client = signed_in_as("chen")
    page = client.get("/gaps/?kind=building.door").content.decode()
    assert 'name="whole"' in page
    here = f"kind=building.door&area={whole.areas[1]}"
    mend(client, "building.door", "door", [], many="yes", whole="yes", here=here)
    left = report_of(chen, "building.door").kinds[0].every()
    assert {gap.area_id for gap in left} == {whole.areas[2]}


def test_the_same_twice_is_nothing_to_mend(whole: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    PLANTED["door.worker"].plant(whole, chen)
    client, gaps = signed_in_as("chen"), ids_of(chen, "door.worker")
    assert mend(client, "door.worker", "worker", gaps, worker=cast_id("zhao")).status_code == 302
    assert mend(client, "door.worker", "worker", gaps, worker=cast_id("zhao")).status_code == 404


def test_a_leader_mends_the_own_doors_and_nobody_elses(
    whole: Cast, chen: Actor, lin: Actor, signed_in_as: SignIn
) -> None:
    PLANTED["door.worker"].plant(whole, chen)
    said = {"worker": cast_id("zhao")}
    gaps = ids_of(lin, "door.worker")
    assert mend(signed_in_as("zhao"), "door.worker", "worker", gaps, **said).status_code == 403
    assert mend(signed_in_as("rosa"), "door.worker", "worker", gaps, **said).status_code == 403
    assert mend(signed_in_as("max"), "door.worker", "worker", gaps, **said).status_code == 404
    assert mend(signed_in_as("lin"), "door.worker", "worker", gaps, **said).status_code == 302


def test_nothing_ticked_is_said_in_words(whole: Cast, signed_in_as: SignIn) -> None:
    assert mend(signed_in_as("chen"), "door.worker", "worker", []).status_code == 422
    assert signed_in_as("chen").get("/gaps/door.worker/colour/").status_code == 404


def test_a_reader_sees_and_mends_nothing(whole: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    context = signed_in_as("rosa").get("/gaps/").context
    assert context["rows"] and not context["ways"] and not context["many"]


def test_what_is_carried_away_has_places_and_counts_and_no_name(
    whole: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    plant_all(whole, chen)
    client = signed_in_as("chen")
    texts = [client.get("/gaps/").context["carry_text"]]
    texts += [client.get("/gaps/", {"kind": code}).context["carry_text"] for code in PLANTED]
    said = "\n".join(texts)
    people = {
        "林涛",
        "奥马尔",
        "赵敏",
        "陈静",
        "片长1",
        *(n for _, all_ in HOUSEHOLDS.values() for n, _, _ in all_),
    }
    assert not [name for name in people if name in said]
    assert "03-002" in said or "信合小区" in said


def test_gaps_lie_on_the_map_where_they_are(whole: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    PLANTED["area.leader"].plant(whole, chen)
    shown = signed_in_as("chen").get("/gaps/map.json").json()
    doors = [f for f in shown["features"] if f["properties"]["kind"] == "door"]
    assert [f["geometry"]["coordinates"] for f in doors] == [list(middle(3))]
    painted = [f["id"] for f in shown["features"] if f["properties"]["paint"] and f not in doors]
    assert painted == [str(whole.areas[2])] and len(shown["legend"]) == 1
    one = signed_in_as("chen").get("/gaps/map.json", {"kind": "area.leader"}).json()
    assert not [f for f in one["features"] if f["properties"]["kind"] == "door"]
    assert 'data-source="/gaps/map.json' in signed_in_as("chen").get("/gaps/?map=yes").content.decode()


def test_a_narrowed_list_is_asked_for_in_the_address(whole: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    PLANTED["area.leader"].plant(whole, chen)
    context = signed_in_as("chen").get("/gaps/", {"area": str(whole.areas[3])}).context
    assert context["gaps"].total == 1 and context["gaps"].kind.code == "door.plate"
    assert (
        signed_in_as("chen").get("/gaps/", {"area": "nonsense", "kind": "x", "page": "99"}).status_code == 200
    )


def test_the_page_takes_a_constant_number_of_statements(
    whole: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    plant_all(whole, chen)
    client = signed_in_as("chen")
    client.get("/gaps/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/gaps/", {"kind": "door.verified"})
    assert len(captured) <= 45
