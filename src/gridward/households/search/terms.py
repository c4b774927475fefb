"""What somebody typed into the one box, taken apart: each word as blind terms of people and as a place."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from gridward.households.addresses import fold, parse_address
from gridward.households.search.readings import folded_name, is_han, without_marks
from gridward.households.search.tokens import Term, pieces_of
from gridward.vault.tokens import token

ID_KINDS = frozenset({"id", "id4", "written"})
PHONE_KINDS = frozenset({"phone", "phone4"})
NUMBER_KINDS = ID_KINDS | PHONE_KINDS
_ID = re.compile(r"[A-Z]{0,4}\d{5,18}[0-9X]?")
_BREAK = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True)
class Word:
    """One word: groups of terms, of each of which a person must bear one; and the doors it may speak of."""

    text: str
    groups: tuple[frozenset[Term], ...]
    doors: Q | None

    @property
    def is_number(self) -> bool:
        """Whether it asks for people by an ID or phone number, whole or by its end."""
        return any(kind in NUMBER_KINDS for group in self.groups for kind, _ in group)

    @property
    def is_too_short(self) -> bool:
        """Whether it says too little: a surname alone asks for one more sign."""
        return not self.groups and self.doors is None


def words_of(text: str, hidden: Collection[str] = ()) -> list[Word]:
    """The words of a query; Latin words in a row are one name (wang xiaoming, Anna Berg).

    Terms of `hidden` kinds are left out: who may not see numbers cannot ask whose they are.
    """
    parts = [part for part in _BREAK.split(text.strip()) if part]
    if len(parts) > 1 and all(re.fullmatch(r"[^\W\d_]+", part) and not is_han(part[0]) for part in parts):
        parts = ["".join(parts)]
    return [Word(part, _allowed(_groups(part), hidden), doors_like(part)) for part in parts[:8]]


def _allowed(groups: tuple[frozenset[Term], ...], hidden: Collection[str]) -> tuple[frozenset[Term], ...]:
    left = (frozenset(term for term in group if term[0] not in hidden) for group in groups)
    return tuple(group for group in left if group)


def _groups(word: str) -> tuple[frozenset[Term], ...]:
    plain = re.sub(r"[\W_]", "", without_marks(word)).upper()
    if len(plain) == 4 and re.fullmatch(r"\d{3}[\dX]", plain):
        return (frozenset({("id4", plain), ("phone4", plain), ("id", plain)}),)
    if len(plain) > 4 and _ID.fullmatch(plain):
        return (frozenset({("id", plain), ("phone", plain), ("written", plain)}),)
    folded = folded_name(word)
    if is_han(folded):
        return tuple(frozenset({("piece", piece)}) for piece in pieces_of(folded))
    latin = without_marks(word).casefold()
    if re.fullmatch(r"[a-z]{2,}", latin):
        return (frozenset({("pinyin", latin), ("initials", latin)}),)
    return ()


def tokens_by_term(community_id: UUID, words: list[Word]) -> dict[Term, int]:
    """The blind token of every term of the words."""
    terms = {term for word in words for group in word.groups for term in group}
    return {(kind, text): token(community_id, kind, text) for kind, text in terms}


def doors_like(text: str) -> Q | None:
    """Doors whose plate or address is what the text says, None where it can name no door.

    Conditions stand on the door's own columns and on its site and building.
    """
    folded = fold(text)
    if not folded or (len(folded) < 2 and is_han(folded)) or re.fullmatch(r"[^\W\d_]+", folded, re.ASCII):
        return None
    found = Q(plate__iexact=text.strip())
    if folded.isdecimal():
        return found | Q(room=folded) if len(folded) > 2 else found
    if re.search(r"\d", folded):
        found |= Q(plate__istartswith=folded)
    if len(folded) > 1:
        found |= Q(address__contains=folded)
    return found | _parsed(text)


def _parsed(text: str) -> Q:
    address = parse_address(text)
    if address.kind == "unread":
        return Q(address_as_written__contains=text.strip())
    parts = {
        "site__name__contains": address.place,
        "building__number": address.building,
        "sub": address.sub,
        "unit": address.unit,
        "room": address.room,
    }
    said = {name: value for name, value in parts.items() if value}
    return Q(**said) if said else Q(address_as_written__contains=text.strip())
