"""What a split, a merge or a new border would do, in words and on a map, for a person to look at first."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.access import areas_for
from gridward.areas.entries import AreaFact
from gridward.areas.maps.payload import Feature, collection, feature, point
from gridward.areas.models import Area, Building, whole_name
from gridward.areas.redrawing.plans import Placed, Redrawn, doors_by_area, placed_in


@dataclass(frozen=True)
class AreaAfter:
    """An area as it would stand: doors before and after, and who leads it."""

    id: UUID
    number: int
    name: str
    leader: str
    doors_before: int
    doors: int
    buildings: int
    is_new: bool
    is_closing: bool


@dataclass(frozen=True)
class Move:
    """A building that would come into another area with its doors."""

    words: str
    doors: int
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """Everything to look at before it happens."""

    areas: Sequence[AreaAfter]
    moves: Sequence[Move]
    unplaced: Sequence[str]
    doubtful: Sequence[str]
    payload: str

    @property
    def doors(self) -> int:
        """How many doors come into another area."""
        return sum(move.doors for move in self.moves)

    @property
    def opening(self) -> list[AreaAfter]:
        """The areas that would be new."""
        return [area for area in self.areas if area.is_new]


def preview_of(actor: Actor, plan: Redrawn) -> Preview:
    """A plan in words; six statements however much it moves."""
    concerned = {*plan.homes.values(), *plan.closing, *(fact.id for fact in plan.areas if fact.id)}
    concerned |= {home for id in plan.moves if (home := plan.before.get(id))}
    standing = {area.id: area for area in areas_for(actor).filter(id__in=concerned)}
    buildings = placed_in(actor, standing)
    buildings += [
        placed for placed in placed_in(actor, None) if placed.id in plan.moves and not placed.area_id
    ]
    told = {fact.id: fact for fact in plan.areas if fact.id}
    names: dict[UUID | None, str] = {id: area.name for id, area in standing.items()}
    names |= {id: fact.name for id, fact in told.items() if fact.name}
    words = _words(actor.community_id, [placed.id for placed in buildings])
    areas = _areas_after(plan, standing, told, buildings)
    doors = {placed.id: placed.doors for placed in buildings}
    return Preview(
        areas,
        [
            Move(words[id], doors.get(id, 0), names.get(plan.before.get(id), ""), names.get(home, ""))
            for id, home in plan.moves.items()
            if id in words
        ],
        [words[id] for id in plan.unplaced if id in words],
        [text for id, text in _words(actor.community_id, plan.doubtful).items()],
        json.dumps(_payload(plan, standing, told, names, buildings), ensure_ascii=False),
    )


def _words(community_id: UUID, ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = Building.objects.with_ids(community_id, ids).values_list("id", "site__name", "name")
    return {id: whole_name(site, name) for id, site, name in rows}


def _areas_after(
    plan: Redrawn,
    standing: Mapping[UUID, Area],
    told: Mapping[UUID, AreaFact],
    buildings: Sequence[Placed],
) -> list[AreaAfter]:
    before, after = doors_by_area(buildings, {}), doors_by_area(buildings, plan.homes)
    leaders = {
        id: told[id].leader_id if id in plan.opening else standing[id].leader_id
        for id in _ids(plan, standing)
    }
    people = worker_names(_only_ids(leaders.values()))
    count = [plan.homes.get(placed.id, placed.area_id) for placed in buildings]
    lines = [
        AreaAfter(
            id,
            number=(told[id].number or 0) if id in plan.opening else standing[id].number,
            name=(told[id].name or "") if id in plan.opening else standing[id].name,
            leader=people.get(leaders[id], ""),  # type: ignore[arg-type]
            doors_before=before[id],
            doors=after[id],
            buildings=count.count(id),
            is_new=id in plan.opening,
            is_closing=id in plan.closing,
        )
        for id in leaders
    ]
    return sorted(lines, key=lambda line: line.number)


def _ids(plan: Redrawn, standing: Mapping[UUID, Area]) -> list[UUID]:
    return [*standing, *plan.opening]


def _only_ids(values: Iterable[Any]) -> list[UUID]:
    return [value for value in values if isinstance(value, UUID)]


def _payload(
    plan: Redrawn,
    standing: Mapping[UUID, Area],
    told: Mapping[UUID, AreaFact],
    names: Mapping[UUID | None, str],
    buildings: Sequence[Placed],
) -> dict[str, Any]:
    """The map as it would be: areas and buildings in the colour of the area they would lie in."""
    outlines = {id: area.outline for id, area in standing.items() if id not in plan.closing}
    outlines |= {id: fact.outline for id, fact in told.items() if isinstance(fact.outline, dict)}
    shown: list[Feature] = [
        feature(id, "area", names.get(id, ""), outline, group=names.get(id, ""))
        for id, outline in outlines.items()
        if outline
    ]
    for placed in buildings:
        home = plan.homes.get(placed.id, placed.area_id)
        if placed.point and home:
            shown.append(feature(placed.id, "building", "", point(*placed.point), group=names.get(home, "")))
    groups = dict.fromkeys(each["properties"]["group"] for each in shown)
    return collection(shown, legend=[{"group": group, "words": group} for group in groups])
