"""Stations and desks, which last over the days, and the norms a community plans by."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.areas.models import Site
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.shared.ids import derived_id, new_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code
from gridward.testing.models import Desk, Norms, Station, StationKind
from gridward.testing.setup.entries import StationFact

MOST_DESKS: Final = 60
STATION_NAMELESS = problem_code("testing.station_nameless", 422, "Give the station a name.")
STATION_TAKEN = problem_code("testing.station_taken", 409, "There is a station of this name already.")
BAD_DESKS = problem_code("testing.bad_desks", 422, "A station has 0 to {most} desks.")
BAD_NORM = problem_code(
    "testing.bad_norm",
    422,
    "Every figure is at least 1, a range goes from less to more, and a phase ends after it begins.",
)
KEPT: Final = ("kind", "name", "site_id", "place", "lng", "lat", "order", "is_open")


@transaction.atomic
def put_station(*, by: Actor, fact: StationFact) -> Station:
    """Add a station, or change one; its desks are numbered from 1, and those above the number are closed.

    By a coordinator. Raises shared.not_yours, shared.not_found, testing.station_nameless, testing.station_taken,
    testing.bad_desks.
    """
    must_be(by, Role.COORDINATOR)
    hold(by.community_id)
    _refuse_nonsense(by, fact)
    stations = Station.objects.of(by.community_id)
    id = fact.id or new_id()
    if stations.filter(name=fact.name.strip()).exclude(id=id).exists():
        raise Problem(STATION_TAKEN)
    station = Station(
        id=id,
        community_id=by.community_id,
        **{name: getattr(fact, name) for name in KEPT if name != "name"},
        name=fact.name.strip(),
    )
    Station.objects.bulk_create(
        [station], update_conflicts=True, unique_fields=["community_id", "id"], update_fields=KEPT
    )
    put_desks(by.community_id, station.id, fact.desks)
    announce(
        "station.put", community_id=by.community_id, by_id=by.worker_id, changed=[("station", station.id)]
    )
    return station


def _refuse_nonsense(by: Actor, fact: StationFact) -> None:
    if not fact.name.strip() or fact.kind not in StationKind.values:
        raise Problem(STATION_NAMELESS)
    if not 0 <= fact.desks <= MOST_DESKS:
        raise Problem(BAD_DESKS, {"most": MOST_DESKS})
    if fact.id and not Station.objects.with_ids(by.community_id, [fact.id]).exists():
        raise Problem(NOT_FOUND)
    if fact.site_id and not Site.objects.with_ids(by.community_id, [fact.site_id]).exists():
        raise Problem(NOT_FOUND)


def put_desks(community_id: UUID, station_id: UUID, number: int) -> None:
    """Desks 1 to the number are open, the others closed; three statements."""
    desks = Desk.objects.of(community_id).filter(station_id=station_id)
    Desk.objects.bulk_create(
        [
            Desk(
                id=derived_id("desk", station_id, n),
                community_id=community_id,
                station_id=station_id,
                number=n,
            )
            for n in range(1, number + 1)
        ],
        ignore_conflicts=True,
    )
    desks.filter(number__lte=number).update(is_open=True)
    desks.filter(number__gt=number).update(is_open=False)


def desk_counts(community_id: UUID) -> dict[UUID, int]:
    """How many desks are open at each station."""
    rows: Any = Desk.objects.of(community_id).order_by().values("station_id")
    return {row["station_id"]: row["n"] for row in rows.annotate(n=Count("id", filter=Q(is_open=True)))}


def norms_of(community_id: UUID) -> Norms:
    """The norms of a community, or the usual ones."""
    found: Norms | None = Norms.objects.of(community_id).first()
    return found or Norms(id=derived_id("testing norms", community_id), community_id=community_id)


@transaction.atomic
def put_norms(*, by: Actor, said: Mapping[str, Any]) -> Norms:
    """Change norms by their names; those not said stay. Raises shared.not_yours, testing.bad_norm."""
    must_be(by, Role.COORDINATOR)
    hold(by.community_id)
    norms = norms_of(by.community_id)
    names = [field.name for field in Norms._meta.fields if field.name not in ("pk", "id", "community_id")]
    for name in names:
        setattr(norms, name, said.get(name, getattr(norms, name)))
    at_least_one = [
        name for name in names if name.startswith(("people_per", "longest", "seconds", "transport"))
    ]
    is_odd = (
        any(getattr(norms, name) < 1 for name in at_least_one)
        or norms.people_per_station_high < norms.people_per_station_low
        or norms.people_per_desk_high < norms.people_per_desk_low
        or norms.door_until <= norms.door_from
        or norms.centre_until <= norms.centre_from
    )
    if is_odd:
        raise Problem(BAD_NORM)
    Norms.objects.bulk_create(
        [norms], update_conflicts=True, unique_fields=["community_id", "id"], update_fields=names
    )
    announce(
        "testing_norms.put", community_id=by.community_id, by_id=by.worker_id, changed=[("norms", norms.id)]
    )
    return norms
