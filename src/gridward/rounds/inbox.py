"""Records that were kept though something was wrong with them, until somebody looked at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.facts.models import FactConflict
from gridward.rounds import queries
from gridward.rounds.models import Outcome
from gridward.rounds.words import flag_words, outcome_words
from gridward.vault.seals import unseal

MOST: Final = 100
REFUSALS_SHOWN_FOR: Final = timedelta(days=7)


@dataclass(frozen=True)
class Flagged:
    """A flagged outcome or a conflict in words."""

    id: UUID
    name: str
    due_id: UUID | None
    place: str
    round: str
    said: str
    why: str
    by: str
    owner: str
    at: datetime


def ids_in(words: Iterable[str]) -> list[UUID]:
    """The ids among some words; anything else is left out."""
    found = []
    for word in words:
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found


def waiting_for(actor: Actor, now: datetime) -> dict[str, Any]:
    """What waits for the actor: flags and conflicts, and how many records were refused of late."""
    flags = list(queries.flags_waiting(actor)[:MOST])
    conflicts = list(queries.conflicts_waiting(actor)[:MOST])
    names = worker_names([*(f.by_id for f in flags), *(f.owner_id for f in flags)])
    names |= worker_names([*(c.by_id for c in conflicts), *(c.owner_id for c in conflicts)])
    rows = [_flag(flag, names) for flag in flags] + [_conflict(conflict, names) for conflict in conflicts]
    refused = queries.refusals_of(actor, now - REFUSALS_SHOWN_FOR)
    return {"rows": sorted(rows, key=lambda row: row.at, reverse=True), "refused": refused}


def _flag(flag: Outcome, names: dict[UUID, str]) -> Flagged:
    door = flag.due.door
    return Flagged(
        id=flag.id,
        name="outcome",
        due_id=flag.due_id,
        place=(door.plate or door.address) if door else "",
        round=flag.due.round.name,
        said=outcome_words(flag.kind, flag.how),
        why="; ".join(flag_words(code) for code in flag.flags),
        by=names.get(flag.by_id, ""),
        owner=names.get(flag.owner_id, "") if flag.owner_id else "",
        at=flag.corrected_at,
    )


def _conflict(conflict: FactConflict, names: dict[UUID, str]) -> Flagged:
    body = unseal(conflict.fact_id, "body", bytes(conflict.sealed_body))
    return Flagged(
        id=conflict.id,
        name="conflict",
        due_id=UUID(body["due"]),
        place="",
        round="",
        said=outcome_words(body["kind"], body["how"]),
        why=flag_words("rounds.conflict"),
        by=names.get(conflict.by_id, ""),
        owner=names.get(conflict.owner_id, "") if conflict.owner_id else "",
        at=conflict.received_at,
    )
