"""Places of the community at which a scheme is shown before it is kept."""

from dataclasses import dataclass

from gridward.accounts.actors import Actor
from gridward.areas.models import SiteKind
from gridward.households.access import doors_for
from gridward.households.plates.giving import spot_of
from gridward.households.plates.patterns import Spot
from gridward.households.plates.schemes import SchemeFact, first_numbers, rules_of
from gridward.households.plates.words import REASONS

SHOWN = 12


@dataclass(frozen=True)
class Example:
    """The first numbers at one place, or why there is none."""

    place: str
    numbers: list[str]
    reason: str = ""


def examples_of(actor: Actor, scheme: SchemeFact) -> list[Example]:
    """The first numbers in a lane or compound, on a stair, and in a village group; three statements.

    Raises what `rules_of` raises.
    """
    rules = rules_of(scheme)
    found = []
    for place, spot in places_of(actor):
        lack = rules.pattern_for(spot).lacking(spot)
        numbers = [] if lack else first_numbers(rules, spot, SHOWN)
        found.append(Example(place, numbers, str(REASONS[lack]) if lack else ""))
    return found


def places_of(actor: Actor) -> list[tuple[str, Spot]]:
    """The first door of each sort within sight, as a place; two invented ones where there is no door yet."""
    doors = doors_for(actor).select_related("area", "site", "building").order_by("walking_order", "id")
    group = {"site__kind": SiteKind.VILLAGE_GROUP}
    sorts = (
        doors.exclude(unit="").first(),
        doors.filter(unit="").exclude(**group).first(),
        doors.filter(**group).first(),
    )
    shown = [(door.address, spot_of(door)) for door in sorts if door]
    in_group, on_stair = Spot("44", "10", "10组", "1"), Spot("3", "", "信合小区", "3", "1")
    return shown or [("信合小区3号楼1单元", on_stair), ("10组", in_group)]
