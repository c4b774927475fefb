"""One feature of a map file, and the words for whatever was found about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop
from shapely.geometry.base import BaseGeometry

from gridward.areas.models import ShapeKind


@dataclass(slots=True)
class Feature:
    """What one feature of the file says; `refused` or `aside` hold the code why it goes no further."""

    position: int
    kind: str = ShapeKind.OTHER
    ref: str = ""
    name: str = ""
    street: str = ""
    number: str = ""
    floors: int | None = None
    use: str = ""
    geometry: BaseGeometry | None = None
    findings: list[str] = field(default_factory=list)
    refused: str = ""
    aside: str = ""


@dataclass
class Reading:
    """A file that could be opened: what it was read as, how many features it has, and they one after the other."""

    format: str
    total: int
    features: Iterator[Feature]
    notes: list[str] = field(default_factory=list)


@dataclass
class FaultyError(Exception):
    """Why one feature is refused."""

    code: str


# Mended, or worth a look; the feature is used.
MENDED = {
    "winding": gettext_noop("The outline ran the wrong way round; it was turned."),
    "crossing": gettext_noop("The outline crossed itself; it was mended."),
    "id_repeated": gettext_noop("Another shape of the file has the same id; this one was given its own."),
    "id_odd": gettext_noop("Its id is neither text nor number and was left out."),
    "bbox": gettext_noop("Its box (bbox) cannot be used and was left out."),
    "heights": gettext_noop("A point has more than three numbers; what follows the second was left out."),
    "guessed": gettext_noop("The file does not say what it is; its size says a building."),
    "parts_missing": gettext_noop("Part of it lies beyond the edge of the file."),
    "address_joined": gettext_noop("The address comes from a point of the map inside it."),
    "several_addresses": gettext_noop("Several house numbers lie inside it."),
    "cut": gettext_noop("A text was too long and was cut."),
    "no_site": gettext_noop("It lies in no site, and its street is not known: choose a site for it."),
}
# Why a feature is refused: nothing of it can be used.
REFUSALS = {
    "not_a_feature": gettext_noop("It is no feature: the file breaks the rules of GeoJSON here."),
    "member_twice": gettext_noop("It says the same thing twice: one member stands there two times."),
    "members_odd": gettext_noop("It has members that belong elsewhere, so its meaning is not certain."),
    "properties_bad": gettext_noop("Its properties are missing or no list of names and values."),
    "geometry_missing": gettext_noop("It has no geometry."),
    "geometry_empty": gettext_noop("Its geometry is empty."),
    "geometry_type": gettext_noop("Its kind of geometry is unknown."),
    "collection": gettext_noop("A collection inside a collection, or of one: its meaning is not certain."),
    "coordinates_bad": gettext_noop("Its coordinates cannot be read as points."),
    "off_earth": gettext_noop("Its points are no longitude and latitude."),
    "too_short": gettext_noop("A line needs two points, a ring four."),
    "unclosed": gettext_noop("A ring does not end where it begins."),
    "no_surface": gettext_noop("It encloses nothing."),
    "incomplete": gettext_noop("Parts of it are not in the file."),
}
# Why a feature is left aside: it is in order, but not ours, or somebody said so.
REASONS = {
    "not_ours": gettext_noop("Neither building, site, road, water nor green."),
    "joined": gettext_noop("A label or house number of a building of the map; joined to it."),
    "repeated": gettext_noop("The same shape stands in the file before."),
    "shed": gettext_noop("Shed, garage or other building where nobody lives"),
    "shop": gettext_noop("Shop, office or school"),
    "outside": gettext_noop("Outside the community"),
    "gone": gettext_noop("No longer standing"),
    "wrong": gettext_noop("Wrong on the map"),
    "other": gettext_noop("Another reason"),
}
ASIDE_BY_HAND = ("shed", "shop", "outside", "gone", "wrong", "other")
# Why a shape was matched to something of the register.
MATCHES = {
    "ref": gettext_noop("has this id of the map already"),
    "point": gettext_noop("stands inside this shape"),
    "points": gettext_noop("stands inside this shape, others do too"),
    "address": gettext_noop("has this address"),
    "place": gettext_noop("has this number in the site around it"),
    "name": gettext_noop("has this name"),
    "like": gettext_noop("has a similar name"),
    "only": gettext_noop("is the only building of this site"),
    "members": gettext_noop("has its buildings inside this outline"),
    "far": gettext_noop("has this address, but its place is far away"),
    "twice": gettext_noop("another shape fits it as well"),
    "chosen": gettext_noop("was chosen by hand"),
}
# Said of the whole file.
NOTES = {
    "crs_unknown": gettext_noop("The file does not say what its coordinates are; WGS 84 was assumed."),
    "outside_china": gettext_noop(
        "The shapes lie outside China, where coordinates are not shifted; nothing was converted."
    ),
    "far": gettext_noop("The buildings of the file lie {metres} m from those the register has."),
    "shifted": gettext_noop(
        "Buildings of the same address lie {metres} m apart: choose other coordinates and read the file again."
    ),
    "shifted_to": gettext_noop(
        "Buildings of the same address lie {metres} m apart; as {datum} they would fall together: read it again so."
    ),
}
_WORDS = MENDED | REFUSALS | REASONS


def finding_words(code: str) -> str:
    """What a finding, refusal or reason says, in the language in use."""
    return translated(_WORDS[code]) if code in _WORDS else code


def match_words(code: str) -> str:
    """Why something of the register was matched to a shape, in the language in use."""
    return translated(MATCHES[code]) if code in MATCHES else code
