"""The sealed bundles of persons and households: opened, compared, closed again."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from gridward.households.models import Household, HouseholdVersion, Person, PersonVersion
from gridward.vault import seals

BUNDLES: Final = ("identity", "ids", "phones", "more")
"""Bundles of a person; a household has `more` alone."""

SealedRow = Person | PersonVersion | Household | HouseholdVersion


def opened(row: SealedRow, bundle: str) -> dict[str, Any]:
    """What a bundle of a current row or a version holds; raises vault.no_key, vault.broken_seal."""
    entity_id: UUID = getattr(row, "entity_id", row.id)
    return seals.unseal(entity_id, bundle, getattr(row, f"sealed_{bundle}"))


def close(
    row: Person | Household, bundle: str, was: dict[str, Any], now: dict[str, Any], scope: Callable[[], UUID]
) -> None:
    """Seal a bundle anew, unless it holds what it held: then the seal stands, and nothing changed.

    `scope` is asked only when something is sealed; it raises households.no_operation.
    """
    now = {name: value for name, value in now.items() if value not in ("", None, [], {})}
    if now != was:
        setattr(row, f"sealed_{bundle}", seals.seal(scope(), row.id, bundle, now) if now else b"")
