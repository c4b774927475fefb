"""The pages of a map's way in: upload, preview on list and map, decide, yes or no."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gridward.areas.maps.working import work_on_maps
from gridward.areas.models import Building, MapImport, MapShape
from tests.areas.plans import town
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def client_of_chen(signed_in_as: SignIn) -> Client:
    client = signed_in_as("chen")
    client.cookies["gridward_language"] = "en"
    return client


def upload(client: Client, **more: str) -> str:
    """Send the town of the tests; returns the address of its page."""
    file = SimpleUploadedFile("town.geojson", town())
    answer = client.post("/map/imports/", {"file": file, "datum": "wgs84", **more})
    assert answer.status_code == 302
    return str(answer["Location"])


def shape(cast: Cast, ref: str) -> MapShape:
    return MapShape.objects.of(cast.community_id).get(ref=ref)


def test_a_map_is_looked_at_before_anything_is_written(cast: Cast, client_of_chen: Client) -> None:
    url = upload(client_of_chen)
    assert "being worked on" in client_of_chen.get(url).text
    work_on_maps()
    page = client_of_chen.get(url).text
    assert "Nothing has been written yet" in page and "7号楼" in page
    assert not Building.objects.of(cast.community_id).filter(lng__isnull=False).exists()
    told = client_of_chen.get(f"{url}shapes/").json()
    assert len(told["features"]) == 9 and {each["state"] for each in told["legend"]} == {"done", "open"}


def test_every_verdict_has_its_list_with_the_reason(client_of_chen: Client) -> None:
    url = upload(client_of_chen)
    work_on_maps()
    for shown, words in (
        ("sure", "has this address"),
        ("refused", "It has no geometry"),
        ("ground", "丹江"),
        ("aside", "Neither building"),
    ):
        assert words in client_of_chen.get(f"{url}?shown={shown}").text


def test_a_yes_lets_it_in_and_a_second_does_nothing_more(cast: Cast, client_of_chen: Client) -> None:
    url = upload(client_of_chen, take_new="on")
    work_on_maps()
    assert client_of_chen.post(f"{url}confirm/").status_code == 302
    work_on_maps()
    assert client_of_chen.post(f"{url}confirm/").status_code == 409
    assert Building.objects.of(cast.community_id).count() == 6
    assert "On the map" in client_of_chen.get(url).text


def test_shapes_are_decided_in_bulk_and_by_what_is_typed(cast: Cast, client_of_chen: Client) -> None:
    url = upload(client_of_chen)
    work_on_maps()
    tower, house, shed = (shape(cast, f"way/{n}") for n in (5, 6, 7))
    typed = {"deed": "accept", "shape": tower.id, f"other-{tower.id}": "惠达工地 1号楼", "next": url}
    assert client_of_chen.post(f"{url}decide/", typed)["Location"] == url
    client_of_chen.post(f"{url}decide/", {"deed": "aside", "reason": "shed", "shape": [house.id, shed.id]})
    verdicts = [shape(cast, f"way/{n}").verdict for n in (5, 6, 7)]
    assert verdicts == ["sure", "aside", "aside"]
    assert shape(cast, "way/5").building_id == cast_id("building yard-1")


def test_nothing_ticked_is_said_so(client_of_chen: Client) -> None:
    url = upload(client_of_chen)
    work_on_maps()
    answer = client_of_chen.post(f"{url}decide/", {"deed": "aside", "reason": "shed"})
    assert answer.status_code == 422 and "First tick" in answer.text


def test_the_same_file_is_read_again_with_other_coordinates(cast: Cast, client_of_chen: Client) -> None:
    url = upload(client_of_chen)
    work_on_maps()
    answer = client_of_chen.post(f"{url}again/", {"datum": "gcj02"})
    assert answer.status_code == 302 and answer["Location"] != url
    work_on_maps()
    states = dict(MapImport.objects.of(cast.community_id).values_list("datum", "state"))
    assert states == {"wgs84": "cancelled", "gcj02": "ready"}


def test_progress_is_polled_until_it_is_over(client_of_chen: Client) -> None:
    url = upload(client_of_chen)
    assert client_of_chen.get(f"{url}progress/").status_code == 200
    work_on_maps()
    assert client_of_chen.get(f"{url}progress/")["HX-Refresh"] == "true"


def test_a_file_that_is_no_map_says_what_is_wrong_with_it(client_of_chen: Client) -> None:
    file = SimpleUploadedFile("a.geojson", b'{"type": "FeatureCollection",')
    url = client_of_chen.post("/map/imports/", {"file": file, "datum": "wgs84"})["Location"]
    work_on_maps()
    assert "stops being JSON at line 1" in client_of_chen.get(url).text
