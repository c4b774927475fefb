"""What must hold of plates; every exception is named by its door."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.households.checks import finding
from gridward.households.gaps.same_plates import doubles
from gridward.households.models import Door
from gridward.households.plates.check_digits import is_guarded
from gridward.households.plates.lookalikes import official_look
from gridward.households.plates.patterns import Pattern
from gridward.households.plates.schemes import rules_of, schemes_of
from gridward.shared.registries import Check, Finding


def plated(community_id: UUID) -> "QuerySet[Door]":
    """Doors with a number, in walking order."""
    doors: QuerySet[Door] = Door.objects.of(community_id)
    return doors.exclude(plate="").order_by("walking_order", "id")


def plates_alike(community_id: UUID) -> Iterator[Finding]:
    """Doors whose plate is another's, or reads like it."""
    twins = doubles(community_id)
    both = {door.id: door for door in Door.objects.with_ids(community_id, {*twins, *twins.values()})}
    for door_id, first_id in twins.items():
        words = _("bears the plate of {address}, or one that reads like it").format(
            address=both[first_id].address
        )
        yield finding("households.plate_once", both[door_id], words)


def plates_that_look_official(community_id: UUID) -> Iterator[Finding]:
    """Doors whose plate could be taken for one of the police, a vehicle or a street."""
    for door in plated(community_id):
        if official_look(door.plate):
            words = _("bears a plate that looks like one of the police, a vehicle or a street")
            yield finding("households.plate_unofficial", door, words)


def plates_with_wrong_check_digit(community_id: UUID) -> Iterator[Finding]:
    """Doors whose plate the scheme gave, but whose check digit is another."""
    patterns = patterns_by_version(community_id)
    for door in plated(community_id).filter(plate_scheme__in=list(patterns)):
        guards = [(p.check, g) for p in patterns[door.plate_scheme] if (g := p.guard_of(door.plate))]
        if not any(is_guarded(method, *guard) for method, guard in guards):
            yield finding("households.plate_check_digit", door, _("bears a plate whose check digit is wrong"))


def patterns_by_version(community_id: UUID) -> dict[int, list[Pattern]]:
    """The patterns with a check digit, by the version of the scheme; only versions all of whose patterns have one."""
    found = {}
    for scheme in schemes_of(community_id):
        rules = rules_of(scheme)
        patterns = [pattern for pattern in (rules.pattern, rules.group_pattern) if pattern]
        if all(pattern.check for pattern in patterns):
            found[scheme.version] = patterns
    return found


CHECKS = (
    Check("households.plate_once", gettext_noop("No two doors have one plate."), plates_alike),
    Check(
        "households.plate_unofficial",
        gettext_noop("No plate looks like one of the police, of a vehicle or of a street."),
        plates_that_look_official,
    ),
    Check(
        "households.plate_check_digit",
        gettext_noop("The check digit of every plate is right."),
        plates_with_wrong_check_digit,
    ),
)
