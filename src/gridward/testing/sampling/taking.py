"""Putting people into the tube in hand, by the verb and before the act."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer, Verdict
from gridward.households.models import Person
from gridward.rounds.models import Due
from gridward.shared.ids import derived_id
from gridward.testing.actions import record_samples
from gridward.testing.models import HOUSEHOLD, Sample, TestDay
from gridward.testing.samples import SampleFact, VisitorWords
from gridward.testing.sampling import saying
from gridward.testing.sampling.naming import names_of
from gridward.testing.sampling.pictures import TubePicture, picture_of
from gridward.testing.sampling.saying import Said
from gridward.testing.sampling.sitting import Sitting
from gridward.vault.tokens import keyed_digest


@dataclass(frozen=True)
class Taken:
    """What became of those who were to go into the tube; `left` are those who did not."""

    said: Said
    left: list[UUID] = field(default_factory=list)


def take(actor: Actor, sitting: Sitting, subject_ids: Sequence[UUID], how: str, fact_id: UUID) -> Taken:
    """Record people the register knows, each under an id made from the form's own."""
    return _recorded(actor, sitting, [_fact(sitting, id, how, fact_id) for id in subject_ids])


def take_visitor(actor: Actor, sitting: Sitting, words: VisitorWords, fact_id: UUID) -> Taken:
    """Record somebody on no register; one with a number is the same person when met again."""
    subject = visitor_id(actor.community_id, words, fact_id)
    fact = _fact(sitting, subject, "id" if words.id_number else "name", fact_id, words)
    return _recorded(actor, sitting, [fact])


def visitor_id(community_id: UUID, words: VisitorWords, fact_id: UUID) -> UUID:
    """The id of a visitor: a function of the number where there is one, so that one person twice is seen."""
    if not words.id_number:
        return derived_id("visitor", community_id, fact_id)
    return derived_id("visitor", community_id, keyed_digest(community_id, words.id_number.upper().encode()))


def _fact(
    sitting: Sitting, subject_id: UUID, how: str, fact_id: UUID, visitor: VisitorWords | None = None
) -> SampleFact:
    assert sitting.tube is not None
    return SampleFact(
        id=derived_id(fact_id, subject_id),
        day_id=sitting.day.id,
        subject_id=subject_id,
        tube_code=sitting.tube.code,
        phase=sitting.phase,
        station_id=sitting.station.id,
        desk_id=sitting.desk.id if sitting.desk else None,
        how=how,
        capacity=sitting.tube.capacity,
        visitor=visitor,
    )


def _recorded(actor: Actor, sitting: Sitting, facts: list[SampleFact]) -> Taken:
    answers = record_samples(by=actor, facts=facts, is_before=True)
    refused = [(fact, a) for fact, a in zip(facts, answers, strict=True) if a.verdict == Verdict.REFUSED]
    if refused:
        return Taken(saying.refusal(actor, *_first(refused)), [fact.subject_id for fact, _a in refused])
    samples = list(Sample.objects.with_ids(actor.community_id, [fact.id for fact in facts]).order_by("place"))
    if not samples:
        return Taken(saying.bad(_("Not kept"), _("Please scan again.")))
    names = names_of(actor, samples)
    who = "、".join(f"{n.name} {n.plate}".strip() for s in samples if (n := names.get(s.subject_id)))
    assert sitting.tube is not None
    return Taken(saying.good(samples[-1].place, who, _after(picture_of(actor, sitting.tube), samples[-1])))


def _first(refused: list[tuple[SampleFact, Answer]]) -> tuple[SampleFact, str]:
    fact, answer = refused[0]
    return fact, answer.code


def _after(picture: TubePicture, last: Sample) -> str:
    """What is left in the tube after somebody went in, and whether the day waited for them."""
    parts = [] if last.due_id else [_("Not on today's list; taken all the same.")]
    if picture.is_full:
        parts.append(_("The tube is full: seal it, or scan the next tube."))
    elif not picture.is_household:
        parts.append(
            ngettext("%(count)s place left.", "%(count)s places left.", picture.free)
            % {"count": picture.free}
        )
    return " ".join(parts)


def would_split(actor: Actor, day: TestDay, picture: TubePicture, subject_ids: Sequence[UUID]) -> int:
    """How many of the household are still due, where they fit into a new tube and not into this one; else 0."""
    capacity = picture.tube.capacity
    if capacity == HOUSEHOLD or capacity == 1 or not picture.count or picture.is_full:
        return 0
    persons: Any = Person.objects.with_ids(actor.community_id, subject_ids)
    households = set(persons.values_list("household_id", flat=True)) - {None}
    if not households or households & picture.household_ids:
        return 0
    rounds = [id for id in (day.door_round_id, day.centre_round_id) if id]
    mates: Any = Person.objects.of(actor.community_id).filter(
        household_id__in=households, merged_into_id=None
    )
    dues: Any = Due.objects.of(actor.community_id).filter(
        round_id__in=rounds, state=Due.State.OPEN, subject_id__in=list(mates.values_list("id", flat=True))
    )
    need = len(set(dues.values_list("subject_id", flat=True)) | set(subject_ids))
    return need if picture.free < need <= capacity else 0
