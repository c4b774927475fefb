"""What must hold of people's entries: one person once, guardians, seals that open, and versions that tell the truth."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.areas.models import Area, Building, Site
from gridward.facts.versions import VERSIONS, differs, tracked_fields
from gridward.households.ages import is_under_14
from gridward.households.bundles import BUNDLES, opened
from gridward.households.checks import finding
from gridward.households.models import (
    LIVING_HERE,
    Door,
    Household,
    IdState,
    Mark,
    Person,
)
from gridward.households.queries.gaps import possible_minors
from gridward.households.search.tokens import valid_id_token
from gridward.shared.batches import in_batches
from gridward.shared.models import OwnedRow
from gridward.shared.problems import Problem
from gridward.shared.registries import Check, Finding
from gridward.vault import seals

REGISTER: Sequence[type[OwnedRow]] = (Area, Site, Building, Door, Household, Person, Mark)


def living(community_id: UUID) -> Any:
    """People living here, with their doors."""
    persons = Person.objects.of(community_id).filter(merged_into_id=None, whereabouts__in=LIVING_HERE)
    return persons.select_related("door").order_by("door__walking_order", "door_id", "order", "id")


def numbers_borne_twice(community_id: UUID) -> Iterator[Finding]:
    """People living here with the same valid number: compared by their blind tokens, none kept in clear."""
    valid = living(community_id).filter(id_state=IdState.VALID)
    bearers: dict[int, list[UUID]] = {}
    for id, sealed, door_id in valid.values_list("id", "sealed_ids", "door_id").iterator(2000):
        if number := _number(id, sealed):
            bearers.setdefault(valid_id_token(community_id, number), []).append(door_id)
    shared = [door_ids for door_ids in bearers.values() if len(door_ids) > 1]
    all_ids = {door_id for door_ids in shared for door_id in door_ids}
    doors = {door.id: door for door in Door.objects.with_ids(community_id, all_ids)}
    for first, *others in shared:
        at = _(", ").join(sorted({doors[door_id].address for door_id in others}))
        words = _("the same ID number stands for somebody at: {doors}").format(doors=at)
        yield finding("households.one_number", doors[first], words)


def _number(id: UUID, sealed: bytes) -> str:
    try:
        return str(seals.unseal(id, "ids", sealed).get("number", ""))
    except Problem:
        return ""  # the rule about seals names it


def minors_without_guardian(community_id: UUID) -> Iterator[Finding]:
    """People under 14 living here with nobody on record who answers for them."""
    for person in possible_minors(living(community_id)).filter(guardian_id=None):
        if _is_minor(person):
            words = _("a person under 14 without a guardian on record")
            yield finding("households.guardian", person.door, words)


def _is_minor(person: Person) -> bool:
    try:
        return is_under_14(person)
    except Problem:
        return (
            True  # in the year of the fourteenth birthday, with a date that the rule about seals cannot open
        )


def seals_that_do_not_open(community_id: UUID) -> Iterator[Finding]:
    """Sealed values whose key is missing, or which were moved or altered."""
    for person in Person.objects.of(community_id).select_related("door").iterator(2000):
        if broken := _broken(person, BUNDLES):
            words = _("sealed values cannot be opened: {names}").format(names=_(", ").join(broken))
            yield finding("households.seals", person.door, words)
    for household in Household.objects.of(community_id).select_related("door").iterator(2000):
        if _broken(household, ("more",)):
            yield finding("households.seals", household.door, _("a household's note cannot be opened"))


def _broken(row: Person | Household, bundles: Sequence[str]) -> list[str]:
    broken = []
    for bundle in bundles:
        try:
            opened(row, bundle)
        except Problem:
            broken.append(bundle)  # which one is what the finding says
    return broken


def rows_their_versions_deny(community_id: UUID) -> Iterator[Finding]:
    """Rows of the register that differ from the one version believed to be true now, or have none or several."""
    for table in REGISTER:
        versions = VERSIONS[table]
        names = tracked_fields(versions)
        rows = table.objects.of(community_id).order_by("id")
        for batch in in_batches(rows.iterator(2000), 2000):
            yield from _denied(table, community_id, batch, names)


def _denied(
    table: type[OwnedRow], community_id: UUID, rows: Sequence[OwnedRow], names: Sequence[str]
) -> Iterator[Finding]:
    believed = VERSIONS[table].objects.of(community_id).filter(known_to=None, true_to=None)
    open_versions: dict[UUID, list[Any]] = {}
    for version in believed.filter(entity_id__in=[row.id for row in rows]):
        open_versions.setdefault(version.entity_id, []).append(version)
    for row in rows:
        found = open_versions.get(row.id, [])
        if len(found) != 1 or differs(found[0], row, names):
            words = _("{kind}: the row and its history disagree").format(kind=table._meta.model_name)
            yield Finding("households.versions", str(row.id), words)


PROOFS = (
    Check(
        "households.one_number",
        gettext_noop("No valid ID number stands for two people living here."),
        numbers_borne_twice,
    ),
    Check(
        "households.guardian",
        gettext_noop("Everybody under 14 has a guardian on record."),
        minors_without_guardian,
    ),
    Check("households.seals", gettext_noop("Every sealed value opens."), seals_that_do_not_open),
    Check(
        "households.versions",
        gettext_noop("Every row of the register is what its history says."),
        rows_their_versions_deny,
    ),
)
