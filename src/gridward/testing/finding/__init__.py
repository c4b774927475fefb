"""Finding the person who stands before the table: one box for codes, numbers, plates and names."""

from gridward.testing.finding.hits import Hit, hits_of
from gridward.testing.finding.looking import Found, find

__all__ = ["Found", "Hit", "find", "hits_of"]
