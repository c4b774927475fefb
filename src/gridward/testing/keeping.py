"""What becomes of facts about tubes, samples in them and boxes: refused before the act, flagged after, none dropped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer, Verdict
from gridward.facts.bulk import insert
from gridward.facts.models import FactConflict, FactRefusal
from gridward.rounds.queries import coordinator_of
from gridward.shared.registries import purposes
from gridward.testing.models import TubeEvent
from gridward.testing.steps import STEP_CONFLICT, STEP_UNREADABLE, Stepped
from gridward.vault.seals import seal

Fact = TypeVar("Fact", bound=Stepped)
Judge = Callable[[Fact], tuple[str, list[str]]]


@dataclass
class Kept(Generic[Fact]):
    """Facts by what becomes of them: an answer each; those to keep with digest and flags; what is set aside."""

    by: Actor
    kind: str
    now: datetime = field(default_factory=timezone.now)
    answers: list[Answer] = field(default_factory=list)
    fresh: list[tuple[Fact, str, list[str]]] = field(default_factory=list)
    conflicts: list[FactConflict] = field(default_factory=list)
    refused: list[FactRefusal] = field(default_factory=list)

    @cached_property
    def scope(self) -> UUID:
        """Under whose keys words are sealed; asked for once."""
        find_all = (find(self.by.community_id) for find in purposes)
        return next((purpose.id for purpose in find_all if purpose), self.by.community_id)

    @property
    def set_aside(self) -> int:
        """How many facts are kept aside."""
        return len(self.conflicts) + len(self.refused)

    @cached_property
    def owner_id(self) -> UUID | None:
        """Under whose name a conflict stands."""
        return coordinator_of(self.by.community_id)

    def envelope(self, fact: Stepped, digest: str, flags: Sequence[str]) -> dict[str, Any]:
        """What every row of a fact bears."""
        return {
            "community_id": self.by.community_id,
            "happened_at": fact.happened_at or self.now,
            "corrected_at": fact.corrected_at(self.now),
            "received_at": self.now,
            "device_id": fact.device_id,
            "by_id": self.by.worker_id,
            "digest": digest,
            "flags": list(flags),
        }

    def event(self, fact: Stepped, digest: str, flags: Sequence[str], **step: Any) -> TubeEvent:
        """A step of a tube that this fact brought about."""
        return TubeEvent(**self.envelope(fact, digest, flags), **step)


def sort_out(
    by: Actor,
    kind: str,
    facts: Sequence[Fact],
    known: Mapping[UUID, str],
    judge: Judge[Fact],
    is_before: bool = False,
) -> Kept[Fact]:
    """Judge each fact; `judge` gives the code of a refusal, or nothing and the flags."""
    kept: Kept[Fact] = Kept(by, kind)
    seen = dict(known)
    for fact in facts:
        digest = fact.digest(by.community_id)
        if seen.get(fact.id) == digest:
            kept.answers.append(Answer(fact.id, Verdict.DUPLICATE))
            continue
        if fact.id in seen and fact.is_readable:
            kept.conflicts.append(_conflict(kept, fact, digest))
            kept.answers.append(Answer(fact.id, Verdict.CONFLICT, STEP_CONFLICT.code))
            continue
        code, flags = judge(fact) if fact.is_readable else (STEP_UNREADABLE.code, [])
        flags = [*flags, *fact.flags]
        if code or (is_before and flags):
            _refuse(kept, fact, code or flags[0], is_before)
        else:
            seen[fact.id] = digest
            kept.fresh.append((fact, digest, flags))
            first = flags[0] if flags else ""
            kept.answers.append(Answer(fact.id, Verdict.FLAGGED if flags else Verdict.ACCEPTED, first))
    return kept


def keep_aside(kept: Kept[Any]) -> None:
    """Conflicts whole and sealed; of a refusal only that there was one."""
    insert(FactConflict, kept.conflicts, ignores_known=True)
    insert(FactRefusal, kept.refused, ignores_known=True)


def _refuse(kept: Kept[Any], fact: Stepped, code: str, is_before: bool) -> None:
    kept.answers.append(Answer(fact.id, Verdict.REFUSED, code))
    # What broke a rule before the act never happened, so nothing of it needs a row.
    if not is_before:
        kept.refused.append(
            FactRefusal(
                community_id=kept.by.community_id,
                kind=kept.kind,
                fact_id=fact.id,
                by_id=kept.by.worker_id,
                code=code,
            )
        )


def _conflict(kept: Kept[Any], fact: Stepped, digest: str) -> FactConflict:
    return FactConflict(
        community_id=kept.by.community_id,
        kind=kept.kind,
        fact_id=fact.id,
        received_at=kept.now,
        by_id=kept.by.worker_id,
        owner_id=kept.owner_id,
        digest=digest,
        sealed_body=seal(kept.scope, fact.id, "body", fact.body()),
    )
