"""What the worker's pages read: the walk through one's own dues, and the history of one of them."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.models import Site
from gridward.households.access import door_or_404
from gridward.households.models import Door
from gridward.rounds import queries
from gridward.rounds.access import unless_named
from gridward.rounds.models import Due, Outcome, OutcomeKind, Round, RoundKind, SignOffReason
from gridward.rounds.words import flag_words, reason_words, said_words
from gridward.shared.registries import Moment
from gridward.shared.templatetags.dates import zhdate
from gridward.vault.seals import unseal

SIGN_OFF_REASONS: Final = SignOffReason.choices
MOST_TILES, MOST_SETTLED = 120, 60


@dataclass(frozen=True)
class Walk:
    """One's own dues of one round: the open ones to walk, the settled ones below, and how far one is."""

    rounds: list[tuple[Round, int]] = field(default_factory=list)
    round: Round | None = None
    open_dues: list[Due] = field(default_factory=list)
    settled_dues: list[Due] = field(default_factory=list)
    open: int = 0
    settled: int = 0

    @property
    def total(self) -> int:
        """All dues of the walk."""
        return self.open + self.settled

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The rounds one has dues in."""
        current = self.round.id if self.round else None
        here = reverse("mine")
        return [
            {"label": r.name, "url": f"{here}?round={r.id}", "is_current": r.id == current, "count": n}
            for r, n in self.rounds
        ]


def dues_of_mine(actor: Actor) -> QuerySet[Any]:
    """Dues of open rounds under the actor's own name, or gone up to it."""
    mine = Q(worker_id=actor.worker_id) | Q(escalated_to_id=actor.worker_id, state=Due.State.OPEN)
    dues = Due.objects.of(actor.community_id).filter(mine).exclude(state=Due.State.LEFT)
    found: QuerySet[Any] = dues.filter(round__state=Round.State.OPEN, round__community_id=actor.community_id)
    return found


def walk_of(actor: Actor, round_id: str = "") -> Walk:
    """The walk through one round: the one asked for, else the one with dues open that ends first."""
    mine = dues_of_mine(actor)
    open_count = Count("id", filter=Q(state=Due.State.OPEN))
    counted = {
        row["round_id"]: row
        for row in mine.order_by().values("round_id").annotate(open=open_count, all=Count("id"))
    }
    rounds = [r for r in queries.open_rounds(actor.community_id) if r.id in counted]
    listed = [(r, counted[r.id]["open"]) for r in rounds]
    chosen = next((r for r in rounds if str(r.id) == round_id), None)
    chosen = chosen or next((r for r, n in listed if n), None) or (rounds[0] if rounds else None)
    if chosen is None:
        return Walk()
    dues = queries.in_walking_order(mine.filter(round_id=chosen.id))
    settled = dues.exclude(state=Due.State.OPEN).order_by("-settled_at", "id")
    return Walk(
        rounds=listed,
        round=chosen,
        open_dues=list(dues.filter(state=Due.State.OPEN)[:MOST_TILES]),
        settled_dues=list(settled[:MOST_SETTLED]),
        open=counted[chosen.id]["open"],
        settled=counted[chosen.id]["all"] - counted[chosen.id]["open"],
    )


def history_of(due: Due) -> list[dict[str, Any]]:
    """Everything that happened to a due, the newest first, for the timeline part."""
    outcomes = list(queries.outcomes_of(due))
    names = worker_names([o.by_id for o in outcomes] + [due.settled_by_id, due.escalated_to_id])
    sites = dict(
        Site.objects.with_ids(due.community_id, {o.place_id for o in outcomes if o.place_id}).values_list(
            "id", "name"
        )
    )
    entries = [_outcome_entry(outcome, due.round.kind, names, sites) for outcome in outcomes]
    if due.state in (Due.State.EXEMPT, Due.State.SIGNED_OFF, Due.State.LEFT):
        by = names.get(due.settled_by_id, "") if due.settled_by_id else ""
        title = str(Due.State(due.state).label) + _(": ") + reason_words(due.reason)
        entries.append({"when": due.settled_at, "title": title, "by": by, "state": "exempt"})
    if due.escalated_at:
        to = names.get(due.escalated_to_id, "") if due.escalated_to_id else ""
        entries.append(
            {"when": due.escalated_at, "title": _("Went up to %(name)s") % {"name": to}, "state": "late"}
        )
    return sorted(entries, key=lambda entry: entry["when"], reverse=True)


def _outcome_entry(
    outcome: Outcome, kind: RoundKind, names: dict[UUID, str], sites: dict[UUID, str]
) -> dict[str, Any]:
    note = unseal(outcome.id, "note", bytes(outcome.sealed_note)).get("note", "")
    flags = [flag_words(code) for code in outcome.flags]
    changes = [_("Something changed")] if outcome.has_changes else []
    is_done = outcome.kind == OutcomeKind.DONE
    place = [sites[outcome.place_id]] if outcome.place_id in sites else []
    return {
        "when": outcome.corrected_at,
        "title": said_words(outcome, kind),
        "text": _("; ").join([*place, *changes, *flags, *([note] if note else [])]),
        "by": names.get(outcome.by_id, ""),
        "state": "conflict" if outcome.flags else "done" if is_done else "open",
    }


def facts_of(due: Due) -> list[dict[str, Any]]:
    """What is known of a due, label by label."""
    names = worker_names([due.worker_id, due.asked_by_id, due.area.leader_id if due.area else None])
    leader = names.get(due.area.leader_id, "") if due.area and due.area.leader_id else ""
    facts = [
        {"label": _("Round"), "value": due.round.name, "url": reverse("round", args=[due.round_id])},
        {"label": _("To be done by"), "value": zhdate(due.round.closes_at)},
        {"label": _("Area"), "value": due.area.name if due.area else _("In no area"), "note": leader},
        {"label": _("Responsible worker"), "value": names.get(due.worker_id) if due.worker_id else None},
    ]
    if due.asked_by_id:
        asked = {"label": _("Exemption asked for"), "value": reason_words(due.asked_reason)}
        facts.append({**asked, "note": names.get(due.asked_by_id, "")})
    return facts


def dues_at(actor: Actor, door: Door) -> list[Due]:
    """Dues of open rounds at one door, for the door's own page."""
    dues = Due.objects.of(actor.community_id).filter(unless_named(actor), door_id=door.id)
    dues = dues.exclude(state=Due.State.LEFT)
    dues = dues.filter(round__state=Round.State.OPEN, round__community_id=actor.community_id)
    found = dues.select_related("round__kind", "door", "area").order_by("round__closes_at", "id")
    return list(found)


def moments_at(actor: Actor, door: Door) -> list[Moment]:
    """What was found at a door in rounds, for its timeline; raises shared.not_found out of sight."""
    door_or_404(actor, door.id)
    outcomes = Outcome.objects.of(actor.community_id).filter(
        due__door_id=door.id, due__community_id=actor.community_id
    )
    listed = list(outcomes.select_related("due__round__kind").order_by("-corrected_at", "-id")[:50])
    names = worker_names(o.by_id for o in listed)
    return [
        Moment(
            at=o.corrected_at,
            words=o.due.round.name + _(": ") + said_words(o, o.due.round.kind),
            by=names.get(o.by_id, ""),
            state="done" if o.kind == OutcomeKind.DONE else "open",
        )
        for o in listed
    ]
