"""The pages on which areas are drawn, split, merged and printed."""

import json
from typing import Any

import pytest

from gridward.areas.models import Area, Building
from tests.areas.side_by_side import ACROSS, EAST, box
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db


def test_a_split_is_looked_at_before_it_happens(drawn: Cast, signed_in_as: Any) -> None:
    chen, here = signed_in_as("chen"), f"/areas/{drawn.areas[3]}/split/"
    look = chen.post(here, {"line": json.dumps(ACROSS), "step": "look"})
    preview = look.context["preview"]
    assert [move.words for move in preview.moves] == ["信合小区7号楼"]
    assert Area.objects.of(drawn.community_id).count() == 3
    said = {"new0-number": "8", "new0-name": "第8片区", "new0-leader": str(drawn.workers["zhao"])}
    chen.post(here, {"line": json.dumps(ACROSS), "step": "do", **said})
    new = Area.objects.of(drawn.community_id).get(number=8)
    assert new.leader_id == drawn.workers["zhao"]
    assert Building.objects.of(drawn.community_id).get(id=cast_id(EAST)).area_id == new.id


@pytest.mark.parametrize("line", ["no json", "[1]", '{"type": "Point", "coordinates": [1, 2]}'])
def test_what_is_no_line_is_refused_by_name(drawn: Cast, signed_in_as: Any, line: str) -> None:
    answer = signed_in_as("chen").post(f"/areas/{drawn.areas[3]}/split/", {"line": line, "step": "look"})
    assert answer.status_code == 422
    assert "GeoJSON" in answer.content.decode()


def test_areas_are_merged_from_the_page(drawn: Cast, signed_in_as: Any) -> None:
    said = {"area": [str(drawn.areas[2]), str(drawn.areas[3])], "into": str(drawn.areas[3])}
    chen = signed_in_as("chen")
    look = chen.post("/areas/merge/", said | {"step": "look"})
    assert [area.is_closing for area in look.context["preview"].areas] == [True, False]
    chen.post("/areas/merge/", said | {"step": "do"})
    assert Area.objects.of(drawn.community_id).get(id=drawn.areas[2]).is_closed


def test_a_border_is_drawn_from_the_page(drawn: Cast, signed_in_as: Any) -> None:
    chen, here = signed_in_as("chen"), f"/areas/{drawn.areas[3]}/border/"
    said = {"outline": json.dumps(box(110.3335, 110.339))}
    assert chen.post(here, said | {"step": "look"}).context["preview"].doors == 1
    assert chen.post(here, said | {"step": "do"}).status_code == 302
    assert Building.objects.of(drawn.community_id).get(id=cast_id("building 5")).area_id == drawn.areas[3]


def test_an_outline_that_encloses_nothing_is_refused_beside_its_field(drawn: Cast, signed_in_as: Any) -> None:
    flat = {"type": "Polygon", "coordinates": [[[110, 33], [110.1, 33], [110, 33], [110, 33]]]}
    said = {"number": "3", "name": "第3片区", "difficulty": "1", "outline": json.dumps(flat)}
    answer = signed_in_as("chen").post(f"/areas/{drawn.areas[3]}/edit/", said)
    assert answer.status_code == 422
    assert answer.context["form"].errors["outline"]


def test_deputy_bounds_and_outline_are_kept_and_shown(drawn: Cast, signed_in_as: Any) -> None:
    said = {
        "id": str(drawn.areas[3]),
        "number": "3",
        "name": "第3片区",
        "difficulty": "2",
        "deputy": str(drawn.workers["zhao"]),
        "bound_east": "滨河路",
        "outline": json.dumps(box(110.336, 110.340)),
    }
    chen = signed_in_as("chen")
    assert chen.post(f"/areas/{drawn.areas[3]}/edit/", said).status_code == 302
    page = chen.get(f"/areas/{drawn.areas[3]}/").content.decode()
    assert "赵敏" in page
    assert "东至滨河路" in page


def test_the_bounds_are_proposed_from_the_neighbours_and_nothing_is_kept(
    drawn: Cast,
    signed_in_as: Any,
) -> None:
    said = {"number": "2", "name": "改名", "outline": json.dumps(box(110.333, 110.336)), "propose": "bounds"}
    form = signed_in_as("chen").post(f"/areas/{drawn.areas[2]}/edit/", said).context["form"]
    assert (form["bound_east"].value(), form["bound_west"].value()) == ("第3片区", "第1片区")
    assert Area.objects.of(drawn.community_id).get(id=drawn.areas[2]).name == "第2片区"


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_sheet_has_title_legend_scale_and_north(drawn: Cast, signed_in_as: Any, paper: str) -> None:
    page = signed_in_as("chen").get(f"/map/print/?paper={paper}&area={drawn.areas[3]}").content.decode()
    for words in ("第3片区", "片长 林涛", "下湾社区", " m</text>", 'class="arrow"', "paper-legend", "北"):
        assert words in page


def test_the_workers_of_an_area_stand_on_its_page(drawn: Cast, signed_in_as: Any) -> None:
    answer = signed_in_as("chen").get(f"/areas/{drawn.areas[3]}/")
    assert [(worker.name, doors) for worker, doors in answer.context["workers"]] == [
        ("奥马尔", 3),
        ("赵敏", 1),
    ]
