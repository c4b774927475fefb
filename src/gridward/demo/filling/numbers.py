"""The community's own numbers: a scheme, a number for every door, and plates that are made and put up."""

from datetime import timedelta
from uuid import UUID

from gridward.households.entries import PlateStateFact
from gridward.households.models import Door, PlateState
from gridward.households.plates.giving import Which, give_numbers
from gridward.households.plates.marking import mark_area, mark_plates
from gridward.households.plates.schemes import SchemeFact, put_scheme

from .known import ROSTER, Known
from .story import Story

SCHEME = SchemeFact(pattern="{area:02}-{serial:03}")
# After the first survey the plates come from the printer; the next afternoon most of them are up.
MADE, UP, LAST = timedelta(hours=12), timedelta(hours=18), timedelta(minutes=20)
# In so many areas the plates still lie in the office; of the others, every so many is lost or damaged.
STILL_TO_PUT_UP, MISHAPS = 3, 211


def number_doors(known: Known) -> None:
    """Number every door by the scheme, along the walk through its area."""
    put_scheme(by=known.coordinator, scheme=SCHEME)
    give_numbers(by=known.coordinator, which=Which(), source=ROSTER)


def plan_plates(story: Story) -> None:
    """Plates are made when the first survey is over, and put up but for the last areas; today some are missed."""
    first_ends = story.known.moment(story.known.told.rounds[0].closes_at)
    story.plan(first_ends + MADE, lambda: make_plates(story.known))
    story.plan(first_ends + UP, lambda: put_plates_up(story.known))
    story.plan(story.known.dates.now - LAST, lambda: miss_plates(story.known))


def make_plates(known: Known) -> None:
    """All of them come at once."""
    mark_area(by=known.coordinator, area_id=None, state="printed")


def put_plates_up(known: Known) -> None:
    """All but those of the last areas."""
    facts = [PlateStateFact(id, PlateState.POSTED) for id in doors_with_plates(known)]
    mark_plates(by=known.coordinator, plates=facts)


def miss_plates(known: Known) -> None:
    """Some plates are lost or damaged."""
    missed = doors_with_plates(known)[MISHAPS::MISHAPS]
    states = (PlateState.LOST, PlateState.DAMAGED)
    facts = [PlateStateFact(id, states[turn % 2]) for turn, id in enumerate(missed)]
    mark_plates(by=known.coordinator, plates=facts)


def doors_with_plates(known: Known) -> list[UUID]:
    """Doors of all areas but the last, in walking order."""
    waiting = [known.areas[area.ref] for area in known.told.areas[-STILL_TO_PUT_UP:]]
    doors = Door.objects.of(known.community_id).exclude(area_id__in=waiting)
    return list(doors.order_by("walking_order", "id").values_list("id", flat=True))
