"""Patterns an operation may be opened from: its levels, measures, rounds and plans, as data to be changed."""

from gridward.operations.patterns.epidemic import EPIDEMIC
from gridward.operations.patterns.flood import FLOOD
from gridward.operations.patterns.heat import HEAT
from gridward.operations.patterns.pieces import Pattern

PATTERNS: dict[str, Pattern] = {pattern.code: pattern for pattern in (EPIDEMIC, FLOOD, HEAT)}

__all__ = ["PATTERNS", "Pattern"]
