"""Buildings put on the map by hand: a point, a footprint, many at once, and off again."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.areas.maps.place_forms import place_read
from gridward.areas.maps.placing import PlaceFact, place_buildings
from gridward.areas.models import Building, BuildingVersion
from gridward.facts.said import EMPTY
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.areas.plans import at, square
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
TOWER = cast_id("building 3")


def tower(cast: Cast) -> Building:
    return Building.objects.of(cast.community_id).get(id=TOWER)


def test_a_footprint_gives_the_point_inside_it(cast: Cast, chen: Actor) -> None:
    assert place_buildings(by=chen, facts=[PlaceFact(TOWER, square(0, 0))]) == [TOWER]
    assert (tower(cast).lng, tower(cast).lat) == pytest.approx(at(10, 10), abs=1e-6)


def test_the_same_place_twice_changes_nothing(cast: Cast, chen: Actor) -> None:
    for _time in range(2):
        place_buildings(by=chen, facts=[PlaceFact(TOWER, square(0, 0))])
    versions = BuildingVersion.objects.of(cast.community_id).filter(entity_id=TOWER, footprint__isnull=False)
    assert versions.count() == 1


def test_a_point_outside_the_footprint_takes_it_away_and_one_inside_does_not(cast: Cast, chen: Actor) -> None:
    place_buildings(by=chen, facts=[PlaceFact(TOWER, square(0, 0))])
    for place, keeps in ((at(5, 5), True), (at(500, 5), False)):
        place_buildings(by=chen, facts=[PlaceFact(TOWER, None, *place)])
        assert (tower(cast).lng, tower(cast).footprint is not None) == (place[0], keeps)


def test_a_building_is_taken_off_the_map(cast: Cast, chen: Actor) -> None:
    place_buildings(by=chen, facts=[PlaceFact(TOWER, square(0, 0))])
    place_buildings(by=chen, facts=[PlaceFact(TOWER, EMPTY)])
    assert (tower(cast).footprint, tower(cast).lng) == (None, None)


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (PlaceFact(TOWER), "areas.bad_place"),
        (PlaceFact(TOWER, None, 110.3, None), "areas.bad_place"),
        (PlaceFact(TOWER, None, 110.3, 133.7), "areas.bad_place"),
        (PlaceFact(TOWER, {"type": "Point", "coordinates": [0, 0]}), "shared.bad_outline"),
        (PlaceFact(new_id(), None, 110.3, 33.7), "areas.unknown_building"),
    ],
)
def test_what_is_no_place_is_refused(cast: Cast, chen: Actor, fact: PlaceFact, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        place_buildings(by=chen, facts=[fact])
    assert refusal.value.code == code


@pytest.mark.parametrize("who", ["omar", "lin", "rosa"])
def test_others_place_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(Problem) as refusal:
        place_buildings(by=cast.actor(who), facts=[PlaceFact(TOWER, square(0, 0))])
    assert refusal.value.code == "shared.not_yours"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("110.3321, 33.6954", (110.3321, 33.6954)),
        ("33.6954，110.3321", (110.3321, 33.6954)),
        ("110.3321 33.6954", (110.3321, 33.6954)),
        ("110.3321", None),
        ("here", None),
    ],
)
def test_coordinates_are_read_as_people_write_them(text: str, place: Any) -> None:
    assert place_read(text) == place


def test_coordinates_of_a_web_map_are_put_right() -> None:
    shifted = place_read("110.3321, 33.6954", "gcj02")
    assert shifted is not None and 0.001 < abs(shifted[0] - 110.3321) < 0.01


def test_a_building_is_drawn_on_its_page(cast: Cast, signed_in_as: SignIn) -> None:
    client, url = signed_in_as("chen"), f"/buildings/{TOWER}/place/"
    assert client.post(url, {"drawn": json.dumps(square(0, 0))}).status_code == 302
    assert tower(cast).footprint is not None and "coordinates" in client.get(url).text
    point = {"type": "Point", "coordinates": at(5, 5)}
    assert client.post(url, {"drawn": json.dumps(point)}).status_code == 302
    assert tower(cast).footprint is None
    assert client.post(url, {"drawn": "", "place": "110.3, 33.7"}).status_code == 302
    assert tower(cast).lng == 110.3
    for wrong in ({"drawn": "{"}, {"place": "there"}, {"drawn": '{"type": "Point", "coordinates": []}'}):
        assert client.post(url, wrong).status_code == 422


def test_many_are_placed_from_the_list(cast: Cast, signed_in_as: SignIn) -> None:
    client, url = signed_in_as("chen"), "/buildings/unplaced/"
    assert client.get(url).text.count('name="place-') == 4
    places = {f"place-{TOWER}": "110.3, 33.7", f"place-{cast_id('building 5')}": "somewhere"}
    assert client.post(url, places).status_code == 422
    places[f"place-{cast_id('building 5')}"] = "110.31, 33.7"
    assert client.post(url, places).status_code == 302
    assert client.get(url).text.count('name="place-') == 2
