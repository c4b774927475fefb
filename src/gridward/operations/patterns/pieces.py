"""What a pattern is made of; what belongs to rooms below is plain data that they read themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from gridward.households.entries import CategoryFact
from gridward.operations.plans.actions import PlanKindFact
from gridward.operations.zones.entries import LevelFact, MeasureFact


@dataclass(frozen=True)
class Pattern:
    """A pattern; `kind` is the kind of operation, `below` what other rooms bring in, by the name of the room.

    `plans` are drafts: kind, title, and the headings to be filled in.
    """

    code: str
    kind: str
    words: Promise
    note: Promise
    purpose: Promise
    legal_basis: Promise
    levels: tuple[LevelFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    categories: tuple[CategoryFact, ...] = ()
    plan_kinds: tuple[PlanKindFact, ...] = ()
    plans: tuple[tuple[str, str, str], ...] = ()
    below: Mapping[str, Any] = field(default_factory=dict)


def kind(code: str, zh: str, en: str, subject: str, **more: Any) -> dict[str, Any]:
    """A kind of round as the room of rounds reads it."""
    return {"code": code, "name_zh": zh, "name_en": en, "subject": subject, **more}
