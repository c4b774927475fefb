"""What an operation is made of: why it may collect data, its zones."""

from gridward.operations.models.operation import JobState, Operation, OperationKind, OperationVersion
from gridward.operations.models.zones import Measure, Zone, ZoneBuilding, ZoneLevel, ZoneVersion

__all__ = [
    "JobState",
    "Measure",
    "Operation",
    "OperationKind",
    "OperationVersion",
    "Zone",
    "ZoneBuilding",
    "ZoneLevel",
    "ZoneVersion",
]
