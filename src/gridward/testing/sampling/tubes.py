"""Taking a tube in hand: a new one is opened, one of this station goes on, any other is refused with the reason."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.facts.answers import Verdict
from gridward.shared.ids import derived_id
from gridward.shared.problems import PROBLEM_CODES, Problem
from gridward.shared.templatetags.dates import zhdate
from gridward.testing.actions import open_tubes, seal_tubes
from gridward.testing.models import Tube, TubeState
from gridward.testing.samples import is_code, tube_code
from gridward.testing.sampling.saying import Said, bad, standing_tube
from gridward.testing.sampling.sitting import Sitting
from gridward.testing.steps import TubeFact


@dataclass(frozen=True)
class Handled:
    """The tube now in hand, or why it is not."""

    tube: Tube | None = None
    said: Said | None = None


def take_in_hand(
    actor: Actor, sitting: Sitting, text: str, fact_id: UUID, capacity: int | None = None
) -> Handled:
    """Open a tube by its code, or go on with one that this station opened."""
    if not is_code(text):
        return Handled(said=bad(_("This is not the code of a tube"), _("Scan the label of the tube again.")))
    standing = standing_tube(actor, tube_code(text))
    if standing:
        said = why_not(sitting, standing)
        return Handled(said=said) if said else Handled(standing)
    fact = TubeFact(
        derived_id(fact_id, "open"),
        text,
        day_id=sitting.day.id,
        phase=sitting.phase,
        capacity=sitting.pool if capacity is None else capacity,
        station_id=sitting.station.id,
    )
    answer = open_tubes(by=actor, facts=[fact])[0]
    if answer.verdict == Verdict.REFUSED:
        return Handled(said=bad(_("The tube cannot be opened"), Problem(PROBLEM_CODES[answer.code]).message))
    return Handled(standing_tube(actor, fact.kept_code))


def why_not(sitting: Sitting, tube: Tube) -> Said | None:
    """Why a tube that stands cannot go on here; None: it can."""
    if tube.state != TubeState.OPEN:
        names = worker_names([tube.sealed_by_id])
        return bad(
            _("The tube is sealed"),
            _("%(code)s was sealed %(when)s by %(who)s. Take a new tube.")
            % {
                "code": tube.code,
                "when": zhdate(tube.sealed_at, "short") if tube.sealed_at else "",
                "who": names.get(tube.sealed_by_id, "") if tube.sealed_by_id else "",
            },
        )
    if tube.day_id != sitting.day.id or tube.phase != sitting.phase:
        return bad(_("The tube is of another day or phase"), _("Take a tube that nobody has used yet."))
    if tube.station_id != sitting.station.id:
        where = tube.station.name if tube.station else ""
        return bad(
            _("Another station uses this tube"),
            _("It was opened at %(station)s. Take a tube that nobody has used yet.") % {"station": where},
        )
    return None


def seal(actor: Actor, tube: Tube, fact_id: UUID) -> Said | None:
    """Seal a tube; None: it is sealed."""
    fact = TubeFact(derived_id(fact_id, "seal", tube.id), tube.code)
    answer = seal_tubes(by=actor, facts=[fact])[0]
    if answer.verdict == Verdict.REFUSED:
        return bad(_("The tube cannot be sealed"), Problem(PROBLEM_CODES[answer.code]).message)
    return None


def set_aside(actor: Actor, sitting: Sitting) -> Tube | None:
    """The tube that was set aside while somebody had one alone, if it is still open."""
    if sitting.aside_id is None:
        return None
    tubes = Tube.objects.with_ids(actor.community_id, [sitting.aside_id]).filter(state=TubeState.OPEN)
    found: Tube | None = tubes.first()
    return found
