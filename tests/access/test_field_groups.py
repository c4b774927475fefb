"""The table of field group × role is complete, and says what it should."""

import pytest
from django.apps import apps

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import COLUMNS, LEVELS, OUTSIDE_GROUPS, Group, Level, level
from gridward.accounts.models import Role
from gridward.facts.models import VersionRow
from gridward.facts.versions import VERSIONS, tracked_fields
from gridward.shared.ids import new_id

C, R, M, H = Level.CLEAR, Level.REVEAL, Level.MASKED, Level.HIDDEN
# Rows: the roles in this order; columns: identity, phone, id, category, more, health.
SEEN = {
    Role.WORKER: (C, C, R, C, R, C),
    Role.AREA_LEADER: (C, R, R, C, R, C),
    Role.COORDINATOR: (R, R, R, C, R, C),
    Role.DATA_OFFICER: (R, R, R, C, R, H),
    Role.READER: (M, H, H, H, H, H),
    Role.SAMPLER: (C, M, R, H, H, H),
    Role.LABORATORY: (H, H, H, H, H, H),
    Role.HEALTH_CONTACT: (C, C, R, C, H, C),
    Role.PATROL: (H, H, H, H, H, H),
    Role.ABOVE: (H, H, H, H, H, H),
}
SEEN_OF_A_MINOR = {
    Role.WORKER: (C, C, R, C, R, C),
    Role.AREA_LEADER: (R, R, R, R, R, C),
    Role.COORDINATOR: (R, R, R, R, R, C),
    Role.DATA_OFFICER: (R, R, R, R, R, H),
    Role.READER: (H, H, H, H, H, H),
    Role.SAMPLER: (R, H, R, H, H, H),
    Role.LABORATORY: (H, H, H, H, H, H),
    Role.HEALTH_CONTACT: (C, C, R, C, H, C),
    Role.PATROL: (H, H, H, H, H, H),
    Role.ABOVE: (H, H, H, H, H, H),
}


def holding(*roles: str) -> Actor:
    return Actor(new_id(), "", new_id(), frozenset(roles))


def levels(*roles: str, own: bool = True, area: bool = True, is_minor: bool = False) -> tuple[Level, ...]:
    return tuple(
        level(holding(*roles), group, is_own_door=own, is_in_own_area=area, is_minor=is_minor)
        for group in Group
    )


def test_every_group_has_an_entry_for_every_role() -> None:
    assert {group: set(row) for group, row in LEVELS.items()} == {group: set(Role) for group in Group}


def test_this_test_knows_every_role_and_group() -> None:
    assert set(SEEN) == set(SEEN_OF_A_MINOR) == set(Role)
    assert {len(row) for row in [*SEEN.values(), *SEEN_OF_A_MINOR.values()]} == {len(Group)}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_the_table_says(role: Role) -> None:
    assert levels(role) == SEEN[role]


@pytest.mark.parametrize("role", list(Role))
def test_somebody_under_fourteen_is_shown_only_to_the_own_worker_and_the_health_contact(role: Role) -> None:
    assert levels(role, is_minor=True) == SEEN_OF_A_MINOR[role]


def test_a_worker_sees_nothing_at_another_workers_door() -> None:
    assert set(levels(Role.WORKER, own=False)) == {H}


def test_an_area_leader_sees_nothing_in_another_area() -> None:
    assert set(levels(Role.AREA_LEADER, area=False)) == {H}


def test_two_roles_together_see_what_either_does() -> None:
    assert levels(Role.READER, Role.WORKER, own=False) == SEEN[Role.READER]
    assert levels(Role.READER, Role.WORKER) == SEEN[Role.WORKER]


def test_a_coordinator_who_works_the_door_too_sees_the_child_behind_it() -> None:
    assert levels(Role.COORDINATOR, Role.WORKER, is_minor=True)[0] == C
    assert levels(Role.COORDINATOR, Role.WORKER, own=False, is_minor=True)[0] == R


def test_a_reader_who_samples_too_reads_names_at_the_desk_alone() -> None:
    both = holding(Role.READER, Role.SAMPLER)
    reach = {"is_own_door": False, "is_in_own_area": False}
    assert level(both, Group.IDENTITY, **reach) == M
    assert level(both, Group.IDENTITY, **reach, at_task=True) == C


def test_no_role_at_all_sees_nothing() -> None:
    assert set(levels()) == {H}


def test_every_sealed_column_belongs_to_a_group_or_is_shown_to_nobody() -> None:
    sealed = {
        f"{model.__name__.removesuffix('Version')}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "BinaryField"
    }
    assert sealed, "the walk found no sealed column"
    assert {column for column in sealed if COLUMNS.get(column) is None} == set(OUTSIDE_GROUPS)


@pytest.mark.parametrize("table", ["Person", "Household", "Mark"])
def test_every_column_about_people_has_its_line(table: str) -> None:
    model, versions = next((m, v) for m, v in VERSIONS.items() if m.__name__ == table)
    links = {"household_id", "door_id", "subject_id"}
    columns = {f"{table}.{name}" for name in tracked_fields(versions) if name not in links}
    assert columns == {name for name in COLUMNS if name.startswith(f"{table}.")}
    assert issubclass(versions, VersionRow) and model in VERSIONS
