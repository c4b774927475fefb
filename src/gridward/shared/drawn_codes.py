"""QR and Code 128 as SVG that stands inside a page: paths alone, no style the content policy would block."""

from itertools import groupby
from typing import Final

import segno
from barcode.codex import Code128
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET: Final = 10  # modules of white a reader needs on either side of a Code 128
HEIGHT: Final = 40


def qr_svg(text: str, label: str, error: str = "q") -> SafeString:
    """A QR code with its quiet zone; `label` is what a screen reader says, `error` how much may be dirty (l, m, q, h).

    The size does not change with the text's luck: no micro codes, no boosted correction.
    """
    code = segno.make(text, error=error, micro=False, boost_error=False)
    runs = []
    for y, row in enumerate(code.matrix_iter(border=4)):
        x = 0
        for is_dark, dots in groupby(row):
            width = len(list(dots))
            if is_dark:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return _svg("qr", x, len(list(code.matrix_iter(border=4))), "".join(runs), label)


def code128_svg(text: str) -> SafeString:
    """A Code 128 of capital letters, digits and dashes, with its quiet zones; drawn to be stretched in height."""
    modules = Code128(text).build()[0]
    bars, x = [], QUIET
    for sign, run in groupby(modules):
        width = len(list(run))
        if sign == "1":
            bars.append(f"M{x} 0h{width}v{HEIGHT}h-{width}z")
        x += width
    return _svg("code128", x + QUIET, HEIGHT, "".join(bars), text)


def _svg(kind: str, width: int, height: int, path: str, label: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="{}"'
        ' shape-rendering="{}"><path d="{}"/></svg>',
        kind,
        width,
        height,
        label,
        "xMidYMid" if kind == "qr" else "none",
        # Bars snapped to whole dots would change their widths, which are what is read.
        "crispEdges" if kind == "qr" else "geometricPrecision",
        path,
    )
