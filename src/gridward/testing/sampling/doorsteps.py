"""What is done at a door: people into a tube, or an attempt that found nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer, Verdict
from gridward.rounds.actions import OutcomeFact, record_outcomes
from gridward.shared.ids import derived_id
from gridward.shared.problems import PROBLEM_CODES, Problem
from gridward.testing import judging
from gridward.testing.actions import record_samples
from gridward.testing.codes import read_code
from gridward.testing.models import Found, Phase, TestDay, Tube
from gridward.testing.samples import SampleFact
from gridward.testing.sampling import saying
from gridward.testing.sampling.doors import HouseholdTile
from gridward.testing.sampling.pictures import picture_of
from gridward.testing.sampling.saying import Said, asks, bad, standing_tube
from gridward.testing.sampling.taking import would_split


@dataclass(frozen=True)
class DoorTap:
    """A tap at a door: who is here, the tube, and whether a household may be split."""

    day: TestDay
    tile: HouseholdTile
    fact_id: UUID
    subject_ids: Sequence[UUID]
    tube: str = ""
    is_anyway: bool = False


@dataclass(frozen=True)
class AtDoor:
    """What the door answers; `tube` is the tube in hand afterwards."""

    said: Said
    tube: Tube | None = None


def take_at_door(actor: Actor, tap: DoorTap) -> AtDoor:
    """Put those who are here into the tube, under the verb's rules before the act."""
    said = _first_asked(actor, tap)
    if said:
        return AtDoor(said)
    code = read_code(actor.community_id, tap.tube).tube_code
    standing = standing_tube(actor, code)
    answers = _recorded(actor, tap, code, tap.tile.pool)
    alone = len(answers) == 1 and answers[0][1].code == judging.MUST_BE_SINGLE.code
    if alone and standing is None:
        answers = _recorded(actor, tap, code, 1)
    refused = [(fact, a) for fact, a in answers if a.verdict == Verdict.REFUSED]
    tube = standing_tube(actor, code)
    if refused:
        fact, answer = refused[0]
        return AtDoor(saying.refusal(actor, fact, answer.code), tube)
    count = len(answers)
    words = ngettext("%(count)s person sampled", "%(count)s people sampled", count) % {"count": count}
    return AtDoor(Said("good", words, _("Tube %(code)s") % {"code": code}), tube)


def _first_asked(actor: Actor, tap: DoorTap) -> Said | None:
    """What has to be put right before anything is kept."""
    if not tap.subject_ids:
        return asks(_("Tick who is here"))
    reading = read_code(actor.community_id, tap.tube)
    if (reading.problem and not reading.tube_code) or not reading.tube_code:
        return bad(_("Scan or type the tube"), _("Its code stands on the label."))
    if reading.problem:
        return bad(_("Please scan again"), Problem(reading.problem).message)
    if tap.tile.pool == 1 and len(tap.subject_ids) > 1:
        return asks(_("One tube for each person"), _("Tick one person, scan the tube, then the next."))
    standing = standing_tube(actor, reading.tube_code)
    if standing is None or tap.is_anyway:
        return None
    picture = picture_of(actor, standing)
    need = would_split(actor, tap.day, picture, tap.subject_ids)
    if not need:
        return None
    words = _("%(need)s are due here, and tube %(code)s has %(free)s left. Please scan a new tube.")
    return asks(
        _("Better a new tube for this household"),
        words % {"need": need, "code": standing.code, "free": picture.free},
        saying.NEW_TUBE,
    )


def _recorded(actor: Actor, tap: DoorTap, code: str, capacity: int) -> list[tuple[SampleFact, Answer]]:
    facts = [
        SampleFact(
            id=derived_id(tap.fact_id, subject_id),
            day_id=tap.day.id,
            subject_id=subject_id,
            tube_code=code,
            phase=Phase.DOOR,
            how=Found.LIST,
            capacity=capacity,
            door_id=tap.tile.door.id,
        )
        for subject_id in tap.subject_ids
    ]
    return list(zip(facts, record_samples(by=actor, facts=facts, is_before=True), strict=True))


def try_at_door(actor: Actor, tap: DoorTap, kind: str) -> AtDoor:
    """Keep that somebody came and nobody opened, or would not: the dues stay open."""
    ticked = set(tap.subject_ids)
    dues = [line.due for line in tap.tile.at_door if not ticked or line.id in ticked]
    facts = [OutcomeFact(derived_id(tap.fact_id, due.id), due.id, kind) for due in dues]
    answers = record_outcomes(by=actor, facts=facts)
    code = next((answer.code for answer in answers if answer.verdict == Verdict.REFUSED), "")
    if code:
        return AtDoor(bad(_("Not kept"), Problem(PROBLEM_CODES[code]).message))
    return AtDoor(Said("good", _("Kept"), _("They stay on the list.")))
