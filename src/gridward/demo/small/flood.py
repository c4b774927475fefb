"""The flood: warned at noon, half moved out, one refuses, one is missing, one shelter counts a head too few."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone

from gridward.demo.clock import clock_at
from gridward.operations.actions import OperationFact
from gridward.operations.models import Zone
from gridward.operations.patterns import PATTERNS
from gridward.operations.patterns.actions import open_from_pattern
from gridward.operations.zones.actions import open_zone
from gridward.operations.zones.entries import ZoneFact
from gridward.rounds.actions import OutcomeFact, Scope, escalate_in, open_round, record_outcomes
from gridward.rounds.answers import answer_of
from gridward.rounds.models import Due, Round
from gridward.rounds.queries import dues_of
from gridward.shared.ids import new_id

from .register import Small, hours, on_map, settle

DECISION = "河湾防指〔{year}〕3号"
SHELTERS = ("河湾小学安置点", "河湾活动中心安置点")
RETENTION, REVIEW = 30, timedelta(days=14)


def tell_flood(small: Small, now: datetime) -> None:
    """From the morning's decision to the middle of the afternoon's moving out."""
    with clock_at(hours(now, 8)):
        begin(small, "flood", "防汛转移演练")
        settle(small)
        zones = draw(small)
    with clock_at(hours(now, 6)):
        warning = opened(small, "flood_warning", "第一次预警", Scope(zone_ids=tuple(z.id for z in zones)), 6)
        warn(small, warning, now)
    with clock_at(hours(now, 4)):
        moving = opened(small, "move_out", "河滨转移", Scope(zone_ids=(zones[0].id,)), 7)
        shelters = tuple(small.sites[name] for name in SHELTERS)
        counting = opened(small, "head_count", "安置点第一次清点", Scope(site_ids=shelters), 6)
    move(small, moving, shelters, now)
    count(small, counting, now)
    with clock_at(hours(now, 0.2)):
        escalate_in(small.community_id, timezone.now())


def begin(small: Small, code: str, name: str) -> None:
    """Open the operation from its pattern."""
    pattern, today = PATTERNS[code], timezone.localdate()
    fact = OperationFact(
        kind=pattern.kind,
        name=name,
        purpose=str(pattern.purpose),
        legal_basis=str(pattern.legal_basis),
        deciding_body=f"{small.town.name}居民委员会",
        contact=f"{small.town.name}办公室，0914-0000000",
        starts_on=today,
        review_on=today + REVIEW,
        retention_days=RETENTION,
        impact_assessment="姓名、证件号、电话加密保存，查看须注明用途并留痕；演练只用虚构人员。",
    )
    open_from_pattern(by=small.chief, fact=fact, pattern=code)


def draw(small: Small) -> list[Zone]:
    """The low lane is drawn, the new village is named."""
    corners = [(-20, -140), (140, -140), (140, -80), (-20, -80), (-20, -140)]
    outline = {"type": "Polygon", "coordinates": [[list(on_map(small, corner)) for corner in corners]]}
    day = timezone.localdate()
    decision = DECISION.format(year=day.year)
    low = ZoneFact(
        "河滨立即转移区",
        "move_now",
        day,
        decision,
        "水位两小时内可能漫堤",
        outline=outline,
        measures=("move_out", "no_way_in", "power_off"),
    )
    next_ = ZoneFact(
        "渡口准备转移区", "get_ready", day, decision, sites=(small.sites["渡口新村"],), measures=("pack",)
    )
    return [open_zone(by=small.chief, fact=fact) for fact in (low, next_)]


def opened(small: Small, kind: str, name: str, scope: Scope, window: float) -> Round:
    """Open a round now, for so many hours."""
    now = timezone.now()
    return open_round(
        by=small.chief,
        kind_code=kind,
        name=name,
        scope=scope,
        opens_at=now,
        closes_at=now + timedelta(hours=window),
    )


def say(small: Small, due: Due, code: str, **more: object) -> OutcomeFact:
    """One answer at a due, as the worker's phone sends it."""
    answer = answer_of(due.round.kind, code)
    assert answer is not None
    how = answer.how or ("seen" if answer.settles else "")
    return OutcomeFact(new_id(), due.id, answer.kind, how=how, answer=code, **more)  # type: ignore[arg-type]


def listed(round_: Round) -> list[Due]:
    """What a round owes, in the order one walks."""
    dues = dues_of(round_).select_related("round__kind", "door")
    return list(dues.order_by("door__walking_order", "subject_id"))


def record(small: Small, worker_id: UUID, facts: list[OutcomeFact]) -> None:
    """Record what one worker saw."""
    by = small.actor(worker_id)
    refused = [answer for answer in record_outcomes(by=by, facts=facts) if not answer.is_kept]
    assert not refused, refused


def by_worker(dues: list[Due]) -> dict[UUID, list[Due]]:
    """Dues under each name."""
    found: dict[UUID, list[Due]] = {}
    for due in dues:
        if due.worker_id:
            found.setdefault(due.worker_id, []).append(due)
    return found


def warn(small: Small, round_: Round, now: datetime) -> None:
    """All are told but three: two got a leaflet only, one did not answer the phone."""
    dues = listed(round_)
    silent = {dues[3].id: "leaflet", dues[9].id: "leaflet", dues[-2].id: "unanswered"}
    with clock_at(hours(now, 5)):
        for worker_id, theirs in by_worker(dues).items():
            codes = [
                silent.get(due.id, "called" if turn % 3 == 2 else "told") for turn, due in enumerate(theirs)
            ]
            record(small, worker_id, [say(small, due, code) for due, code in zip(theirs, codes, strict=True)])


def move(small: Small, round_: Round, shelters: tuple[UUID, ...], now: datetime) -> None:
    """Most are in a shelter or with relatives; the last houses have not been reached."""
    dues = listed(round_)
    reached = dues[: len(dues) * 3 // 4]
    odd = {reached[4].id: "refused", reached[11].id: "missing", reached[15].id: "nobody"}
    with clock_at(hours(now, 1.5)):
        facts = []
        for turn, due in enumerate(reached):
            code = odd.get(due.id, "relatives" if turn % 6 == 5 else "at_shelter")
            place = partial(say, small, due, code)
            facts.append(place(place_id=shelters[turn % 4 == 3]) if code == "at_shelter" else place())
        record(small, small.workers[0].id, facts)


def count(small: Small, round_: Round, now: datetime) -> None:
    """The school is counted, one head short of those moved there; the other shelter is not counted yet."""
    due = next(due for due in listed(round_) if due.subject_id == small.sites[SHELTERS[0]])
    moved = Due.objects.of(small.community_id).filter(place_id=due.subject_id, meaning="moved").count()
    with clock_at(hours(now, 0.5)):
        record(small, small.leaders[2].id, [say(small, due, "counted", number=moved - 1)])
