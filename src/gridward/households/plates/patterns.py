"""The pattern of a plate's number: words, and parts that name a place and count; no part tells of people."""

import re
from dataclasses import dataclass
from typing import Final

from gridward.households.plates.check_digits import check_digit
from gridward.households.plates.lookalikes import MAX_WIDTH, official_look, telling_word, width
from gridward.shared.problems import Problem, problem_code

PART = problem_code(
    "households.plate_part",
    422,
    "There is no part {part}. The parts are: {{area}} {{group}} {{site}} {{building}} {{unit}} {{serial}} {{check}}.",
)
TELLS = problem_code(
    "households.plate_tells_of_people",
    422,
    "A plate says where a door is and nothing of who is behind it: “{word}” cannot stand on it.",
)
NO_SERIAL = problem_code(
    "households.plate_without_serial", 422, "The pattern needs {{serial}}, and once only."
)
TWICE = problem_code("households.plate_part_twice", 422, "The part {part} stands in the pattern twice.")
TOUCHING = problem_code(
    "households.plate_parts_touch",
    422,
    "{first} and {second} touch: 1 and 12 would read like 11 and 2. Put a sign between them, or give widths: "
    "{{area:02}}{{serial:03}}.",
)
CHECK_MISSING = problem_code(
    "households.plate_check_missing",
    422,
    "A check digit was chosen: say with {{check}} where it stands, behind {{serial}}.",
)
CHECK_UNCHOSEN = problem_code(
    "households.plate_check_unchosen", 422, "The pattern has {{check}}: choose how it is reckoned."
)
TOO_LONG = problem_code(
    "households.plate_too_long", 422, "{number} does not fit a plate: at most 10 Chinese signs or 20 others."
)
OFFICIAL = problem_code(
    "households.plate_looks_official",
    422,
    "{number} could be taken for a plate of the police, of a vehicle, or of a street's houses. Choose another form.",
)

PLACE_PARTS: Final = ("area", "group", "site", "building", "unit")
PARTS: Final = (*PLACE_PARTS, "serial", "check")
_TOKEN: Final = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_NAMED: Final = re.compile(r"([a-z]+)(?::0?([1-6]))?")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a door is, as far as a plate may say so; what does not apply is empty."""

    area: str = ""
    group: str = ""
    site: str = ""
    building: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with its least width, or (without a name) words."""

    name: str
    words: str = ""
    width: int = 0

    def __str__(self) -> str:
        return f"{{{self.name}}}" if self.name else self.words


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was read; doors whose numbers differ in the serial alone count together."""

    pieces: tuple[Piece, ...]
    check: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """The parts that say where a door is: within these its serial counts."""
        return tuple(piece.name for piece in self.pieces if piece.name in PLACE_PARTS)

    def lacking(self, spot: Spot) -> str:
        """The first part a door has nothing for, or nothing."""
        return next((name for name in self.places if not getattr(spot, name)), "")

    def scope(self, spot: Spot) -> tuple[str, ...]:
        """What doors share that count together."""
        return tuple(getattr(spot, name) for name in self.places)

    def number(self, spot: Spot, serial: int) -> str:
        """The number of a door."""
        said = {name: getattr(spot, name) for name in PLACE_PARTS} | {"serial": str(serial), "check": ""}
        texts = [_filled(piece, said[piece.name]) if piece.name else piece.words for piece in self.pieces]
        guard = check_digit(self.check, "".join(texts)) if self.check else ""
        return "".join(
            guard if piece.name == "check" else text for piece, text in zip(self.pieces, texts, strict=True)
        )

    def guard_of(self, number: str) -> tuple[str, str] | None:
        """A number without its check digit, and that digit; None where it is not of this pattern."""
        shape = "".join(_shape(piece) for piece in self.pieces)
        found = re.fullmatch(shape, number)
        if not found or "check" not in found.groupdict():
            return None
        start, end = found.span("check")
        return number[:start] + number[end:], found["check"]


def _filled(piece: Piece, text: str) -> str:
    return text.zfill(piece.width) if text.isdecimal() else text


def _shape(piece: Piece) -> str:
    if not piece.name:
        return re.escape(piece.words)
    return {"serial": r"\d+", "area": r"\d+", "group": r"\d+", "check": r"(?P<check>[0-9A-Z])"}.get(
        piece.name, ".+"
    )


def read_pattern(text: str, check: str = "") -> Pattern:
    """The pattern of a text such as `{area:02}-{serial:03}`.

    Raises households.plate_part, households.plate_tells_of_people, households.plate_without_serial,
    households.plate_part_twice, households.plate_parts_touch, households.plate_check_missing,
    households.plate_check_unchosen, households.plate_too_long, households.plate_looks_official.
    """
    pattern = Pattern(tuple(_pieces(text)), check)
    names = [piece.name for piece in pattern.pieces if piece.name]
    if names.count("serial") != 1:
        raise Problem(NO_SERIAL)
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Problem(TWICE, {"part": f"{{{twice}}}"})
    if check and ("check" not in names or names.index("check") < names.index("serial")):
        raise Problem(CHECK_MISSING)
    if "check" in names and not check:
        raise Problem(CHECK_UNCHOSEN)
    _refuse_touching(pattern)
    for example in _examples(pattern):
        refuse_number(example)
    return pattern


def _pieces(text: str) -> list[Piece]:
    pieces = []
    for found in _TOKEN.finditer(text):
        inside, words, stray = found.groups()
        if stray:
            raise Problem(PART, {"part": stray})
        if words:
            pieces.append(Piece("", words))
            continue
        named = _NAMED.fullmatch(inside)
        if named is None or named[1] not in PARTS:
            kind = TELLS if telling_word(inside) or inside in ("person", "name", "household") else PART
            raise Problem(kind, {"part": f"{{{inside}}}", "word": f"{{{inside}}}"})
        pieces.append(Piece(named[1], width=int(named[2] or 0)))
    if word := telling_word("".join(piece.words for piece in pieces)):
        raise Problem(TELLS, {"word": word})
    return pieces


def _refuse_touching(pattern: Pattern) -> None:
    for first, second in zip(pattern.pieces, pattern.pieces[1:], strict=False):
        are_numbers = {first.name, second.name} <= {"area", "group", "building", "unit", "serial"}
        if first.name and second.name and are_numbers and not (first.width and second.width):
            raise Problem(TOUCHING, {"first": str(first), "second": str(second)})


def _examples(pattern: Pattern) -> list[str]:
    """Numbers at both ends of what a community has."""
    short = Spot("1", "1", "小区", "1", "1")
    long = Spot("44", "10", "信合小区", "12A", "12")
    return [pattern.number(short, 1), pattern.number(long, 123), pattern.number(long, 9999)]


def refuse_number(number: str) -> None:
    """Refuse what no plate may bear; raises households.plate_too_long, households.plate_looks_official,
    households.plate_tells_of_people."""
    if width(number) > MAX_WIDTH:
        raise Problem(TOO_LONG, {"number": number})
    if official_look(number):
        raise Problem(OFFICIAL, {"number": number})
    if word := telling_word(number):
        raise Problem(TELLS, {"word": word})
