"""Days of testing, where samples are taken, tubes, and the samples in them."""

from gridward.testing.results.models import (
    Case,
    Comparison,
    Layout,
    ReleaseBasis,
    Result,
    ResultImport,
    ResultNorms,
    ResultState,
    ResultValue,
    StagedResult,
    Waiting,
    WaitState,
    WithdrawReason,
)

from .boxes import Box, BoxState, CodeRange, HandOver, HandOverLine, LineState, Receipt
from .days import Desk, Phase, Station, StationKind, TestDay, pool_size
from .papers import PaperForm
from .samples import Found, Sample, SubjectKind, TubeMove, Visitor
from .setup import DayStation, Norms, Slot, Standing
from .tubes import HOUSEHOLD, Tube, TubeDeed, TubeEvent, TubeState

__all__ = [
    "HOUSEHOLD",
    "Box",
    "BoxState",
    "Case",
    "CodeRange",
    "Comparison",
    "DayStation",
    "Desk",
    "Found",
    "HandOver",
    "HandOverLine",
    "Layout",
    "LineState",
    "Norms",
    "PaperForm",
    "Phase",
    "Receipt",
    "ReleaseBasis",
    "Result",
    "ResultImport",
    "ResultNorms",
    "ResultState",
    "ResultValue",
    "Sample",
    "Slot",
    "StagedResult",
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
    "WaitState",
    "Waiting",
    "WithdrawReason",
    "pool_size",
]
