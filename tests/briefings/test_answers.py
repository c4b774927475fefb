"""What rounds with answers of their own say, as figures of a day with their lists."""

from datetime import timedelta

from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.briefings.figures import counted_on, figure_or_404
from gridward.operations.patterns.actions import bring_pattern
from gridward.rounds.actions import OutcomeFact, Scope, open_round, record_outcomes
from gridward.rounds.models import Due, Round
from gridward.shared.ids import new_id
from tests.cast import Cast, cast_id


def opened(chen: Actor, kind: str, scope: Scope) -> Round:
    began = timezone.now() - timedelta(hours=1)
    window = {"opens_at": began, "closes_at": began + timedelta(days=1)}
    return open_round(by=chen, kind_code=kind, name=kind, scope=scope, **window)


def test_moved_unaccounted_and_counted_are_figures_of_a_day(cast: Cast, chen: Actor) -> None:
    bring_pattern(by=chen, code="flood")
    moving, shelter = opened(chen, "move_out", Scope()), cast_id("site xinhe")
    counting = opened(chen, "head_count", Scope(site_ids=(shelter,)))
    dues = list(Due.objects.of(cast.community_id).filter(round_id=moving.id).order_by("id"))
    place = Due.objects.of(cast.community_id).get(round_id=counting.id)
    facts = [
        OutcomeFact(new_id(), dues[0].id, "done", "seen", answer="at_shelter", place_id=shelter),
        OutcomeFact(new_id(), dues[1].id, "absent", answer="missing"),
        OutcomeFact(new_id(), place.id, "done", "seen", answer="counted", number=5),
    ]
    assert all(answer.is_kept for answer in record_outcomes(by=chen, facts=facts))
    today = timezone.localdate()
    counted = {c.code: c.value for c in counted_on(cast.community_id, today) if c.code.startswith("answers.")}
    wanted = {"moved": 1, "refused": 0, "unaccounted": 1}
    found = {code.rpartition(".")[2]: value for code, value in counted.items()}
    assert found == wanted | {"counted": 5}
    code = next(code for code in counted if code.endswith("unaccounted"))
    assert len(figure_or_404(cast.community_id, code).rows(chen, today)) == 1
    before = {c.code: c.value for c in counted_on(cast.community_id, today - timedelta(days=2))}
    assert before[code] == 0
