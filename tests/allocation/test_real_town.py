"""A piece of a real town from its map to the workers who answer for its doors, by the ways its coordinator has."""

from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from gridward.accounts import actions as people
from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Account, Role
from gridward.allocation.actions import Limits, accept, propose_areas, propose_workers
from gridward.allocation.models import Proposal
from gridward.allocation.runs import work_on
from gridward.areas.actions import put_areas, put_sites
from gridward.areas.entries import AreaFact, SiteFact
from gridward.areas.maps.command import bring_in_file
from gridward.areas.maps.runs import Options
from gridward.areas.models import Area, Building
from gridward.briefings.proofs import broken, prove_all
from gridward.coverage.gaps.report import report_of
from gridward.households.models import Door
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
TOWN = Path(__file__).parents[1] / "data/krems/buildings.geojson"
BUILDINGS, AREAS, WORKERS = 60, 3, 4


@pytest.fixture
def keeper(db: None) -> Actor:
    """Who keeps a community that has nothing yet."""
    roles = (Role.DATA_OFFICER, Role.COORDINATOR)
    community, worker = people.make_community(
        code="611097001014", name="河畔社区", maker_name="安娜", roles=roles
    )
    actor = actor_of(worker, community.id)
    assert actor is not None
    people.make_account(
        by=actor, worker_id=worker.id, username="anna", password=PASSWORD, must_change_password=False
    )
    return actor


def workers(by: Actor, role: str, places: list[UUID | None]) -> list[UUID]:
    """New workers with a role, each over an area or over all."""
    facts = [people.WorkerFact(f"{role} {at}", by.community_id) for at in range(len(places))]
    ids = [worker.id for worker in people.add_workers(by=by, facts=facts)]
    grants = [people.GrantFact(id, role, scope_id=place) for id, place in zip(ids, places, strict=True)]
    people.grant(by=by, facts=grants)
    return ids


def mended_whole(code: str, way: str, **said: str) -> None:
    """The whole list of a kind of gap mended at once on its page."""
    client = Client()
    client.force_login(Account.objects.get(username="anna"), "django.contrib.auth.backends.ModelBackend")
    form = {f"many-{name}": value for name, value in said.items()}
    sent = client.post(
        f"/gaps/{code}/{way}/", {"many": "yes", "whole": "yes", "here": f"kind={code}", **form}
    )
    assert sent.status_code == 302, sent.content.decode()


def carried_out(by: Actor, proposal: Proposal) -> Proposal:
    """A proposal planned here and now, and accepted."""
    assert work_on(proposal)
    proposal.refresh_from_db()
    assert proposal.figures["is_feasible"], proposal.figures["broken"]
    accept(by=by, proposal=proposal)
    return proposal


def open_gaps(by: Actor) -> dict[str, int]:
    """The kinds of gap that are not closed, remarks aside."""
    return {kind.code: kind.count() for kind in report_of(by).faults if kind.count()}


def test_a_real_town_goes_in_is_divided_and_assigned_without_a_gap_of_grid_or_worker(keeper: Actor) -> None:
    brought = bring_in_file(by=keeper, path=TOWN, options=Options(take_new=True))
    assert brought.summary["features"] == BUILDINGS
    yard = put_sites(by=keeper, sites=[SiteFact(name="无门牌楼栋", kind="compound")])[0]
    mended_whole("shape.building", "new", site=str(yard))
    mended_whole("building.door", "door", unit="", room="")
    assert Door.objects.of(keeper.community_id).count() == BUILDINGS

    carried_out(keeper, propose_areas(by=keeper, count=AREAS))
    areas = list(Area.objects.of(keeper.community_id).filter(is_closed=False).order_by("number"))
    leaders = workers(keeper, Role.AREA_LEADER, [area.id for area in areas])
    put_areas(
        by=keeper,
        areas=[AreaFact(id=area.id, leader_id=id) for area, id in zip(areas, leaders, strict=True)],
    )
    answering = workers(keeper, Role.WORKER, [None] * WORKERS)
    carried_out(keeper, propose_workers(by=keeper, worker_ids=answering, limits=Limits(13, 17)))

    held = Counter(Building.objects.of(keeper.community_id).values_list("area_id", flat=True))
    assert set(held) == {area.id for area in areas} and len(areas) == AREAS
    assert sum(held.values()) == BUILDINGS
    given = Counter(Door.objects.of(keeper.community_id).values_list("worker_id", flat=True))
    assert set(given) == set(answering) and all(13 <= doors <= 17 for doors in given.values())
    # What is left is work at the doors: numbers, and the first verification.
    assert open_gaps(keeper) == {"door.plate": BUILDINGS, "door.verified": BUILDINGS}
    assert not broken(prove_all(keeper.community_id))
