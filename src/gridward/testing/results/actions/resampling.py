"""The round in which the people of a result are owed a re-sample, each by name."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.rounds.actions import NamedDue, NamedRound, open_named_rounds
from gridward.testing.models import SubjectKind
from gridward.testing.results import norms
from gridward.testing.results.models import Result, Waiting


def due_for(wait: Waiting) -> NamedDue:
    """A resident's due stands at the door; a worker's or visitor's at nobody's."""
    door_id = wait.door_id if wait.subject == SubjectKind.PERSON else None
    return NamedDue(wait.subject_id, door_id, wait.area_id, wait.worker_id)


def open_resamples(
    by: Actor,
    results: Mapping[UUID, Result],
    rounds: Mapping[UUID, UUID],
    dues: Mapping[UUID, Sequence[NamedDue]],
) -> None:
    """Open a round for each result that has dues, or add them to it; all three by result."""
    if not dues:
        return
    now = timezone.now()
    norms.have_kind(by.community_id)
    within = norms.norms_of(by.community_id).resample_within
    named = [
        NamedRound(
            id=rounds[id],
            name=_("Re-sampling of tube %(code)s") % {"code": results[id].code},
            opens_at=results[id].compared_at or now,
            closes_at=now + within,
            dues=tuple(owed),
        )
        for id, owed in dues.items()
    ]
    open_named_rounds(by=by, kind_code=norms.RESAMPLE_KIND, rounds=named)
