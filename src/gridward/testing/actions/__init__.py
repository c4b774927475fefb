"""The verbs of testing."""

from .moving import move_samples, void_samples
from .papers import PaperFact, type_paper
from .recording import look_at_samples, record_samples
from .tubes import open_tubes, seal_tubes
from .visitors import VisitorCheck, check_visitors, look_at_visitor

__all__ = [
    "PaperFact",
    "VisitorCheck",
    "check_visitors",
    "look_at_samples",
    "look_at_visitor",
    "move_samples",
    "open_tubes",
    "record_samples",
    "seal_tubes",
    "type_paper",
    "void_samples",
]
