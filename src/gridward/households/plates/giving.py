"""Giving numbers in bulk: the doors of a community, an area or a site, in walking order, previewed, in one go."""

import hashlib
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.areas.actions import stamp_of
from gridward.areas.models import SiteKind
from gridward.facts.clock import hold
from gridward.facts.versions import Stamp
from gridward.households.access import doors_to_assign
from gridward.households.actions.announcing import announced
from gridward.households.models import Door, DoorVersion
from gridward.households.plates.models import PlateScheme, PlateState
from gridward.households.plates.numbering import numbers_for
from gridward.households.plates.patterns import Spot
from gridward.households.plates.schemes import rules_of, scheme_of, scheme_or_refuse
from gridward.households.plates.standing import with_places
from gridward.households.plates.writing import write_plates
from gridward.shared.numerals import narrow, value_of_numeral
from gridward.shared.problems import Problem, problem_code

MOVED_ON = problem_code(
    "households.plates_moved_on",
    409,
    "Meanwhile doors or numbers have changed. Look at the list again, then say yes.",
)

# So many doors get their numbers in one transaction.
PIECE = 1500


@dataclass(frozen=True, slots=True)
class Which:
    """Which doors: all the actor decides on, or those of an area or a site; with `again` also those with a number.

    `posted_too`: of these even plates that are up already are changed.
    """

    area_id: UUID | None = None
    site_id: UUID | None = None
    again: bool = False
    posted_too: bool = False


@dataclass(frozen=True)
class Giving:
    """What giving does, or did: doors with their new numbers, and those that get none with the reason's code.

    `rest`: doors that are still to come after this piece.
    """

    scheme: PlateScheme
    given: Sequence[tuple[Door, str]]
    left: Sequence[tuple[Door, str]] = field(default_factory=list)
    rest: int = 0

    @cached_property
    def seen(self) -> str:
        """What a page has shown, to notice when something has changed before the yes."""
        lines = "".join(f"{door.id}{door.plate}>{number};" for door, number in self.given)
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    @property
    def taken_down(self) -> int:
        """How many plates that are up would be changed."""
        return sum(1 for door, _ in self.given if door.plate and door.plate_state == PlateState.POSTED)


def plan_numbers(actor: Actor, which: Which) -> Giving:
    """What giving would do now; nothing is written. Raises households.no_plate_scheme, shared.not_yours."""
    doors = with_places(actor.community_id, _doors(actor, which))
    scheme = scheme_or_refuse(actor.community_id)
    numbers = numbers_for(
        rules_of(scheme),
        ((door.id, spot_of(door)) for door in doors),
        numbers_in_use(actor.community_id, {door.id for door in doors} if which.again else ()),
    )
    given = [(door, numbers.given[door.id]) for door in doors if door.id in numbers.given]
    left = [(door, numbers.left[door.id]) for door in doors if door.id in numbers.left]
    return Giving(scheme, [(door, number) for door, number in given if door.plate != number], left)


def number_for(door: Door) -> str:
    """The number the scheme would give a door next; nothing where there is no scheme, or none for this door."""
    scheme = scheme_of(door.community_id)
    if scheme is None:
        return ""
    told = numbers_for(rules_of(scheme), [(door.id, spot_of(door))], numbers_in_use(door.community_id))
    return told.given.get(door.id, "")


@transaction.atomic
def give_numbers(
    *, by: Actor, which: Which, seen: str = "", at: datetime | None = None, source: str = "page"
) -> Giving:
    """Give numbers by the scheme, one after another within each place. Safe to repeat: who has one keeps it.

    A piece of the doors at a time, so that nobody else waits long; `give_all` goes on until nothing is left. Writers
    of one community go one after another, so two at once give no number twice. `seen` is what was shown.
    Raises households.plates_moved_on, households.no_plate_scheme, shared.not_yours.
    """
    hold(by.community_id)
    giving = plan_numbers(by, which)
    if seen and seen != giving.seen:
        raise Problem(MOVED_ON)
    stamp, version = stamp_of(by, at, source), giving.scheme.version
    piece = giving.given[:PIECE]
    _clear_the_way(giving, piece, stamp)
    put = write_plates([_renumbered(door, number, version) for door, number in piece], stamp)
    announced("door.plates_changed" if which.again else "door.plate_given", by, ("door", put))
    return Giving(giving.scheme, piece, giving.left, len(giving.given) - len(piece))


def give_all(*, by: Actor, which: Which, seen: str = "", source: str = "page") -> int:
    """Give numbers piece by piece until every door has one; how many were given. Raises what `give_numbers` raises."""
    giving = give_numbers(by=by, which=which, seen=seen, source=source)
    given = len(giving.given)
    while giving.rest:
        giving = give_numbers(by=by, which=which, source=source)
        given += len(giving.given)
    return given


def _doors(actor: Actor, which: Which) -> "QuerySet[Door]":
    doors = doors_to_assign(actor)
    if which.area_id:
        doors = doors.filter(area_id=which.area_id)
    if which.site_id:
        doors = doors.filter(site_id=which.site_id)
    if not which.again:
        doors = doors.filter(plate="")
    elif not which.posted_too:
        doors = doors.exclude(~Q(plate=""), plate_state=PlateState.POSTED)
    return doors.order_by("walking_order", "id")


def spot_of(door: Door) -> Spot:
    """Where a door is, as far as a plate may say so."""
    group = door.site.name if door.site and door.site.kind == SiteKind.VILLAGE_GROUP else ""
    return Spot(
        area=str(door.area.number) if door.area else "",
        group=_number_of_group(group),
        site=door.site.name if door.site else "",
        building=door.building.number if door.building else "",
        unit=door.unit,
    )


def _number_of_group(name: str) -> str:
    """10 of 陈塬村10组 or 第十组; the name itself where it has no number."""
    plain = narrow(name).removesuffix("组")
    for start in range(len(plain)):
        if (value := value_of_numeral(plain[start:])) is not None:
            return str(value)
    return name


def numbers_in_use(community_id: UUID, of_doors: Iterable[UUID] = ()) -> set[str]:
    """Numbers that are or ever were a door's: an old plate may still hang. Left out are those that only ever were
    numbers of `of_doors`, which are about to be given anew."""
    ever = DoorVersion.objects.of(community_id).exclude(plate="").order_by()
    anew = set(of_doors)
    return {
        plate for plate, door_id in ever.values_list("plate", "entity_id").distinct() if door_id not in anew
    }


def _clear_the_way(giving: Giving, piece: Sequence[tuple[Door, str]], stamp: Stamp) -> None:
    """Where doors change numbers with each other, take the old ones off first: no two may bear one."""
    wanted = {number for _, number in piece}
    write_plates([_renumbered(door, "", 0) for door, _ in giving.given if door.plate in wanted], stamp)


def _renumbered(door: Door, number: str, version: int) -> Door:
    """The door with another number, whose plate is still to be made."""
    changed = copy(door)
    changed.plate, changed.plate_state, changed.plate_scheme = number, PlateState.ASSIGNED, version
    return changed
