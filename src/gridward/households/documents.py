"""What is kept of a document number: the number only if it is right, else what was written and why it is doubted."""

from dataclasses import dataclass
from typing import Any, Final

from gridward.households.identity import read_id
from gridward.households.models import IdState

BY_CHECK_DIGIT: Final = ("", "resident", "residence_permit")
# Said of a number that was read all the same: nothing for a person to clear up.
HARMLESS: Final = frozenset({"id.absent", "id.cleaned", "id.fifteen"})
DOUBTS: Final = frozenset(
    {
        "id.check_digit",
        "id.date",
        "id.digits_missing",
        "id.digits_extra",
        "id.scientific",
        "id.trailing_zeros",
        "id.masked",
        "id.unreadable",
    }
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as kept: kind, number, text as written, state, finding codes; a valid one tells birth and sex."""

    kind: str = ""
    number: str = ""
    as_written: str = ""
    state: str = IdState.NONE
    codes: tuple[str, ...] = ()
    birth_date: str = ""
    sex: str = ""

    @property
    def bundle(self) -> dict[str, Any]:
        """What is sealed of it."""
        return {"kind": self.kind, "number": self.number, "as_written": self.as_written}


def document_of(kind: str, number: str, as_written: str = "") -> Document:
    """Judge a number: check digit and date only, never the region; a bad one is kept as written, never repaired."""
    if number and kind not in BY_CHECK_DIGIT:
        return Document(kind, number.strip().upper(), as_written, IdState.OTHER)
    if not number:
        return _unnumbered(kind, as_written)
    read = read_id(number)
    if not read.number:
        return _unnumbered(kind, as_written or number)
    state = IdState.VALID if read.kind in BY_CHECK_DIGIT else IdState.OTHER
    written = as_written if as_written != read.number else ""
    born = read.birth_date.isoformat() if read.birth_date else ""
    return Document(read.kind, read.number, written, state, (), born, read.sex)


def _unnumbered(kind: str, as_written: str) -> Document:
    if not as_written.strip():
        return Document(kind)
    codes = tuple(code for code in read_id(as_written).codes if code in DOUBTS)
    if read_id(as_written).codes == ("id.absent",):
        return Document(kind)
    return Document(kind, "", as_written, IdState.FLAGGED, codes or ("id.unreadable",))
