"""What an operation is made of: why it may collect data, its zones, its plans."""

from gridward.operations.models.operation import JobState, Operation, OperationKind, OperationVersion
from gridward.operations.models.plans import PlanDocument, PlanKind, PlanState, PlanVersion
from gridward.operations.models.zones import Measure, Zone, ZoneBuilding, ZoneLevel, ZoneVersion

__all__ = [
    "JobState",
    "Measure",
    "Operation",
    "OperationKind",
    "OperationVersion",
    "PlanDocument",
    "PlanKind",
    "PlanState",
    "PlanVersion",
    "Zone",
    "ZoneBuilding",
    "ZoneLevel",
    "ZoneVersion",
]
