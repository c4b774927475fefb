"""Days of testing, where samples are taken, tubes, and the samples in them."""

from .boxes import Box, BoxState, CodeRange, HandOver, HandOverLine, LineState, Receipt
from .days import Desk, Phase, Station, StationKind, TestDay, pool_size
from .samples import Found, Sample, SubjectKind, TubeMove, Visitor
from .setup import DayStation, Norms, Slot, Standing
from .tubes import HOUSEHOLD, Tube, TubeDeed, TubeEvent, TubeState

__all__ = [
    "HOUSEHOLD",
    "Box",
    "BoxState",
    "CodeRange",
    "DayStation",
    "Desk",
    "Found",
    "HandOver",
    "HandOverLine",
    "LineState",
    "Norms",
    "Phase",
    "Receipt",
    "Sample",
    "Slot",
    "Standing",
    "Station",
    "StationKind",
    "SubjectKind",
    "TestDay",
    "Tube",
    "TubeDeed",
    "TubeEvent",
    "TubeMove",
    "TubeState",
    "Visitor",
    "pool_size",
]
