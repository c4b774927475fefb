"""The ground of the made-up community: a small county town by a river, drawn from a plan on squared paper."""

from .drawing import Town, draw_town
from .mapping import as_map_file

__all__ = ["Town", "as_map_file", "draw_town"]
