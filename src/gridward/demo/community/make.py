"""Putting the demonstration community together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from . import circumstances, duties, ground, measure, residents, staff, story, streets
from .ground import Ground
from .papers import Papers
from .records import Area, DemoCommunity, Door, DoorSeen, Event, Person, PersonArrived, PersonMoved, Worker


def make_community(seed: int = 611022) -> DemoCommunity:
    """Make the fictional community of this seed as it stands when its story ends, on 20 September 2022.

    The same seed gives the same community, every seed one to the same measure (`measure.py`). Identity numbers and
    telephones are well formed and nobody's. Raises no problems.
    """
    rng = Random(seed)
    papers = Papers(rng)
    people = staff.hire(rng, papers, streets.COMMUNITY_CODE)
    land = ground.lay_out(rng)
    ground.settle_states(rng, land)
    hearths = ground.hearths_of_doors(rng, land)
    ground.assign_workers(land, hearths, [worker.ref for worker in people.with_role("responsible")])
    areas = _areas(rng, land, people.with_role("area_leader"))
    dormitory = {door.ref for door in land.doors if ground.is_dormitory(land, door)}
    living = residents.settle(rng, papers, land.doors, hearths, dormitory)
    circumstances.give_guardians(living)
    arrived = circumstances.set_apart(rng, papers, living)
    categories = circumstances.categorise(rng, living)
    events = story.tell(rng, papers, land.doors, areas, living, arrived)
    teams = people.teams()
    coordinator, officer = _offices(people.members[duties.COORDINATION], people)
    return DemoCommunity(
        seed=seed,
        code=streets.COMMUNITY_CODE,
        locality=streets.LOCALITY,
        coordinator_ref=coordinator,
        data_officer_ref=officer,
        units=tuple(people.units),
        workers=tuple(people.workers),
        teams=teams,
        areas=areas,
        sites=tuple(land.sites),
        buildings=tuple(land.buildings),
        doors=_tried(land.doors, events),
        households=tuple(living.households),
        persons=_dated(living.persons, events),
        categories=categories,
        rounds=story.rounds(coordinator),
        events=events,
    )


def _offices(coordination: Sequence[Worker], people: staff.Staff) -> tuple[str, str]:
    """Coordinator and data officer: the community's own two in the coordinating team."""
    home = {unit.ref for unit in people.units if unit.kind == "community"}
    first, second = [worker.ref for worker in coordination if worker.unit_ref in home]
    return first, second


def _areas(rng: Random, land: Ground, leaders: Sequence[Worker]) -> tuple[Area, ...]:
    """Number the areas along the walk; the building site and sites nobody manages are the hardest."""
    refs = list(land.sites_of_area)
    order = rng.sample(range(len(leaders)), len(leaders))
    ranked = sorted(refs, key=lambda ref: -_hardship(land, ref) - rng.random())
    hardest, harder = measure.HARDEST_AREAS, measure.HARDEST_AREAS + measure.HARDER_AREAS
    difficulty = {ref: 3 if at < hardest else 2 if at < harder else 1 for at, ref in enumerate(ranked)}
    return tuple(
        Area(
            ref,
            number,
            f"第{number}片区",
            f"Area {number}",
            leaders[order[number - 1]].ref,
            *_duties(land, ref),
            difficulty[ref],
        )
        for number, ref in enumerate(refs, 1)
    )


def _hardship(land: Ground, area_ref: str) -> float:
    kinds = [
        "unclear" if not site.is_managing_body_clear else site.kind for site in land.sites_of_area[area_ref]
    ]
    weights = {"building_site": 3.0, "unclear": 2.0, "lane": 0.6, "village_group": 0.4}
    return sum(weights.get(kind, 0.0) for kind in kinds)


def _duties(land: Ground, area_ref: str) -> tuple[str, str]:
    """Write the leader's duties: what all have, and what the sites of this area add."""
    texts = [duties.AREA_DUTIES]
    for site in land.sites_of_area[area_ref]:
        kind = site.kind if site.is_managing_body_clear else "unclear"
        if kind in duties.AREA_DUTIES_MORE:
            texts.append(duties.AREA_DUTIES_MORE[kind])
    return "".join(zh for zh, _ in texts), " ".join(en for _, en in texts)


def _tried(doors: Iterable[Door], events: Sequence[Event]) -> tuple[Door, ...]:
    """Note how often nobody opened, and when to come again: the next evening."""
    absent: dict[str, list[date]] = {}
    for event in events:
        if isinstance(event, DoorSeen) and event.outcome == "absent":
            absent.setdefault(event.door_ref, []).append(event.at.date())
    return tuple(
        replace(door, attempts=len(absent[door.ref]), recheck_on=max(absent[door.ref]) + timedelta(days=1))
        if door.state == "no_answer"
        else door
        for door in doors
    )


def _dated(persons: Iterable[Person], events: Sequence[Event]) -> tuple[Person, ...]:
    """Note on those who came or went during the story since when."""
    since = {
        event.person_ref: event.at.date()
        for event in events
        if isinstance(event, PersonMoved | PersonArrived)
    }
    return tuple(
        replace(person, whereabouts_from=since[person.ref]) if person.ref in since else person
        for person in persons
    )
