"""Reading a roster as a street office sends it: any layout, every row accounted for, nothing guessed."""

from .findings import FINDINGS
from .matching import Matching, Outcome, Record, match, outcomes
from .reading import Progress, read_in_batches, read_roster, records_of
from .readings import (
    AreaReading,
    DoorReading,
    Finding,
    LookAlike,
    Merge,
    PersonReading,
    RosterReading,
    RowAccount,
    SheetReading,
)
from .workbooks import UnreadableRosterError, Upload

__all__ = [
    "FINDINGS",
    "AreaReading",
    "DoorReading",
    "Finding",
    "LookAlike",
    "Matching",
    "Merge",
    "Outcome",
    "PersonReading",
    "Progress",
    "Record",
    "RosterReading",
    "RowAccount",
    "SheetReading",
    "UnreadableRosterError",
    "Upload",
    "match",
    "outcomes",
    "read_in_batches",
    "read_roster",
    "records_of",
]
