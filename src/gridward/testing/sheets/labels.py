"""Labels for tubes that come without a code."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from gridward.shared.drawn_codes import code128_svg


@dataclass(frozen=True)
class Label:
    """A code as bars and as text."""

    code: str
    bars: SafeString

    @property
    def words(self) -> str:
        """In groups of four, as it is read aloud."""
        return " ".join(self.code[n : n + 4] for n in range(0, len(self.code), 4))


def labels_of(codes: Iterable[str]) -> list[Label]:
    """A label for each code."""
    return [Label(code, code128_svg(code)) for code in codes]
