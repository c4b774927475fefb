"""The closing statement of a round: each state counted apart, and what the counts rest on."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from gridward.accounts.naming import worker_names
from gridward.areas.models import Area
from gridward.households.models import Door, DoorVersion
from gridward.rounds import queries
from gridward.rounds.answers import answers_of
from gridward.rounds.models import Due, OutcomeKind, Round

FORM = 1


def statement_of(round_: Round, closer_id: UUID) -> dict[str, Any]:
    """Count a round as it stands, ready to be frozen. Names in it are those of workers, never of residents."""
    dues = queries.dues_of(round_)
    counted = queries.tally(dues)
    signed = queries.counts_by(dues.filter(state=Due.State.SIGNED_OFF), "reason", "settled_by_id")
    names = worker_names([closer_id, round_.opened_by_id, *(row["settled_by_id"] for row in signed)])
    return {
        "form": FORM,
        "dues": counted.dues,
        "done": counted.done,
        "open": counted.open,
        "exempt": counted.exempt,
        "signed_off": counted.signed_off,
        "left": counted.left,
        "coverage": {"done": counted.done, "of": counted.of},
        "done_by_how": _by(dues.filter(state=Due.State.DONE), "how"),
        "exempt_by_reason": _by(dues.filter(state=Due.State.EXEMPT), "reason"),
        "left_by_reason": _by(dues.filter(state=Due.State.LEFT), "reason"),
        "signed_off_by": [_signature(row, names) for row in signed],
        "attempts": _last_attempts(dues),
        **_answers(round_, dues),
        "rests_on": what_it_rests_on(round_),
        "opened_by": names.get(round_.opened_by_id, ""),
        "closed_by": names.get(closer_id, ""),
    }


def _answers(round_: Round, dues: Any) -> dict[str, Any]:
    """Of a kind with answers of its own: how often each counts, in the words of the day, and the sum of the numbers."""
    answers = answers_of(round_.kind)
    if not answers:
        return {}
    counted = _by(dues.exclude(answer=""), "answer")
    told = [{"code": a.code, "zh": a.zh, "en": a.en, "count": counted.get(a.code, 0)} for a in answers]
    total = dues.filter(state=Due.State.DONE).aggregate(total=Sum("number"))["total"]
    return {"answers": told, "counted": total}


def _by(dues: Any, column: str) -> dict[str, int]:
    return {row[column]: row["count"] for row in queries.counts_by(dues, column)}


def _signature(row: dict[str, Any], names: dict[UUID, str]) -> dict[str, Any]:
    by_id = row["settled_by_id"]
    return {"reason": row["reason"], "by_id": str(by_id), "by": names.get(by_id, ""), "count": row["count"]}


def _last_attempts(dues: Any) -> dict[str, int]:
    """Of the dues that were not done: how many were refused, absent or moved when last tried, or never tried."""
    counted = _by(dues.filter(state__in=queries.UNSATISFIED), "last_kind")
    kinds = [kind for kind in OutcomeKind.values if kind != OutcomeKind.DONE]
    return {**{kind: counted.get(kind, 0) for kind in kinds}, "never": counted.get("", 0)}


def what_it_rests_on(round_: Round) -> dict[str, Any]:
    """The register behind the counts: its doors, those in no area, those changed since the opening, the lowest area."""
    community_id = round_.community_id
    doors = Door.objects.of(community_id).aggregate(
        doors=Count("id"), doors_in_no_area=Count("id", filter=Q(area_id=None))
    )
    changed = DoorVersion.objects.of(community_id).filter(
        known_to=None, true_to=None, true_from__gt=round_.opened_at
    )
    counted = changed.aggregate(n=Count("entity_id", distinct=True))
    return {
        **doors,
        "doors_changed_since_opening": counted["n"],
        "scope": round_.scope,
        "lowest_area": lowest_area(round_),
    }


def lowest_area(round_: Round) -> dict[str, Any] | None:
    """The area with the lowest coverage; of several the one with most missing. None without any due in an area."""
    rows = queries.dues_of(round_).order_by().filter(area_id__isnull=False).values("area_id")
    owed = ~Q(state__in=[Due.State.EXEMPT, Due.State.LEFT])
    counted = rows.annotate(of=Count("id", filter=owed), done=Count("id", filter=Q(state=Due.State.DONE)))
    candidates = [row for row in counted if row["of"]]
    if not candidates:
        return None
    lowest = min(candidates, key=lambda row: (row["done"] / row["of"], row["done"] - row["of"]))
    area = Area.objects.with_ids(round_.community_id, [lowest["area_id"]]).first()
    return {
        "id": str(lowest["area_id"]),
        "name": area.name if area else "",
        "done": lowest["done"],
        "of": lowest["of"],
    }
