"""How far the open round is in each area, for the pages of areas."""

from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.areas.loads import AreaCoverage, Covered
from gridward.coverage.queries import by_area
from gridward.rounds.queries import open_rounds


def open_round_by_area(actor: Actor) -> Covered | None:
    """The open verification, else the round that closes first, by area as far as the actor sees it; four statements."""
    rounds = list(open_rounds(actor.community_id))
    if not rounds:
        return None
    round_ = next((each for each in rounds if each.kind.is_verification), rounds[0])
    page = reverse("round", args=[round_.id])
    rows = {row.id: row.counts for row in by_area(actor, round_) if row.id}
    by_id = {id: AreaCoverage(c.done, c.open, c.late, c.exempt, page) for id, c in rows.items()}
    return Covered(round_.name, page, by_id)
