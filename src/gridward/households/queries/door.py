"""One door with everybody behind it, and what has happened there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level, level
from gridward.accounts.models import Worker
from gridward.facts.models import VersionRow
from gridward.households.access import can_assign, can_record, door_or_404
from gridward.households.bundles import opened
from gridward.households.models import (
    LIVING_HERE,
    Category,
    Door,
    DoorState,
    DoorVersion,
    Household,
    Mark,
    Person,
    PersonVersion,
    Whereabouts,
)
from gridward.households.queries.days import person_as_it_was
from gridward.households.sight import MASK, PersonView, views_of
from gridward.shared.registries import Moment


@dataclass(frozen=True)
class HouseholdView:
    """A household with the people in it; `living` of them really live here.

    `gone`: those of `persons` who are away or have left, empty for whoever may not see where people are.
    """

    household: Household
    persons: list[PersonView]
    living: int
    gone: list[PersonView]
    categories: tuple[Category, ...]
    note: str = ""

    @property
    def here(self) -> list[PersonView]:
        """The people shown who are not gone."""
        return [person for person in self.persons if person not in self.gone]


@dataclass(frozen=True)
class DoorDetail:
    """One door as an actor may see it."""

    door: Door
    state: DoorState | None
    worker: Worker | None
    leader: Worker | None
    households: list[HouseholdView]
    can_record: bool
    can_assign: bool


def door_detail(actor: Actor, door_id: UUID) -> DoorDetail:
    """The door with its households and people, masked as the actor's rights say; raises shared.not_found."""
    door = door_or_404(actor, door_id)
    state = DoorState.objects.of(actor.community_id).filter(code=door.state).first()
    leader_id = door.area.leader_id if door.area else None
    workers = Worker.objects.in_bulk([id for id in (door.worker_id, leader_id) if id])
    return DoorDetail(
        door=door,
        state=state,
        worker=workers.get(door.worker_id),
        leader=workers.get(leader_id),
        households=_households(actor, door),
        can_record=can_record(actor, door),
        can_assign=can_assign(actor, door),
    )


def _households(actor: Actor, door: Door) -> list[HouseholdView]:
    households = Household.objects.of(actor.community_id).filter(door_id=door.id, is_closed=False)
    here = Person.objects.of(actor.community_id).filter(door_id=door.id, merged_into_id=None)
    persons: list[Person] = list(here.order_by("-is_head", "order", "id"))
    for person in persons:
        person.door = door
    views = views_of(actor, persons)
    shown = list(households.order_by("number", "id"))
    marks = _marks(actor, door, [household.id for household in shown])
    gone = {person.id for person in persons if person.whereabouts not in LIVING_HERE}
    hides = _level(actor, Group.CATEGORY, door) is Level.HIDDEN
    return [
        _household(
            household,
            [view for view in views if view.household_id == household.id],
            gone,
            hides,
            (marks.get(household.id, ()), _note(actor, door, household)),
        )
        for household in shown
    ]


def _household(
    household: Household,
    views: list[PersonView],
    gone: set[UUID],
    hides: bool,
    more: tuple[tuple[Category, ...], str],
) -> HouseholdView:
    """Who lives here is counted from the rows: where a child is may be masked, that it counts is not."""
    left = [view for view in views if view.id in gone]
    return HouseholdView(household, views, len(views) - len(left), [] if hides else left, *more)


def _level(actor: Actor, group: Group, door: Door) -> Level:
    is_own = door.worker_id == actor.worker_id
    return level(actor, group, is_own_door=is_own, is_in_own_area=door.area_id in actor.area_ids)


def _marks(actor: Actor, door: Door, household_ids: Sequence[UUID]) -> dict[UUID, tuple[Category, ...]]:
    if _level(actor, Group.CATEGORY, door) is not Level.CLEAR:
        return {}
    marks = Mark.objects.of(actor.community_id).filter(subject_id__in=household_ids, is_on=True)
    found: dict[UUID, list[Category]] = {}
    for mark in marks.select_related("category").order_by("category__order", "category__code"):
        found.setdefault(mark.subject_id, []).append(mark.category)
    return {id: tuple(categories) for id, categories in found.items()}


def _note(actor: Actor, door: Door, household: Household) -> str:
    """A household's note goes with the group `more`."""
    how = _level(actor, Group.MORE, door)
    if how is Level.HIDDEN or not household.sealed_more:
        return ""
    return str(opened(household, "more").get("note", "")) if how is Level.CLEAR else MASK


def history_of_door(actor: Actor, door: Door) -> list[Moment]:
    """What happened at a door and to its people, newest first, as known now; names as the actor may see them."""
    community_id = actor.community_id
    doors = DoorVersion.objects.of(community_id).filter(entity_id=door.id, known_to=None)
    believed: Any = PersonVersion.objects.of(community_id).filter(known_to=None)
    persons = believed.filter(entity_id__in=believed.filter(door_id=door.id).values("entity_id"))
    told = [*_told(doors, _door_words(community_id)), *_told(persons, _person_words(actor, door, persons))]
    workers = Worker.objects.in_bulk({version.by_id for version, _ in told})
    moments = [
        Moment(version.true_from, words, workers[version.by_id].name if version.by_id in workers else "")
        for version, words in told
    ]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


Teller = Any
Told = list[tuple[VersionRow, str]]


def _told(versions: Any, words: Teller) -> Told:
    """Each version with words for what is new in it against the one before."""
    before: dict[UUID, VersionRow] = {}
    told: Told = []
    for version in versions.order_by("true_from", "known_from", "id"):
        text = words(before.get(version.entity_id), version)
        before[version.entity_id] = version
        told += [(version, text)] if text else []
    return told


def _door_words(community_id: UUID) -> Teller:
    language = "name_zh" if (translation.get_language() or "").startswith("zh") else "name_en"
    states = dict(DoorState.objects.of(community_id).values_list("code", language))
    workers = dict(Worker.objects.filter(community_id=community_id).values_list("id", "name"))

    def words(old: DoorVersion | None, new: DoorVersion) -> str:
        if old is None:
            return _("Entered in the register: {address}").format(address=new.address)
        return _("; ").join(_door_differences(old, new, states, workers))

    return words


def _door_differences(
    old: DoorVersion, new: DoorVersion, states: Mapping[str, str], workers: Mapping[UUID, str]
) -> Iterator[str]:
    if old.state != new.state:
        yield _("Found: {state}").format(state=states.get(new.state, new.state))
    elif old.attempts != new.attempts:
        yield _("Unanswered visits: {count}").format(count=new.attempts)
    if old.worker_id != new.worker_id:
        name = workers.get(new.worker_id) if new.worker_id else None
        yield _("Responsible worker: {name}").format(name=name or _("nobody"))
    if old.plate != new.plate:
        yield _("Plate: {plate}").format(plate=new.plate or _("none"))
    elif old.plate_state != new.plate_state:
        yield _("Plate {plate}: {state}").format(plate=new.plate, state=new.get_plate_state_display())
    if old.address != new.address:
        yield _("Address: {address}").format(address=new.address)
    if old.area_id != new.area_id:
        yield _("Now in another area")


def _person_words(actor: Actor, door: Door, versions: Any) -> Teller:
    views = _views(actor, door, versions)

    def words(old: PersonVersion | None, new: PersonVersion) -> str:
        view = views[new.entity_id]
        if old is None:
            return _("{name} entered in the register").format(name=view.name)
        sees_where = view.levels[Group.CATEGORY] is Level.CLEAR
        what = _person_differences(old, new, sees_where)
        return _("{name}: {what}").format(name=view.name, what=what) if what else ""

    return words


def _views(actor: Actor, door: Door, versions: Any) -> dict[UUID, PersonView]:
    latest = {version.entity_id: version for version in versions.order_by("true_from", "id")}
    persons = [person_as_it_was(version) for version in latest.values()]
    for person in persons:
        person.door = door
    return {view.id: view for view in views_of(actor, persons)}


def _person_differences(old: PersonVersion, new: PersonVersion, sees_where: bool) -> str:
    """What differs, in words; where somebody went is named to those alone who may see where people are."""
    if new.merged_into_id != old.merged_into_id:
        return _("turned out to be the same person as another")
    where = str(Whereabouts(new.whereabouts).label) if sees_where else _("other details changed")
    parts = {
        _("moved to another door"): old.door_id != new.door_id,
        where: old.whereabouts != new.whereabouts,
        _("phone changed"): bytes(old.sealed_phones) != bytes(new.sealed_phones),
        _("document number changed"): bytes(old.sealed_ids) != bytes(new.sealed_ids),
        _("name, sex or birth date changed"): bytes(old.sealed_identity) != bytes(new.sealed_identity),
        _("guardian changed"): old.guardian_id != new.guardian_id,
    }
    differing = [words for words, is_so in parts.items() if is_so]
    if bytes(old.sealed_more) != bytes(new.sealed_more):
        differing.append(_("other details changed"))
    return _(", ").join(dict.fromkeys(differing))
