"""Codes drawn as pictures and read back, as a camera would."""

import re
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z")
BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def painted(svg: str, size: int = 4) -> Any:
    """An SVG of ours as an image, `size` dots a module."""
    box = BOX.search(svg)
    assert box
    width, height = int(box[1]), int(box[2])
    image = Image.new("L", (width * size, height * size), 255)
    pen = ImageDraw.Draw(image)
    for x, y, wide, high in (map(int, found) for found in RUN.findall(svg)):
        pen.rectangle((x * size, y * size, (x + wide) * size - 1, (y + high) * size - 1), fill=0)
    return image


def texts_in(image: Any) -> list[tuple[str, str]]:
    """Every code in an image, as (kind, text)."""
    return [(found.format.name, found.text) for found in zxingcpp.read_barcodes(image)]
