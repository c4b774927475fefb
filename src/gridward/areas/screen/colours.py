"""The ways this room colours the map: how hard an area is, what it holds, whether somebody leads it."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from gridward.accounts.actors import Actor
from gridward.areas.access import areas_for
from gridward.areas.answering import able_to_lead
from gridward.areas.loads import loads_of
from gridward.areas.words import difficulty_words
from gridward.shared.registries import MapColour, Paint, map_colours

STEPS = 5
USUAL = "difficulty"


def by_difficulty(actor: Actor) -> dict[UUID, Paint]:
    """Areas by how hard they are; one statement."""
    areas = areas_for(actor).filter(is_closed=False).values_list("id", "difficulty")
    return {id: Paint(difficulty_words(hard), level=(0, 1, 3, 5)[hard]) for id, hard in areas}


def by_leader(actor: Actor) -> dict[UUID, Paint]:
    """Areas by whether somebody at work leads them; two statements."""
    areas = dict(areas_for(actor).filter(is_closed=False).values_list("id", "leader_id"))
    able = able_to_lead(actor.community_id).filter(id__in={id for id in areas.values() if id})
    leading = set(able.values_list("id", flat=True))
    led, alone = Paint(_("Has a leader"), state="done"), Paint(_("Nobody leads it"), state="late")
    return {id: led if leader in leading else alone for id, leader in areas.items()}


def by_load(actor: Actor) -> dict[UUID, Paint]:
    """Areas by how many doors their leader answers for, in equal steps up to the fullest."""
    ids = areas_for(actor).filter(is_closed=False).values_list("id", flat=True)
    loads = loads_of(actor.community_id)
    return in_steps({id: loads[id].doors if id in loads else 0 for id in ids})


def in_steps(doors: Mapping[UUID, int]) -> dict[UUID, Paint]:
    """Counts of doors as paints: none, then five equal steps up to the largest."""
    width = max(1, -(-max(doors.values(), default=0) // STEPS))
    return {id: step_of(count, width) for id, count in doors.items()}


def step_of(count: int, width: int) -> Paint:
    """The step a count of doors lies in."""
    if not count:
        return Paint(_("No doors"), level=0)
    step = -(-count // width)
    first, last = (step - 1) * width + 1, step * width
    if first == last:
        return Paint(ngettext("%(number)s door", "%(number)s doors", first) % {"number": first}, level=step)
    return Paint(_("%(first)s–%(last)s doors") % {"first": first, "last": last}, level=step)


COLOURS = (
    MapColour(USUAL, gettext_noop("Difficulty"), "area", by_difficulty),
    MapColour("load", gettext_noop("Doors"), "area", by_load),
    MapColour("leader", gettext_noop("Area leader"), "area", by_leader),
)


def colour_of(code: str) -> MapColour | None:
    """The way of colouring with this code; None for one that nobody registered."""
    return next((colour for colour in map_colours if colour.code == code), None)
