"""When something counted will be through at the present pace; silent where there is too little to go by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

FEWEST_DONE: Final = 20
SHORTEST: Final = timedelta(minutes=15)
LATELY: Final = timedelta(hours=1)


class Reason(StrEnum):
    """Why a forecast gives a time, or none."""

    AT_PACE = "at_pace"
    OVER = "over"
    TOO_LITTLE = "too_little"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Forecast:
    """When it will be through, how many an hour that rests on, how many are left, and why there is a time or none."""

    reason: Reason
    left: int
    per_hour: float = 0.0
    ends_at: datetime | None = None


def forecast(counts: Sequence[tuple[datetime, int]], owed: int, now: datetime) -> Forecast:
    """The end of a phase from its cumulative counts: `(when, how many by then)`, in order of time.

    The pace is that of the last hour, or of the time since the first count where that is shorter. Nothing is said
    before twenty are done and a quarter of an hour has passed, nor while nothing moved for an hour.
    """
    done = counts[-1][1] if counts else 0
    left = max(0, owed - done)
    if counts and not left:
        return Forecast(Reason.OVER, 0, ends_at=counts[-1][0])
    if done < FEWEST_DONE or now - counts[0][0] < SHORTEST:
        return Forecast(Reason.TOO_LITTLE, left)
    since = max(counts[0][0], now - LATELY)
    before = max((number for at, number in counts if at <= since), default=0)
    per_hour = (done - before) / ((now - since) / timedelta(hours=1))
    if per_hour <= 0:
        return Forecast(Reason.STANDING, left)
    return Forecast(Reason.AT_PACE, left, per_hour, now + timedelta(hours=left / per_hour))
