"""Reads of this room."""

from .bars import bars_of, load_bar
from .ground import ground_of, weights_of
from .limits import Candidate, candidates, is_away, limits_of
from .maps import map_of_holders, map_of_proposal, map_of_walk
from .pins import pin_lines, pinned_ids
from .proposals import ProposalView, pieces_asked, proposal_lines, proposal_view, standing_for
from .workers import (
    doors_asked,
    doors_by_building,
    doors_without_worker,
    is_away_now,
    limit_for,
    sensible_limits,
    walk_of,
    worker_loads,
    worker_or_404,
)

__all__ = [
    "Candidate",
    "ProposalView",
    "bars_of",
    "candidates",
    "doors_asked",
    "doors_by_building",
    "doors_without_worker",
    "ground_of",
    "is_away",
    "is_away_now",
    "limit_for",
    "limits_of",
    "load_bar",
    "map_of_holders",
    "map_of_proposal",
    "map_of_walk",
    "pieces_asked",
    "pin_lines",
    "pinned_ids",
    "proposal_lines",
    "proposal_view",
    "sensible_limits",
    "standing_for",
    "walk_of",
    "weights_of",
    "worker_loads",
    "worker_or_404",
]
