"""Verbs of this room: propose, change, accept; limits, pins and weights; walking order."""

from .deciding import accept, cancel, change
from .limits import (
    AwayFact,
    LimitFact,
    WeightsFact,
    found_weights,
    is_back,
    pin,
    set_away,
    set_limits,
    set_weights,
)
from .proposing import Limits, plan_again, propose_areas, propose_workers, somebody_away
from .walking import set_walking_order

__all__ = [
    "AwayFact",
    "LimitFact",
    "Limits",
    "WeightsFact",
    "accept",
    "cancel",
    "change",
    "found_weights",
    "is_back",
    "pin",
    "plan_again",
    "propose_areas",
    "propose_workers",
    "set_away",
    "set_limits",
    "set_walking_order",
    "set_weights",
    "somebody_away",
]
