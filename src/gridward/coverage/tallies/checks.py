"""The rule that a tally says what counting says."""

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.coverage.models import ALL_COUNTS, Tally
from gridward.coverage.tallies.counting import count_afresh
from gridward.facts.clock import last_number
from gridward.shared.registries import Check, Finding

RULE = "coverage.tallies"
# What time alone moves from one to the other is compared together.
BY_TIME = (("open", "late"), ("test_open", "test_late"))


def off_the_count(community_id: UUID) -> Iterator[Finding]:
    """Tallies of the present number of the clock that say something else than counting does.

    One that waits for the job is not wrong: its page says when it was counted.
    """
    tallies = {tally.id: tally for tally in Tally.objects.of(community_id)}
    whole = tallies.get(community_id)
    if whole is None or whole.seq != last_number(community_id):
        return
    fresh = count_afresh(community_id, timezone.now())
    for id in sorted(fresh.keys() | tallies.keys()):
        kept, counted = _told(tallies.get(id)), fresh.get(id)
        if counted is None or kept is None or _joined(kept) != _joined(counted):
            yield Finding(RULE, str(id), _("the tally says something else than counting does"))


def _told(tally: Tally | None) -> dict[str, int] | None:
    return None if tally is None else {name: getattr(tally, name) for name in ALL_COUNTS}


def _joined(counts: dict[str, int]) -> dict[str, int]:
    rest = {name: number for name, number in counts.items() if not any(name in pair for pair in BY_TIME)}
    return rest | {first: counts[first] + counts[second] for first, second in BY_TIME}


RIGHT = Check(
    rule=RULE,
    words=gettext_noop("What street and county read is what counting says."),
    find=off_the_count,
)
