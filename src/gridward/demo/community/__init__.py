"""A fictional community to the measure of a real one, the same for the same seed."""

from .make import make_community
from .records import DemoCommunity
from .start import as_it_began

__all__ = ["DemoCommunity", "as_it_began", "make_community"]
