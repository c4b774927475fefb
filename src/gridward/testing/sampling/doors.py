"""Doors with who is due there, in walking order, each household with its tube."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.households.access import persons_for
from gridward.households.models import Door
from gridward.households.sight import views_of
from gridward.operations.zones.queries import zones_of_buildings
from gridward.rounds.models import Due
from gridward.rounds.words import outcome_words
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Recorder, named_areas
from gridward.testing import access
from gridward.testing.finding.looking import seer_of
from gridward.testing.models import HOUSEHOLD, Phase, Sample, TestDay
from gridward.testing.setup.kinds import DOOR_KIND

MOST_DOORS: Final = 40
MOST_SETTLED: Final = 40
Taken = tuple[str, datetime | None, UUID | None]


@dataclass(frozen=True)
class PersonLine:
    """Somebody behind a door: what the day waits for, or the tube."""

    id: UUID
    name: str
    due: Due
    is_at_centre: bool
    tube_code: str = ""
    at: datetime | None = None
    tube_id: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether the day still waits."""
        return bool(self.due.state == Due.State.OPEN)


@dataclass(frozen=True)
class HouseholdTile:
    """A household at its door; `pool`: how many share a tube here (0: the household); `fact`: what a tap carries."""

    id: UUID
    door: Door
    people: Sequence[PersonLine]
    pool: int
    fact: UUID = field(default_factory=new_id)

    @property
    def at_door(self) -> list[PersonLine]:
        """Those due at the door who are still waited for."""
        return [line for line in self.people if line.is_open and not line.is_at_centre]

    @property
    def at_centre(self) -> list[PersonLine]:
        """Those due at the centre, who may be taken along."""
        return [line for line in self.people if line.is_open and line.is_at_centre]

    @property
    def sampled(self) -> list[PersonLine]:
        """Those who are in a tube."""
        return [line for line in self.people if line.tube_code]

    @property
    def is_open(self) -> bool:
        """Whether anybody is waited for at this door."""
        return bool(self.at_door)

    @property
    def is_household_tube(self) -> bool:
        """Whether the household has a tube of its own."""
        return self.pool == HOUSEHOLD

    @property
    def note(self) -> str:
        """What was found at the last attempt, and how often somebody came."""
        tried = [line.due for line in self.at_door if line.due.attempts]
        if not tried:
            return ""
        said = {"kind": outcome_words(tried[0].last_kind), "count": max(due.attempts for due in tried)}
        return _("%(kind)s; tried %(count)s times so far") % said


@dataclass(frozen=True)
class Walk:
    """The doors one walks today: open ones, settled ones, and how many people are still waited for."""

    day: TestDay
    tiles: Sequence[HouseholdTile] = ()
    settled: Sequence[HouseholdTile] = ()
    open: int = 0
    done: int = 0
    areas: Sequence[tuple[UUID, str]] = ()
    area_id: UUID | None = None

    @property
    def total(self) -> int:
        """Everybody due at these doors."""
        return self.open + self.done


def dues_at_doors(actor: Actor, day: TestDay, area_id: UUID | None = None) -> QuerySet[Any]:
    """What the day owes at the doors the actor may sample at: one area of all, else the own areas and doors."""
    dues: QuerySet[Any] = Due.objects.of(actor.community_id).exclude(state=Due.State.LEFT)
    dues = dues.filter(round_id=day.door_round_id, door_id__isnull=False)
    if actor.is_any_of(*access.SAMPLERS):
        return dues.filter(area_id=area_id) if area_id else dues
    mine = Q(worker_id=actor.worker_id)
    return dues.filter(mine | Q(area_id__in=actor.area_ids) if actor.is_any_of(Role.AREA_LEADER) else mine)


def walk_of(actor: Actor, day: TestDay, asked: str = "") -> Walk:
    """The walk of the actor; whoever may sample anywhere walks one area at a time."""
    areas = _areas(actor, day) if actor.is_any_of(*access.SAMPLERS) else []
    area_id = next((id for id, _words in areas if str(id) == asked), areas[0][0] if areas else None)
    dues = dues_at_doors(actor, day, area_id)
    walking = dues.order_by("door__walking_order", "door__address_key", "id")
    open_doors = _doors(walking.filter(state=Due.State.OPEN), MOST_DOORS)
    settled = _doors(walking.exclude(state=Due.State.OPEN).exclude(door_id__in=open_doors), MOST_SETTLED)
    tiles = tiles_at(actor, day, [*open_doors, *settled])
    return replace(
        counted(actor, day, area_id),
        tiles=[tile for tile in tiles if tile.is_open],
        settled=[tile for tile in tiles if not tile.is_open],
        areas=areas,
    )


def counted(actor: Actor, day: TestDay, area_id: UUID | None = None) -> Walk:
    """A walk with its counts alone: one statement."""
    found = (
        dues_at_doors(actor, day, area_id)
        .order_by()
        .aggregate(
            open=Count("id", filter=Q(state=Due.State.OPEN)), done=Count("id", filter=Q(state=Due.State.DONE))
        )
    )
    return Walk(day, open=found["open"], done=found["done"], area_id=area_id)


def _doors(dues: QuerySet[Any], most: int) -> list[UUID]:
    """The first doors of some dues; a door counts once however many people are due there."""
    ids = dues.values_list("door_id", flat=True)[: most * 6]
    return list(dict.fromkeys(ids))[:most]


def _areas(actor: Actor, day: TestDay) -> list[tuple[UUID, str]]:
    """Areas where people are due at the door, those first where somebody is still waited for."""
    dues = dues_at_doors(actor, day).filter(area_id__isnull=False).order_by()
    still = Count("id", filter=Q(state=Due.State.OPEN))
    counted = dict(dues.values("area_id").annotate(n=still).values_list("area_id", "n"))
    known = [area for areas in named_areas for area in areas(actor.community_id) if area.id in counted]
    return [(area.id, area.words) for area in sorted(known, key=lambda area: not counted[area.id])]


def tile_or_404(actor: Actor, day: TestDay, household_id: UUID) -> HouseholdTile:
    """One household with people due at its door; raises shared.not_found."""
    persons = persons_for(seer_of(actor)).filter(household_id=household_id)
    door_ids = list(persons.values_list("door_id", flat=True)[:1])
    reached = dues_at_doors(actor, day).filter(door_id__in=door_ids).exists()
    tiles = tiles_at(actor, day, door_ids) if reached else []
    found = next((tile for tile in tiles if tile.id == household_id), None)
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def tiles_at(actor: Actor, day: TestDay, door_ids: Collection[UUID]) -> list[HouseholdTile]:
    """Households behind some doors in walking order; a constant number of statements."""
    rounds = [id for id in (day.door_round_id, day.centre_round_id) if id]
    dues: Any = Due.objects.of(actor.community_id).filter(round_id__in=rounds, door_id__in=list(door_ids))
    owed = {due.subject_id: due for due in dues.exclude(state=Due.State.LEFT)}
    persons = persons_for(seer_of(actor)).filter(id__in=list(owed))
    views = views_of(seer_of(actor), persons.order_by("door__walking_order", "household_id", "order", "id"))
    tubes = _tubes(actor.community_id, day, list(owed))
    zones = zones_of_buildings(actor.community_id, {v.door.building_id for v in views if v.door.building_id})
    found: dict[UUID, HouseholdTile] = {}
    for view in views:
        due = owed[view.id]
        tube = tubes.get(view.id, ("", None, None))
        line = PersonLine(view.id, view.name, due, due.round_id == day.centre_round_id, *tube)
        inside = (
            frozenset(map(str, zones.get(view.door.building_id, ())))
            if view.door.building_id
            else frozenset()
        )
        fresh = HouseholdTile(view.household_id, view.door, (), day.pool_size(Phase.DOOR, inside))
        tile = found.setdefault(view.household_id, fresh)
        found[view.household_id] = replace(tile, people=[*tile.people, line])
    order = {id: place for place, id in enumerate(door_ids)}
    tiles = [tile for tile in found.values() if any(not line.is_at_centre for line in tile.people)]
    return sorted(tiles, key=lambda tile: order[tile.door.id])


def _tubes(community_id: UUID, day: TestDay, ids: Iterable[UUID]) -> dict[UUID, Taken]:
    """The tube of each person on the day, and when."""
    samples: Any = Sample.objects.of(community_id).filter(
        day_id=day.id, subject_id__in=list(ids), is_void=False
    )
    rows = samples.exclude(phase=Phase.RESAMPLE).order_by("-corrected_at", "-id")
    named = rows.values_list("subject_id", "tube__code", "corrected_at", "tube_id")
    return {id: (code, at, tube_id) for id, code, at, tube_id in named}


def _door_url(due: Due) -> str:
    """Where somebody due at a door is sampled; nothing for those due elsewhere."""
    is_here = due.door_id is not None and due.round.kind.code == DOOR_KIND
    return f"{reverse('testing_door')}#door-{due.door_id}" if is_here else ""


RECORDER: Final = Recorder(gettext_lazy("Sample here"), _door_url)
