"""Codes people scan or type at a desk: of persons, doors and tubes."""

from .reading import Kind, Reading, read_code
from .signing import DOOR, PERSON, Signer

__all__ = ["DOOR", "PERSON", "Kind", "Reading", "Signer", "read_code"]
