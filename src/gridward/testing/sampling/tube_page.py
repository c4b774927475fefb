"""What the page of a tube shows and does: facts, history, moving people, striking out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.facts.answers import Answer, Verdict
from gridward.shared.ids import derived_id
from gridward.shared.problems import PROBLEM_CODES, Problem
from gridward.shared.templatetags.dates import zhdate
from gridward.testing.actions import move_samples, open_tubes, void_samples
from gridward.testing.models import Sample, Tube, TubeDeed, TubeEvent, TubeMove
from gridward.testing.samples import tube_code
from gridward.testing.sampling.pictures import TubePicture
from gridward.testing.sampling.saying import standing_tube
from gridward.testing.steps import MoveReason, SampleStep, TubeFact, VoidReason


def facts_of(picture: TubePicture) -> list[dict[str, Any]]:
    """What is known of a tube, label by label."""
    tube = picture.tube
    names = worker_names([tube.opened_by_id, tube.sealed_by_id])
    sealed = zhdate(tube.sealed_at, "short") if tube.sealed_at else None
    return [
        {"label": _("State"), "value": tube.get_state_display()},
        {"label": _("People inside"), "value": picture.holds},
        {"label": _("Phase"), "value": tube.get_phase_display()},
        {"label": _("Station"), "value": tube.station.name if tube.station else _("At doors, no station")},
        {
            "label": _("First used"),
            "value": zhdate(tube.opened_at, "short"),
            "note": names.get(tube.opened_by_id, ""),
        },
        {
            "label": _("Sealed"),
            "value": sealed,
            "note": names.get(tube.sealed_by_id, "") if tube.sealed_by_id else "",
        },
    ]


def history_of(tube: Tube) -> list[dict[str, Any]]:
    """Every step of a tube and of samples into or out of it, the newest first; four statements."""
    events: Any = TubeEvent.objects.of(tube.community_id).filter(tube_id=tube.id)
    moves: Any = TubeMove.objects.of(tube.community_id)
    moved = [*moves.filter(from_tube_id=tube.id), *moves.filter(to_tube_id=tube.id)]
    others = {id for move in moved for id in (move.from_tube_id, move.to_tube_id) if id}
    codes = dict(Tube.objects.with_ids(tube.community_id, others).values_list("id", "code"))
    steps = list(events.select_related("tube"))
    names = worker_names([step.by_id for step in [*steps, *moved]])
    entries = [_entry(step, str(TubeDeed(step.deed).label), names) for step in steps]
    entries += [_entry(move, _move_words(move, tube, codes), names) for move in moved]
    return sorted(entries, key=lambda entry: entry["when"], reverse=True)


def _entry(step: TubeEvent | TubeMove, title: str, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "when": step.corrected_at,
        "title": title,
        "by": names.get(step.by_id, ""),
        "state": "conflict" if step.flags else "done",
    }


def _move_words(move: TubeMove, tube: Tube, codes: dict[UUID, str]) -> str:
    if move.to_tube_id is None:
        reason = VoidReason(move.reason).label if move.reason in VoidReason.values else move.reason
        return _("A sample was struck out: %(reason)s") % {"reason": reason}
    reason = MoveReason(move.reason).label if move.reason in MoveReason.values else move.reason
    if move.from_tube_id == tube.id:
        said = {"code": codes.get(move.to_tube_id, ""), "reason": reason}
        return _("A sample went to %(code)s: %(reason)s") % said
    said = {"code": codes.get(move.from_tube_id, ""), "reason": reason}
    return _("A sample came from %(code)s: %(reason)s") % said


def move(
    actor: Actor, tube: Tube, sample_ids: Sequence[UUID], to: str, reason: str, fact_id: UUID
) -> tuple[bool, str]:
    """Write samples into another tube, opened like this one where it is new; whether it was done, and in words."""
    code = tube_code(to)
    if standing_tube(actor, code) is None:
        fact = TubeFact(
            derived_id(fact_id, "open"),
            code,
            day_id=tube.day_id,
            phase=tube.phase,
            capacity=tube.capacity,
            station_id=tube.station_id,
        )
        opened = open_tubes(by=actor, facts=[fact])
        if opened[0].verdict == Verdict.REFUSED:
            return _told(opened)
    facts = [SampleStep(derived_id(fact_id, id), id, reason, to_code=code) for id in sample_ids]
    return _told(move_samples(by=actor, facts=facts))


def strike_out(actor: Actor, sample_ids: Sequence[UUID], reason: str, fact_id: UUID) -> tuple[bool, str]:
    """Strike out samples that never were; whether it was done, and in words."""
    facts = [SampleStep(derived_id(fact_id, id), id, reason) for id in sample_ids]
    return _told(void_samples(by=actor, facts=facts))


def _told(answers: Sequence[Answer]) -> tuple[bool, str]:
    code = next((answer.code for answer in answers if answer.verdict == Verdict.REFUSED), "")
    if code:
        return False, Problem(PROBLEM_CODES[code], {"code": ""}).message
    count = len(answers)
    return True, ngettext("%(count)s sample put right.", "%(count)s samples put right.", count) % {
        "count": count
    }


def inside(tube: Tube) -> list[UUID]:
    """Every sample in a tube."""
    standing: Any = Sample.objects.of(tube.community_id).filter(tube_id=tube.id, is_void=False)
    return list(standing.values_list("id", flat=True))
