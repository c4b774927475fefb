"""How the map is coloured by who answers for what."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.allocation.queries.ground import weights_of
from gridward.allocation.queries.limits import limits_of
from gridward.allocation.queries.workers import STEPS, room_of
from gridward.households.access import doors_for
from gridward.shared.registries import Load, MapColour, Paint, worker_loads


def paint_by_load(actor: Actor) -> Mapping[UUID, Paint]:
    """Each building by how full the worker is who answers for most of it; what nobody has is late. Six statements."""
    held: dict[UUID, Counter[UUID | None]] = {}
    for building, worker in doors_for(actor).order_by().values_list("building_id", "worker_id"):
        held.setdefault(building, Counter())[worker] += 1
    loads: dict[UUID, Load] = {}
    for find in worker_loads:
        loads |= find(actor.community_id)
    names = worker_names(loads)
    usual, own = weights_of(actor.community_id), limits_of(actor.community_id)
    return {
        building: _paint(votes, loads, names, {id: room_of(own.get(id), usual)[1] for id in votes if id})
        for building, votes in held.items()
    }


def _paint(
    votes: Counter[UUID | None],
    loads: Mapping[UUID, Load],
    names: Mapping[UUID, str],
    most: Mapping[UUID, int],
) -> Paint:
    worker_id = votes.most_common(1)[0][0]
    if worker_id is None:
        return Paint(_("Nobody answers for it"), state="late")
    doors = loads.get(worker_id, Load()).doors
    words = _("%(name)s: %(doors)s of at most %(most)s doors") % {
        "name": names.get(worker_id, "–"),
        "doors": doors,
        "most": most[worker_id],
    }
    return Paint(words, level=sum(doors > step * most[worker_id] for step in STEPS))


COLOURS = (MapColour("workers", gettext_noop("Load of the workers"), "building", paint_by_load),)
