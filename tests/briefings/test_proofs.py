"""The check: every rule proved, damage found and named."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from gridward.briefings.proofs import broken, prove_all
from gridward.facts.versions import Stamp, write
from gridward.operations.models import Operation
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Check, Finding, Registry
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db


def broken_rules(cast: Cast) -> dict[str, list[Finding]]:
    """Exceptions by rule."""
    return {proof.check.rule: proof.findings for proof in broken(prove_all(cast.community_id))}


def damage(cast: Cast, table: str, change: str, row_id: UUID, *values: object) -> None:
    """Change a row behind the back of every verb."""
    quoted = row_id.hex if connection.vendor == "sqlite" else str(row_id)
    community = cast.community_id.hex if connection.vendor == "sqlite" else str(cast.community_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {change} WHERE community_id = %s AND id = %s", [*values, community, quoted]
        )


@pytest.mark.parametrize(
    ("table", "change", "named", "values"),
    [
        ("households_door", "area_id = NULL", "door 3-101", ()),
        ("households_door", "state = 'vacant'", "door 3-101", ()),
        (
            "households_person",
            "sealed_identity = %s",
            "person 王小明",
            (b"\x01damaged seal of nobody at all........",),
        ),
        ("areas_area", "name = 'x'", "area 3", ()),
    ],
)
def test_a_row_changed_past_the_verbs_is_found(
    table: str, change: str, named: str, values: tuple[object, ...], cast: Cast
) -> None:
    before = {rule: len(found) for rule, found in broken_rules(cast).items()}
    damage(cast, table, change, cast_id(named), *values)
    after = {rule: len(found) for rule, found in broken_rules(cast).items()}
    assert {rule for rule, count in after.items() if count > before.get(rule, 0)}


def test_one_communitys_damage_is_not_anothers(cast: Cast) -> None:
    before = {p.check.rule for p in broken(prove_all(cast.next_door_id))}
    damage(cast, "households_door", "area_id = NULL", cast_id("door 3-101"))
    assert {p.check.rule for p in broken(prove_all(cast.next_door_id))} == before


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry[Check]]:
    """A registry of the test's own rules."""
    mine: Registry[Check] = Registry()
    monkeypatch.setattr("gridward.briefings.proofs.checks", mine)
    yield mine


@pytest.mark.parametrize("error", [Problem(NOT_FOUND), DatabaseError("malformed")])
def test_data_too_damaged_to_ask_breaks_its_rule_and_stops_no_other(
    error: Exception, cast: Cast, only: Registry[Check]
) -> None:
    def fail(community_id: UUID) -> Iterator[Finding]:
        raise error
        yield

    only.register("a", Check("a", "The first rule.", fail))
    only.register("b", Check("b", "The second rule.", lambda c: [Finding("b", "x", "y")]))
    assert [len(proof.findings) for proof in prove_all(cast.community_id)] == [1, 1]


def test_an_overdue_review_is_named(cast: Cast) -> None:
    operation = Operation.objects.of(cast.community_id).get(ended_at=None)
    operation.review_on = timezone.localdate() - timedelta(days=1)
    write([operation], Stamp(cast.founder_id, "test"))
    assert [f.subject for f in broken_rules(cast)["operations.reviewed"]] == [operation.name]
