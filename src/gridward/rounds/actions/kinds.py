"""Kinds of round are the community's own rows: what they are called, whom they owe, how soon they go up."""

import re
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.rounds.answers import KindAnswer, check_answers
from gridward.rounds.models import RoundKind, Subject
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem, problem_code

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
CLIMBS_TO: Final = ("area_leader", "coordinator")
BAD_KIND_CODE = problem_code(
    "rounds.bad_kind_code",
    422,
    "Write the code in small Latin letters, digits and underscores, a letter first.",
)
KIND_NAMELESS = problem_code("rounds.kind_nameless", 422, "Give the kind a name in Chinese.")
SUBJECT_STAYS = problem_code(
    "rounds.subject_stays", 409, "Whom a kind of round owes stays as it is: add another kind for the other."
)
HALF_ESCALATION = problem_code(
    "rounds.half_escalation", 422, "Say both: after how many minutes an attempt goes up, and to whom."
)


@dataclass(frozen=True)
class KindFact:
    """A kind of round, found by its code; without minutes and a name to climb to, attempts stay with the worker."""

    code: str
    name_zh: str
    subject: str
    name_en: str = ""
    is_verification: bool = False
    escalate_after_minutes: int | None = None
    escalate_to: str = ""
    question_zh: str = ""
    question_en: str = ""
    answers: tuple[KindAnswer, ...] = ()
    must_account: bool = False
    recorded_by: str = ""


@transaction.atomic
def put_kind(*, by: Actor, fact: KindFact) -> RoundKind:
    """Add a kind of round, or change the one with this code; the same again changes nothing.

    Raises rounds.bad_kind_code, rounds.kind_nameless, rounds.subject_stays, rounds.half_escalation,
    rounds.bad_answer, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    _refuse_nonsense(fact)
    standing = RoundKind.objects.of(by.community_id).filter(code=fact.code).first()
    if standing and standing.subject != fact.subject:
        raise Problem(SUBJECT_STAYS)
    kind = RoundKind(
        community_id=by.community_id,
        id=standing.id if standing else derived_id("round kind", by.community_id, fact.code),
        code=fact.code,
        subject=fact.subject,
        name_zh=fact.name_zh.strip(),
        name_en=fact.name_en.strip() or fact.name_zh.strip(),
        is_verification=fact.is_verification,
        escalate_after_minutes=fact.escalate_after_minutes,
        escalate_to=fact.escalate_to,
        question_zh=fact.question_zh.strip(),
        question_en=fact.question_en.strip() or fact.question_zh.strip(),
        answers=[answer.as_json() for answer in fact.answers],
        must_account=fact.must_account,
        # Dues that stand were settled in one way; it stays the way of this kind.
        recorded_by=standing.recorded_by if standing else fact.recorded_by,
    )
    changing = ["name_zh", "name_en", "is_verification", "escalate_after_minutes", "escalate_to"]
    changing += ["question_zh", "question_en", "answers", "must_account"]
    if standing and all(getattr(standing, name) == getattr(kind, name) for name in changing):
        return standing
    RoundKind.objects.bulk_create(
        [kind], update_conflicts=True, unique_fields=["community_id", "id"], update_fields=changing
    )
    announce(
        "round_kind.put", community_id=by.community_id, by_id=by.worker_id, changed=[("round_kind", kind.id)]
    )
    return kind


def _refuse_nonsense(fact: KindFact) -> None:
    if not CODE.fullmatch(fact.code):
        raise Problem(BAD_KIND_CODE)
    if not fact.name_zh.strip() or fact.subject not in Subject.values:
        raise Problem(KIND_NAMELESS)
    climbs = fact.escalate_after_minutes is not None, fact.escalate_to in CLIMBS_TO
    if any(climbs) != all(climbs) or (fact.escalate_after_minutes or 1) < 1:
        raise Problem(HALF_ESCALATION)
    check_answers(fact.answers)
