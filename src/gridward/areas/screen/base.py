"""The base map of the user's own, if there is one: an MBTiles file of pictures, or one picture with its box."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
PICTURES = (".png", ".jpg", ".jpeg", ".webp")


@dataclass(frozen=True)
class BaseMap:
    """A file under the map: tiles to `deepest`, or a picture that fills `box` (west, south, east, north)."""

    path: Path
    box: tuple[float, ...] = ()
    deepest: int = 18

    @property
    def is_picture(self) -> bool:
        """Whether it is one picture and not tiles."""
        return self.path.suffix.lower() in PICTURES


def base_map() -> BaseMap | None:
    """The base map the settings name."""
    path: Path | None = settings.GRIDWARD_BASE_MAP
    if path is None:
        return None
    base = BaseMap(path, settings.GRIDWARD_BASE_MAP_BOX)
    return base if base.is_picture else BaseMap(path, deepest=deepest_of(path))


@lru_cache
def deepest_of(path: Path) -> int:
    """The deepest zoom an MBTiles file holds."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as tiles:
        return int(tiles.execute("SELECT max(zoom_level) FROM tiles").fetchone()[0] or 0)


def tile(base: BaseMap, zoom: int, x: int, y: int) -> bytes | None:
    """One tile, or None where the file has none there; MBTiles counts rows from the south."""
    asked = (zoom, x, 2**zoom - 1 - y)
    with closing(sqlite3.connect(f"file:{base.path}?mode=ro", uri=True)) as tiles:
        found = tiles.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?", asked
        ).fetchone()
    return bytes(found[0]) if found else None


def kind_of(picture: bytes) -> str:
    """The content type of a picture, by its first bytes; empty for what is none."""
    return next((kind for magic, kind in MAGIC.items() if picture.startswith(magic)), "")
