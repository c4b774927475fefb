"""What a keyboard-wedge scanner or a hand typed, and which kind of code it is."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from gridward.households.identity import read_id
from gridward.shared.problems import ProblemCode, problem_code
from gridward.testing.codes.own import is_mistyped
from gridward.testing.codes.signing import DOOR, PERSON
from gridward.testing.samples import CODE
from gridward.vault.code_keys import LENGTH, MARK, Standing, ring_of

CHANGED = problem_code(
    "testing.code_changed",
    422,
    "This code was only half read, or somebody changed it. Scan it again, or find the person by ID number or name.",
)
FOREIGN = problem_code(
    "testing.code_foreign",
    422,
    "This code is not one of this community's. Find the person by ID number or name.",
)
TUBE_MISTYPED = problem_code(
    "testing.tube_code_mistyped", 422, "This tube code has a wrong sign. Scan it, or type it once more."
)
ID_MISTYPED = problem_code(
    "testing.id_mistyped",
    422,
    "This ID number has a wrong digit: its check digit does not fit. Type it once more.",
)
NO_CODE = problem_code("testing.no_code", 422, "This is no code of a person, a door or a tube.")

# Scanners may be set to say first which kind of symbol they read: ]C1 for Code 128, ]Q1 for QR.
_SYMBOLOGY: Final = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
_ID_LIKE: Final = re.compile(r"\d{17}[\dX]")
_WRONG_DIGIT: Final = "id.check_digit"


class Kind(StrEnum):
    """What a code is of."""

    PERSON = "person"
    DOOR = "door"
    TUBE = "tube"
    ID = "id"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """A code as read.

    `id` of a person or door; `text` the tube's code or the ID number as kept. `tube_code` is there whenever the text
    could be one on a tube, for a field that asks for nothing else: digits on a tube may look like an ID number.
    `problem` says in plain words why it is of no use.
    """

    kind: Kind
    id: UUID | None = None
    text: str = ""
    tube_code: str = ""
    problem: ProblemCode | None = None


def plain(text: str) -> str:
    """Capital letters and half-width signs, without blanks, control signs and the scanner's own words."""
    narrow = unicodedata.normalize("NFKC", text)
    kept = (sign for sign in narrow if not sign.isspace() and unicodedata.category(sign)[0] != "C")
    return _SYMBOLOGY.sub("", "".join(kept)).upper()


def read_code(community_id: UUID, text: str) -> Reading:
    """Tell what was scanned or typed; asks nothing of the database, and nobody of the network."""
    said = plain(text)
    for part in re.split(r"[^A-Z0-9]+", said):
        if part.startswith(MARK) and len(part) > len(MARK) + 30:
            return _token(community_id, part)
    tube_code = said if CODE.fullmatch(said) else ""
    if is_mistyped(community_id, said):
        return Reading(Kind.UNKNOWN, tube_code=tube_code, problem=TUBE_MISTYPED)
    number = read_id(said)
    if number.kind in ("resident", "residence_permit") and number.number:
        return Reading(Kind.ID, text=number.number, tube_code=tube_code)
    if _ID_LIKE.fullmatch(said) and _WRONG_DIGIT in number.codes:
        return Reading(Kind.UNKNOWN, tube_code=tube_code, problem=ID_MISTYPED)
    if tube_code:
        return Reading(Kind.TUBE, text=tube_code, tube_code=tube_code)
    return Reading(Kind.UNKNOWN, problem=NO_CODE)


def _token(community_id: UUID, part: str) -> Reading:
    token = ring_of(community_id).read(part) if len(part) == LENGTH else None
    kind = {PERSON: Kind.PERSON, DOOR: Kind.DOOR}.get(token.kind) if token else None
    if token is None or kind is None or token.standing is Standing.CHANGED:
        return Reading(Kind.UNKNOWN, problem=CHANGED)
    if token.standing is Standing.FOREIGN:
        return Reading(Kind.UNKNOWN, problem=FOREIGN)
    return Reading(kind, id=token.id)
