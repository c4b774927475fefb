"""The pages of dividing and assigning, as each role meets them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.allocation import actions
from gridward.allocation.models import Proposal
from gridward.allocation.runs import work_on_proposals
from gridward.households.actions import assign_doors
from gridward.shared.ids import new_id
from tests.allocation.street import doors_of, house, pieces_of, planned
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_leader_asks_looks_and_accepts(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor
) -> None:
    client, id = signed_in_as("lin"), new_id()
    form = {
        "proposal_id": id,
        "workers": [cast.workers["omar"], cast.workers["zhao"]],
        "balance": "doors",
        "fewest": 8,
        "most": 12,
        "keep": "keep",
    }
    assert client.post("/allocation/assign/", form).url == f"/allocation/{id}/"  # type: ignore[attr-defined]
    assert "正在计算" in text_of(client, f"/allocation/{id}/")
    work_on_proposals()
    page = text_of(client, f"/allocation/{id}/")
    assert "采用" in page and "奥马尔" in page and "赵敏" in page
    client.post(f"/allocation/{id}/accept/")
    assert 8 <= doors_of(cast, "zhao") <= 12
    assert "已采用" in text_of(client, f"/allocation/{id}/")


def test_limits_that_cannot_come_out_are_said_beside_their_field(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID]
) -> None:
    form = {"proposal_id": new_id(), "workers": [cast.workers["omar"]], "balance": "doors", "keep": "keep"}
    answer = signed_in_as("lin").post("/allocation/assign/", {**form, "fewest": 35, "most": 45})
    assert answer.status_code == 422
    assert "共 20（户数）" in answer.content.decode()


def test_the_form_offers_limits_that_come_out(cast: Cast, signed_in_as: SignedIn, street: list[UUID]) -> None:
    page = text_of(signed_in_as("lin"), "/allocation/assign/")
    assert 'value="8"' in page and 'value="12"' in page


def test_every_move_says_why(cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor) -> None:
    fact = actions.AwayFact(cast.workers["zhao"], timezone.localdate(), "ill")
    proposal = actions.somebody_away(by=lin, away=fact)
    work_on_proposals()
    page = text_of(signed_in_as("lin"), f"/allocation/{proposal.id}/")
    assert "赵敏暂时离岗" in page
    assert "生病" not in page


def test_why_somebody_is_away_is_shown_to_the_coordinator_alone(
    cast: Cast, signed_in_as: SignedIn, chen: Actor
) -> None:
    actions.set_away(by=chen, away=[actions.AwayFact(cast.workers["omar"], timezone.localdate(), "ill")])
    url = f"/allocation/workers/{cast.workers['omar']}/"
    assert "生病" in text_of(signed_in_as("chen"), url)
    assert "生病" in text_of(signed_in_as("omar"), url)
    for page in (url, "/allocation/", "/allocation/workers/", "/allocation/by-hand/"):
        assert "生病" not in text_of(signed_in_as("lin"), page)


def test_illness_becomes_a_proposal_from_one_form(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID]
) -> None:
    form = {
        "proposal_id": new_id(),
        "worker": cast.workers["zhao"],
        "since": timezone.localdate().isoformat(),
        "reason": "ill",
    }
    client = signed_in_as("chen")
    answer = client.post("/allocation/away/", form)
    assert Proposal.objects.of(cast.community_id).get().kind == "repair"
    assert answer.status_code == 302
    assert "赵敏（离岗）" in text_of(client, "/allocation/away/")


def test_a_ticked_building_is_kept_where_it_is(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor
) -> None:
    proposal = planned(cast, lin)
    moving = next(piece for piece in pieces_of(proposal) if piece.moved)
    answer = signed_in_as("lin").post(
        f"/allocation/{proposal.id}/change/", {"piece": moving.id, "to": "stay"}
    )
    assert answer.status_code == 302
    again = next(piece for piece in pieces_of(proposal) if piece.id == moving.id)
    assert (again.moved, again.is_pinned) == (0, True)


def test_a_building_chosen_on_the_map_goes_to_whom_the_form_names(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor
) -> None:
    proposal = planned(cast, lin)
    form = {"buildings": f"{house(1)},{house(2)}", "to": cast.workers["zhao"]}
    signed_in_as("lin").post(f"/allocation/{proposal.id}/change/", form)
    pieces = {piece.building_id: piece.after_id for piece in pieces_of(proposal)}
    assert pieces[house(1)] == pieces[house(2)] == cast.workers["zhao"]


def test_a_register_that_changed_is_said_on_the_page(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor
) -> None:
    proposal = planned(cast, lin)
    moving = next(piece for piece in pieces_of(proposal) if piece.moved)
    assign_doors(by=lin, worker_id=None, door_ids=[UUID(moving.door_ids[0])])
    answer = signed_in_as("lin").post(f"/allocation/{proposal.id}/accept/", follow=True)
    assert "登记有变动" in answer.content.decode()


def test_the_map_tells_who_has_each_building_before_and_after(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor
) -> None:
    proposal = planned(cast, lin)
    client = signed_in_as("lin")
    for when in ("before", "after"):
        found = client.get(f"/allocation/{proposal.id}/map/{when}.json").json()
        groups = {one["id"]: one["properties"]["group"] for one in found["features"]}
        wanted = {str(p.building_id): str(getattr(p, f"{when}_id")) for p in pieces_of(proposal)}
        assert groups == wanted
        assert len(found["bounds"]) == 4
    assert client.get(f"/allocation/{proposal.id}/map/later.json").status_code == 404


def test_doors_and_buildings_are_given_by_hand_and_the_load_is_said(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID]
) -> None:
    form = {
        "area": cast.areas[3],
        "door": cast.doors["3-101"],
        "buildings": str(house(1)),
        "worker": cast.workers["zhao"],
    }
    answer = signed_in_as("lin").post("/allocation/by-hand/", form, follow=True)
    assert "已把 3 户交给赵敏，现共 9 户" in answer.content.decode()
    assert doors_of(cast, "zhao") == 8


def test_by_hand_nothing_outside_the_own_area_is_given_away(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID]
) -> None:
    form = {"buildings": str(cast_id("building 5")), "worker": cast.workers["omar"]}
    signed_in_as("lin").post("/allocation/by-hand/", form)
    assert cast.door("5-101").worker_id == cast.workers["zhao"]


def test_a_worker_sees_the_own_walk_and_nobody_elses(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID]
) -> None:
    client = signed_in_as("omar")
    assert "03-001" in text_of(client, f"/allocation/workers/{cast.workers['omar']}/")
    assert client.get(f"/allocation/workers/{cast.workers['zhao']}/").status_code == 403


def test_the_walk_on_the_map_is_a_line_with_numbers(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID]
) -> None:
    found = signed_in_as("lin").get(f"/allocation/workers/{cast.workers['omar']}/map.json").json()
    kinds = [one["geometry"]["type"] for one in found["features"]]
    assert kinds.count("LineString") == 1
    assert kinds.count("Point") == 7


def test_weights_are_set_on_a_page(cast: Cast, signed_in_as: SignedIn) -> None:
    form = {"per_door": 5, "per_floor": 1, "per_person": 1, "empty_share": 0.5, "isolation_factor": 2}
    form["stretch"] = 0.3
    client = signed_in_as("chen")
    assert client.post("/allocation/weights/", {**form, "fewest": 30, "most": 50}).status_code == 302
    assert 'value="30"' in text_of(client, "/allocation/weights/")
    answer = client.post("/allocation/weights/", {**form, "fewest": 60, "most": 50})
    assert answer.status_code == 422


def test_limits_of_a_worker_are_set_and_cleared_on_a_page(cast: Cast, signed_in_as: SignedIn) -> None:
    client, url = signed_in_as("chen"), f"/allocation/workers/{cast.workers['omar']}/limits/"
    assert client.post(url, {"sent": "yes", "most": 12, "highest_floor": 2}).status_code == 302
    assert 'value="12"' in text_of(client, url)
    client.post(url, {"sent": "yes"})
    assert 'value="12"' not in text_of(client, url)


def test_pins_are_listed_and_let_go(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor
) -> None:
    actions.pin(by=lin, to="worker", parts={house(1): cast.workers["omar"]})
    client = signed_in_as("lin")
    page = text_of(client, "/allocation/pins/")
    assert "河滨巷101" in page and "奥马尔" in page
    pin = page.split('name="pin" value="')[1].split('"')[0]
    client.post("/allocation/pins/", {"pin": pin})
    assert "没有固定的楼栋" in text_of(client, "/allocation/pins/")


def test_what_cannot_be_placed_is_named_with_the_way_to_mend_it(
    cast: Cast, signed_in_as: SignedIn, street: list[UUID], lin: Actor
) -> None:
    from gridward.areas.actions import BuildingFact, put_buildings
    from gridward.facts.said import EMPTY

    tower = cast_id("building 3")
    put_buildings(by=cast.actor("chen"), buildings=[BuildingFact(id=tower, lng=EMPTY, lat=EMPTY)])
    page = text_of(signed_in_as("lin"), f"/allocation/{planned(cast, lin).id}/")
    assert f"/buildings/{tower}/" in page
