"""The verbs of testing."""

from .recording import look_at_samples, record_samples
from .tubes import move_samples, open_tubes, seal_tubes, void_samples

__all__ = [
    "look_at_samples",
    "move_samples",
    "open_tubes",
    "record_samples",
    "seal_tubes",
    "void_samples",
]
