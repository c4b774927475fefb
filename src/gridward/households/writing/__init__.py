"""Rows of the register from what was said: set-based, in bounded pieces, without rights or announcement.

The verbs and the roster import share these. Call inside a transaction that ends with `announce`.
"""

from gridward.households.writing.doors import (
    address_of,
    follow_buildings,
    key_of_address,
    write_door_states,
    write_doors,
)
from gridward.households.writing.households import write_households
from gridward.households.writing.marks import mark_id, write_marks
from gridward.households.writing.persons import draft_persons, write_persons

__all__ = [
    "address_of",
    "draft_persons",
    "follow_buildings",
    "key_of_address",
    "mark_id",
    "write_door_states",
    "write_doors",
    "write_households",
    "write_marks",
    "write_persons",
]
