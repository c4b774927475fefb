"""How each kind of gap is mended where it is listed: the forms, who may, and the verbs that do it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.areas.actions import put_areas, put_buildings, put_sites
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.gaps.ground import without_ground_of
from gridward.areas.queries import outlines_by_id
from gridward.coverage.gaps import forms, shapes
from gridward.facts.said import EMPTY
from gridward.households import actions
from gridward.households.actions import DoorFact, DoorStateFact
from gridward.households.queries.carrying import buildings_behind
from gridward.shared.gaps import Gap
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

NOTHING_LEFT = problem_code(
    "coverage.nothing_left", 409, "Nothing would be left of the other area. Redraw the two on the map."
)
KEEPERS: Final = (Role.COORDINATOR, Role.DATA_OFFICER)
ASSIGNERS: Final = (Role.COORDINATOR, Role.AREA_LEADER)
ADDERS: Final = (*KEEPERS, Role.AREA_LEADER)
RECORDERS: Final = (*ADDERS, Role.WORKER)
Said = Mapping[str, Any]
Do = Callable[[Actor, Sequence[Gap], Said], object]


@dataclass(frozen=True)
class Way:
    """One way to mend gaps of a kind: its name in the address, its button, its form, its verb, and who may.

    `is_many`: what is said may hold for several at once. `on_map`: it is pointed at on a map, on a page of its own.
    """

    name: str
    button: Promise
    form: type[forms.Mending]
    do: Do
    roles: tuple[str, ...]
    is_many: bool = True
    on_map: bool = False

    def is_for(self, actor: Actor) -> bool:
        """Whether the actor may mend so."""
        return actor.is_any_of(*self.roles)

    @property
    def asks(self) -> bool:
        """Whether something is to be said; otherwise the button says all."""
        return bool(self.form.base_fields)


def into_area(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """Buildings into one area."""
    return put_buildings(by=by, buildings=[BuildingFact(id=g.id, area_id=_id(said["area"])) for g in gaps])


def into_own_area(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """Each building into the area in whose outline it stands."""
    facts = [BuildingFact(id=gap.id, area_id=gap.proposed) for gap in gaps if gap.proposed]
    return put_buildings(by=by, buildings=facts)


def site_into_area(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """Sites into one area."""
    return put_sites(by=by, sites=[SiteFact(id=gap.id, area_id=_id(said["area"])) for gap in gaps])


def site_into_own_area(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """Each site into the area in whose outline it lies."""
    facts = [SiteFact(id=gap.id, area_id=gap.proposed) for gap in gaps if gap.proposed]
    return put_sites(by=by, sites=facts)


def doors_into_area(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """The buildings of doors into one area; all their doors go along."""
    moving = buildings_behind(by, [gap.id for gap in gaps])
    facts = [BuildingFact(id=m.building.id, area_id=_id(said["area"])) for m in moving]
    return put_buildings(by=by, buildings=facts)


def lead(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """One leader for areas."""
    return put_areas(by=by, areas=[AreaFact(id=gap.id, leader_id=said["worker"].id) for gap in gaps])


def stand_in(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """One deputy for areas."""
    return put_areas(by=by, areas=[AreaFact(id=gap.id, deputy_id=said["worker"].id) for gap in gaps])


def keep_ground(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """The ground two areas claim stays with one; the other's outline is cut."""
    kept = _id(said["area"])
    cut = {id for gap in gaps for id in (gap.area_id, gap.proposed) if id and id != kept}
    outlines = outlines_by_id(by, [kept, *cut])
    facts = [AreaFact(id=id, outline=without_ground_of(outlines[id], [outlines[kept]])) for id in cut]
    if any(fact.outline is None for fact in facts):
        raise Problem(NOTHING_LEFT)
    return put_areas(by=by, areas=facts)


def place(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """A building to a point on the map."""
    lng, lat = said["place"]
    facts = [BuildingFact(id=gap.id, lng=lng, lat=lat, footprint=EMPTY) for gap in gaps]
    return put_buildings(by=by, buildings=facts)


def give_worker(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """One worker for doors."""
    return actions.assign_doors(by=by, worker_id=said["worker"].id, door_ids=[gap.id for gap in gaps])


def give_plate(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """A number for a door."""
    return actions.give_plates(by=by, plates={gap.id: said["plate"] for gap in gaps})


def found_so(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """In which state doors were found."""
    return actions.set_door_states(by=by, states=[DoorStateFact(gap.id, said["state"]) for gap in gaps])


def add_doors(by: Actor, gaps: Sequence[Gap], said: Said) -> object:
    """A door to each building."""
    facts = [DoorFact(building_id=gap.id, unit=said["unit"], room=said["room"]) for gap in gaps]
    return actions.put_doors(by=by, doors=facts)


def _id(text: str) -> UUID:
    return UUID(text)


_INTO = Way("area", _("Put it there"), forms.ForArea, into_area, KEEPERS)
_PLATE = Way("plate", _("Give this plate"), forms.ForPlate, give_plate, ASSIGNERS, is_many=False)
_PLACE = Way("place", _("Place it there"), forms.ForPlace, place, KEEPERS, is_many=False, on_map=True)
WAYS: dict[str, tuple[Way, ...]] = {
    "building.area": (_INTO,),
    "building.elsewhere": (
        Way("own", _("Into the area it stands in"), forms.Mending, into_own_area, KEEPERS),
        _INTO,
    ),
    "building.outside": (_PLACE,),
    "building.place": (_PLACE,),
    "area.overlap": (
        Way("ground", _("Cut the other"), forms.ForGround, keep_ground, KEEPERS, is_many=False),
    ),
    "site.area": (
        Way("own", _("Into the area it lies in"), forms.Mending, site_into_own_area, KEEPERS),
        Way("area", _("Put it there"), forms.ForArea, site_into_area, KEEPERS),
    ),
    "shape.building": (
        Way("new", _("Take it into the register"), shapes.ForSite, shapes.take_in, KEEPERS),
        Way("known", _("It is this building"), shapes.ForBuilding, shapes.know_again, KEEPERS, is_many=False),
        Way("aside", _("Leave it aside"), shapes.ForReason, shapes.leave_aside, KEEPERS),
    ),
    "area.leader": (Way("leader", _("Make leader"), forms.ForWorker, lead, KEEPERS),),
    "area.deputy": (Way("deputy", _("Make deputy"), forms.ForWorker, stand_in, KEEPERS),),
    "building.door": (Way("door", _("Add a door"), forms.ForDoor, add_doors, ADDERS),),
    "door.area": (
        Way("area", _("Put its building there"), forms.ForArea, doors_into_area, (Role.COORDINATOR,)),
    ),
    "door.away": (Way("worker", _("Make responsible"), forms.ForWorker, give_worker, ASSIGNERS),),
    "door.worker": (Way("worker", _("Make responsible"), forms.ForWorker, give_worker, ASSIGNERS),),
    "door.plate": (_PLATE,),
    "door.same_plate": (_PLATE,),
    "door.recheck": (
        Way("visit", _("Record the visit"), forms.ForState, found_so, RECORDERS, is_many=False),
    ),
}


def ways_for(actor: Actor, code: str) -> list[Way]:
    """The ways this actor may mend gaps of a kind."""
    return [way for way in WAYS.get(code, ()) if way.is_for(actor)]


def way_or_404(code: str, name: str) -> Way:
    """A way by the name in the address; raises shared.not_found."""
    found = next((way for way in WAYS.get(code, ()) if way.name == name), None)
    if found is None:
        raise Problem(NOT_FOUND)
    return found
