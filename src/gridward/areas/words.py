"""Words of this room that several pages use."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DIFFICULTIES: Final[dict[int, Promise]] = {1: _("Ordinary"), 2: _("Harder"), 3: _("Hardest")}
SHAPES: Final = {1: "▮▯▯", 2: "▮▮▯", 3: "▮▮▮"}


def difficulty_words(difficulty: int) -> str:
    """How hard an area is, in a word."""
    return str(DIFFICULTIES[difficulty])


def difficulty_shape(difficulty: int) -> str:
    """The same as a shape that survives a grey printer."""
    return SHAPES[difficulty]
