"""The map on paper: shapes in millimetres, a legend, a scale bar, and hatching where a screen has colour."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any
from uuid import UUID

from shapely.geometry import shape

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.areas.access import areas_for
from gridward.areas.maps.payload import Box, Feature, legend_of
from gridward.areas.models import Area
from gridward.areas.screen import reading
from gridward.areas.screen.colours import colour_of
from gridward.shared.geometry import METRES_A_DEGREE
from gridward.shared.registries import Paint

# Width and height of the map itself on a sheet laid across, in millimetres; margins, title and foot have the rest.
SHEETS = {"a4": (277, 146), "a3": (400, 240)}
STATES = ("done", "open", "late", "exempt", "conflict")
MOST_LABELS = 400
# Left, top, right and bottom in millimetres.
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawn:
    """One shape as SVG: its path, how it looks, and the words at its middle."""

    path: str
    look: str
    words: str = ""
    x: float = 0.0
    y: float = 0.0
    size: float = 3.0


@dataclass(frozen=True)
class Scale:
    """A bar of a round length: metres, and millimetres on paper."""

    metres: int
    width: float
    ratio: int

    @property
    def room(self) -> float:
        """What is kept free around the bar."""
        return round(self.width + 4, 2)

    @property
    def half(self) -> float:
        """Half the bar, which is black."""
        return round(self.width / 2, 2)


@dataclass(frozen=True)
class Sheet:
    """A map on paper with everything around it."""

    width: int
    height: int
    shapes: Sequence[Drawn]
    labels: Sequence[Drawn]
    scale: Scale
    legend: Sequence[Mapping[str, Any]]
    area: Area | None
    leader: str

    @property
    def frame_width(self) -> float:
        """The frame lies a hair inside the sheet, its line being drawn to both sides."""
        return self.width - 0.4

    @property
    def frame_height(self) -> float:
        """As wide, so high."""
        return self.height - 0.4

    @property
    def bar_top(self) -> float:
        """Where the scale bar stands, in the lower left."""
        return self.height - 9

    @property
    def arrow_left(self) -> float:
        """Where the arrow to the north stands, in the upper right."""
        return self.width - 13


class Frame:
    """Degrees to millimetres on a sheet, the middle of the box in the middle of the sheet."""

    def __init__(self, box: Box, width: int, height: int) -> None:
        west, south, east, north = box
        self.middle = ((west + east) / 2, (south + north) / 2)
        self.wide, self.high = METRES_A_DEGREE * cos(radians(self.middle[1])), METRES_A_DEGREE
        metres = max((east - west) * self.wide, 40.0), max((north - south) * self.high, 40.0)
        self.a_metre = min(width * 0.94 / metres[0], height * 0.94 / metres[1])
        self.width, self.height = width, height

    def at(self, point: Sequence[float]) -> tuple[float, float]:
        """A place on the sheet."""
        x = self.width / 2 + (point[0] - self.middle[0]) * self.wide * self.a_metre
        y = self.height / 2 - (point[1] - self.middle[1]) * self.high * self.a_metre
        return round(x, 2), round(y, 2)

    def path(self, geometry: Mapping[str, Any]) -> str:
        """The outline of a geometry as an SVG path; a point is a small square."""
        parts: list[str] = []
        for line, is_ring in lines_of(geometry):
            points = [self.at(point) for point in line]
            if len(points) == 1:
                x, y = points[0]
                parts.append(f"M{x - 0.8:.2f} {y - 0.8:.2f}h1.6v1.6h-1.6z")
                continue
            steps = "L".join(f"{x} {y}" for x, y in points)
            parts.append(f"M{steps}{'z' if is_ring else ''}")
        return "".join(parts)

    def scale(self) -> Scale:
        """A bar of a round number of metres, about a fifth of the sheet."""
        wanted = self.width / 5 / self.a_metre
        steps = [step * 10**power for power in range(5) for step in (1, 2, 5)]
        metres = max((step for step in steps if step <= wanted), default=1)
        return Scale(metres, round(metres * self.a_metre, 2), round(1000 / self.a_metre / 10) * 10)


def lines_of(geometry: Mapping[str, Any]) -> Iterator[tuple[Sequence[Sequence[float]], bool]]:
    """The lines of a geometry and whether each closes."""
    kind, at = geometry["type"], geometry.get("coordinates", [])
    if kind == "Point":
        yield [at], False
    elif kind == "MultiPoint":
        yield from (([point], False) for point in at)
    elif kind == "LineString":
        yield at, False
    elif kind == "MultiLineString":
        yield from ((line, False) for line in at)
    elif kind == "Polygon":
        yield from ((ring, True) for ring in at)
    elif kind == "MultiPolygon":
        yield from ((ring, True) for polygon in at for ring in polygon)


def sheet_of(actor: Actor, *, paper: str, area_id: UUID | None, colour: str) -> Sheet | None:
    """The map of a community, or of one area, as far as the actor sees it; None where nothing has a place."""
    payload = reading.whole_map(actor, colour=colour, at=area_id)
    if payload["bounds"] is None:
        return None
    width, height = SHEETS[paper]
    frame = Frame(tuple(payload["bounds"]), width, height)
    shapes = [drawn_of(each, frame, area_id) for each in on_sheet(payload["features"], payload["bounds"])]
    painting = colour_of(colour)
    paints: Iterable[Paint] = painting.paints(actor).values() if painting else ()
    area = areas_for(actor).filter(id=area_id).first() if area_id else None
    leader = Worker.objects.filter(id=area.leader_id).first() if area and area.leader_id else None
    return Sheet(
        width,
        height,
        shapes,
        without_overlap((each for each in shapes if each.words), width, height, frame.scale()),
        frame.scale(),
        [*({**entry, "look": look_of(entry)} for entry in legend_of(paints)), *legend_of_zones(payload)],
        area,
        leader.name if leader else "",
    )


def on_sheet(features: Iterable[Feature], bounds: Sequence[float]) -> Iterator[Feature]:
    """Features that touch the sheet, with a margin: the sheet is wider than the box."""
    west, south, east, north = bounds
    reach = (east - west) + (north - south)
    for each in features:
        x, y = next(lines_of(each["geometry"]))[0][0][:2]
        if each["properties"]["kind"] != "building" or (
            west - reach < x < east + reach and south - reach < y < north + reach
        ):
            yield each


def drawn_of(each: Feature, frame: Frame, area_id: UUID | None) -> Drawn:
    """One feature on the sheet; the area the sheet is about has a thicker line."""
    told, geometry = each["properties"], each["geometry"]
    look = (
        f"{told['kind']} {told['group'] if told['kind'] == 'ground' else ''} {look_of(told['paint'])}".strip()
    )
    if area_id and each["id"] == str(area_id):
        look += " chosen"
    x, y = frame.at(shape(geometry).representative_point().coords[0]) if told["label"] else (0.0, 0.0)
    size = {"area": 4.2, "zone": 4.2, "site": 3.2, "ground": 2.6}.get(told["kind"], 2.2)
    return Drawn(frame.path(geometry), look, told["label"], x, y, size)


def look_of(paint: Mapping[str, Any] | None) -> str:
    """The class of a paint: its hatching and grey are in the style sheet."""
    if not paint:
        return ""
    if paint.get("state") in STATES:
        return f"state-{paint['state']}"
    return "" if paint.get("level") is None else f"level-{min(max(paint['level'], 0), 5)}"


def legend_of_zones(payload: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the dashed lines are, by name: on paper the names seldom find room beside the areas."""
    zones = [each["properties"] for each in payload["features"] if each["properties"]["kind"] == "zone"]
    return [{"look": "zone", "words": " · ".join((zone["label"], zone["group"]))} for zone in zones]


def without_overlap(labels: Iterable[Drawn], width: float, height: float, scale: Scale) -> list[Drawn]:
    """Labels that lie wholly on the sheet, not over one another, the scale or the arrow; the larger ones first."""
    taken: list[Rectangle] = [(3, height - 11, 3 + scale.room, height), (width - 14, 3, width, 21)]
    kept: list[Drawn] = []
    for label in sorted(labels, key=lambda each: -each.size):
        half = sum(1 if letter > "\u2e80" else 0.55 for letter in label.words) * label.size / 2
        box = (label.x - half, label.y - label.size / 2, label.x + half, label.y + label.size / 2)
        is_off = box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height
        if is_off or any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in taken):
            continue
        taken.append(box)
        kept.append(label)
        if len(kept) == MOST_LABELS:
            break
    return kept
