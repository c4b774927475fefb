"""Two small communities beside the large one: a flood and a heat wave, each in the middle of its rounds."""

from .fill import fill_small

__all__ = ["fill_small"]
