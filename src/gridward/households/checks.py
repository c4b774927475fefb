"""What must hold of doors and households; every exception is named by door, never by a resident's name."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.areas.answering import Answering, areas_unled
from gridward.households.gaps.finding import in_no_area, without_plate, without_worker
from gridward.households.models import LIVING_HERE, Category, Door, DoorState, Household, Mark, Person
from gridward.households.queries.loads import page_of
from gridward.shared.registries import Check, Finding

Find = Callable[[UUID], Iterable[Finding]]


def finding(rule: str, door: Door, words: str) -> Finding:
    """A finding at a door, with its plate where it has one."""
    subject = f"{door.address} ({door.plate})" if door.plate else door.address
    return Finding(rule, subject, words, page_of(door.id))


def doors_without_led_area(community_id: UUID) -> Iterator[Finding]:
    """Dead corners: doors in no open area, or in one without a leader at work."""
    doors = Door.objects.of(community_id)
    nowhere = set(in_no_area(doors).values_list("id", flat=True))
    unled = Q(area_id__in=areas_unled(community_id).values("id"))
    found = doors.filter(unled | Q(id__in=in_no_area(doors).values("id")))
    for door in found.order_by("walking_order", "id"):
        words = _("lies in no open area") if door.id in nowhere else _("lies in an area without a leader")
        yield finding("households.door_area", door, words)


def doors_lacking(community_id: UUID) -> Iterator[Finding]:
    """Doors without plate or worker that nobody answers for; the others are gaps under a name."""
    who = Answering(community_id)
    if who.coordinator_id:
        return
    doors = Door.objects.of(community_id)
    nobody = without_worker(doors, community_id)
    lacking = doors.filter(Q(id__in=without_plate(doors).values("id")) | Q(id__in=nobody.values("id")))
    for door in lacking.exclude(area_id__in=list(who.leaders)).order_by("walking_order", "id"):
        is_without_worker = door.worker_id not in who.at_work
        lacks = [_("no plate")] * (not door.plate) + [_("no responsible worker")] * is_without_worker
        words = _("{lacks}, and nobody answers for it").format(lacks=_(", ").join(lacks))
        yield finding("households.door_complete", door, words)


def doors_elsewhere_than_their_building(community_id: UUID) -> Iterator[Finding]:
    """Doors whose area or site is not their building's."""
    doors = Door.objects.of(community_id).select_related("building")
    astray = doors.exclude(area_id=F("building__area_id"), site_id=F("building__site_id"))
    both_none = Q(area_id=None, building__area_id=None, site_id=F("building__site_id"))
    for door in astray.exclude(both_none).order_by("walking_order", "id"):
        words = _("is recorded in another area or site than its building")
        yield finding("households.door_building", door, words)


def doors_in_unknown_states(community_id: UUID) -> Iterator[Finding]:
    """Doors in a state the community does not know."""
    known = DoorState.objects.of(community_id).values("code")
    for door in Door.objects.of(community_id).exclude(state__in=known).order_by("walking_order", "id"):
        yield finding(
            "households.door_state", door, _("is in the unknown state {code}").format(code=door.state)
        )


def households_nowhere(community_id: UUID) -> Iterator[Finding]:
    """Open households whose door does not exist."""
    homeless = Household.objects.of(community_id).filter(is_closed=False, door__address=None)
    for household in homeless.order_by("id"):
        words = _("a household without a door")
        yield Finding("households.household_door", household.number or str(household.id), words)


def persons_apart_from_their_household(community_id: UUID) -> Iterator[Finding]:
    """People whose door is not their household's, or whose household does not exist."""
    persons = Person.objects.of(community_id).filter(merged_into_id=None).select_related("door")
    apart = persons.exclude(door_id=F("household__door_id"))
    for person in apart.order_by("id"):
        words = _("a person recorded at another door than the household")
        if person.door:
            yield finding("households.person_door", person.door, words)
        else:
            yield Finding("households.person_door", str(person.id), words)


def households_with_two_heads(community_id: UUID) -> Iterator[Finding]:
    """Households with more than one head among those living there."""
    heads = Person.objects.of(community_id).filter(
        is_head=True, merged_into_id=None, whereabouts__in=LIVING_HERE
    )
    double = heads.order_by().values("household_id").annotate(count=Count("id")).filter(count__gt=1)
    counts = dict(double.values_list("household_id", "count"))
    for household in Household.objects.with_ids(community_id, counts).select_related("door").order_by("id"):
        words = _("a household with {count} heads").format(count=counts[household.id])
        yield finding("households.one_head", household.door, words)


def marks_astray(community_id: UUID) -> Iterator[Finding]:
    """Marks of a category that does not exist or marks another kind of subject, and marks on nobody."""
    marks = Mark.objects.of(community_id).filter(is_on=True)
    persons = Person.objects.of(community_id).filter(merged_into_id=None).values("id")
    households = Household.objects.of(community_id).values("id")
    category = Category.objects.of(community_id)
    of_persons = category.filter(subject="person").values("id")
    of_households = category.filter(subject="household").values("id")
    right = Q(category_id__in=of_persons, subject_id__in=persons) | Q(
        category_id__in=of_households, subject_id__in=households
    )
    for mark in marks.exclude(right).order_by("id"):
        words = _("a mark of an unknown category, or on somebody who is not on the register")
        yield Finding("households.marks", str(mark.id), words)


CHECKS = (
    Check(
        "households.door_area",
        gettext_noop("Every door lies in exactly one open area with a leader."),
        doors_without_led_area,
    ),
    Check(
        "households.door_complete",
        gettext_noop("Every door has plate and responsible worker, or is a gap somebody answers for."),
        doors_lacking,
    ),
    Check(
        "households.door_building",
        gettext_noop("Every door lies in the area and site of its building."),
        doors_elsewhere_than_their_building,
    ),
    Check(
        "households.door_state",
        gettext_noop("Every door is in a state the community knows."),
        doors_in_unknown_states,
    ),
    Check("households.household_door", gettext_noop("Every household has its door."), households_nowhere),
    Check(
        "households.person_door",
        gettext_noop("Everybody is recorded at the door of their household."),
        persons_apart_from_their_household,
    ),
    Check("households.one_head", gettext_noop("No household has two heads."), households_with_two_heads),
    Check("households.marks", gettext_noop("Every mark has its category and its subject."), marks_astray),
)
