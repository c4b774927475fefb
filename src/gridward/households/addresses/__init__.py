"""The grammar of addresses, there and back."""

from gridward.shared.numerals import fold, value_of_numeral

from .door import DoorAddress, format_address, name_of_building, short_form
from .grammar import parse_address
from .parts import door_from_parts
from .places import split_place

__all__ = [
    "DoorAddress",
    "door_from_parts",
    "fold",
    "format_address",
    "name_of_building",
    "parse_address",
    "short_form",
    "split_place",
    "value_of_numeral",
]
