"""What was kept though something was wrong with it, until somebody looked: samples and conflicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.facts.models import FactConflict
from gridward.rounds.words import flag_words
from gridward.testing import judging
from gridward.testing.board.counting import conflicts_waiting, flagged_samples, visitors_to_check
from gridward.testing.board.lists import tube_url, who_was_sampled
from gridward.testing.models import Sample, TubeEvent

MOST: Final = 100
WORDS: Final[dict[str, Promise]] = {
    judging.CONFLICT.code: gettext_lazy("The same record with other words"),
    judging.DAY_CLOSED.code: gettext_lazy("Came after the day was closed"),
    judging.SAMPLED_BEFORE.code: gettext_lazy("Has a sample of this day in another tube"),
    judging.TUBE_FULL.code: gettext_lazy("More in the tube than it may hold"),
    judging.TUBE_NOT_OPEN.code: gettext_lazy("The tube was sealed already"),
    judging.TUBE_ELSEWHERE.code: gettext_lazy("Another station used the same tube"),
    judging.TUBE_OF_ANOTHER_DAY.code: gettext_lazy("The tube was used on another day or in another phase"),
    judging.MUST_BE_SINGLE.code: gettext_lazy("Should have had a tube alone"),
    judging.OTHER_HOUSEHOLD.code: gettext_lazy("Of another household than the tube"),
    judging.UNKNOWN_PERSON.code: gettext_lazy("Nobody we know"),
    judging.NOT_YOUR_PERSON.code: gettext_lazy("Not the sender's to sample"),
}


@dataclass(frozen=True)
class FlagLine:
    """A flagged sample or a conflict in words."""

    id: UUID
    name: str
    who: str
    tube: str
    tube_url: str
    why: str
    by: str
    owner: str
    at: datetime


def why(code: str) -> str:
    """What a flag means."""
    return str(WORDS[code]) if code in WORDS else flag_words(code)


def waiting_for(actor: Actor) -> dict[str, Any]:
    """What waits for the actor: a coordinator sees all, others what stands under their name."""
    samples = list(flagged_samples(actor).select_related("tube").order_by("-received_at", "-id")[:MOST])
    conflicts = list(conflicts_waiting(actor).order_by("-received_at", "-id")[:MOST])
    known = _held(actor, conflicts)
    steps = _held_steps(actor, conflicts)
    people = who_was_sampled(actor, [*samples, *known.values()])
    ids = [id for one in [*samples, *conflicts] for id in (one.by_id, one.owner_id)]
    names = worker_names([*ids, *(one.by_id for one in [*known.values(), *steps.values()])])
    rows = [_sample_line(sample, people, names) for sample in samples]
    rows += [
        _conflict_line(each, known.get(each.fact_id) or steps.get(each.fact_id), people, names)
        for each in conflicts
    ]
    return {
        "rows": sorted(rows, key=lambda row: row.at, reverse=True),
        "visitors": visitors_to_check(actor).count(),
    }


def _held(actor: Actor, conflicts: Sequence[FactConflict]) -> dict[UUID, Sample]:
    """The samples we hold that conflicts speak of."""
    ids = [conflict.fact_id for conflict in conflicts]
    held = Sample.objects.with_ids(actor.community_id, ids).select_related("tube") if ids else ()
    return {sample.id: sample for sample in held}


def _held_steps(actor: Actor, conflicts: Sequence[FactConflict]) -> dict[UUID, TubeEvent]:
    """The steps of tubes we hold that conflicts speak of."""
    ids = [conflict.fact_id for conflict in conflicts]
    held = TubeEvent.objects.with_ids(actor.community_id, ids).select_related("tube") if ids else ()
    return {event.id: event for event in held}


def _sample_line(sample: Sample, people: dict[UUID, str], names: dict[UUID, str]) -> FlagLine:
    return FlagLine(
        sample.id,
        "sample",
        people[sample.id],
        sample.tube.code,
        tube_url(sample.tube_id),
        _("; ").join(why(code) for code in sample.flags),
        names.get(sample.by_id, ""),
        names.get(sample.owner_id, "") if sample.owner_id else "",
        sample.corrected_at,
    )


def _conflict_line(
    conflict: FactConflict, held: Sample | TubeEvent | None, people: dict[UUID, str], names: dict[UUID, str]
) -> FlagLine:
    both = {names.get(conflict.by_id, ""), names.get(held.by_id, "") if held else ""} - {""}
    return FlagLine(
        conflict.id,
        "conflict",
        people[held.id] if isinstance(held, Sample) else "",
        held.tube.code if held else "",
        tube_url(held.tube_id) if held else "",
        why(judging.CONFLICT.code),
        _(", ").join(sorted(both)),
        names.get(conflict.owner_id, "") if conflict.owner_id else "",
        conflict.received_at,
    )
