"""Finding doors and people within sight: blind, rarest term first, a constant number of statements."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level, level
from gridward.audit.actions import announce
from gridward.households.access import doors_for, persons_for
from gridward.households.models import Door, DoorVersion, Person, SearchToken
from gridward.households.purpose import SEARCH
from gridward.households.search.readings import folded_name
from gridward.households.search.terms import (
    ID_KINDS,
    NUMBER_KINDS,
    PHONE_KINDS,
    Word,
    doors_like,
    tokens_by_term,
    words_of,
)
from gridward.households.sight import PersonView, views_of
from gridward.vault.tokens import token

LIMIT = 50


@dataclass(frozen=True)
class SearchResult:
    """Doors in walking order and people as the actor may see them, at most `limit` of each.

    `asks_for_more`: a surname alone, or a single sign, asks for one more; `has_more`: there are hits beyond the limit.
    """

    text: str
    doors: list[Door]
    persons: list[PersonView]
    asks_for_more: bool = False
    has_more: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.doors and not self.persons


def search(*, by: Actor, text: str, limit: int = LIMIT, is_typing: bool = False) -> SearchResult:
    """Search plates, addresses, names, pinyin, initials, IDs and phones; all words must fit.

    A search by an ID or phone number writes one audit line with the purpose `search`; while somebody is still typing
    no number is looked for, and nothing is written.
    """
    words = words_of(text, NUMBER_KINDS if is_typing else _hidden_kinds(by))
    if not words or any(word.is_too_short for word in words):
        return SearchResult(text, [], [], asks_for_more=bool(words))
    doors = list(_doors(by, text, words)[: limit + 1]) or list(_doors_once_plated(by, text)[:limit])
    persons = _persons(by, text, words, limit + 1)
    views = views_of(by, persons[:limit])
    if any(word.is_number for word in words) and (persons or _is_long_number(words)):
        _write_down(by, views)
    return SearchResult(text, doors[:limit], views, has_more=max(len(doors), len(persons)) > limit)


def _hidden_kinds(by: Actor) -> frozenset[str]:
    """Kinds of number that are hidden from the actor everywhere."""
    kinds = {Group.ID: ID_KINDS, Group.PHONE: PHONE_KINDS}
    hidden = [
        those
        for group, those in kinds.items()
        if level(by, group, is_own_door=True, is_in_own_area=True) is Level.HIDDEN
    ]
    return frozenset().union(*hidden)


@transaction.atomic
def _write_down(by: Actor, found: list[PersonView]) -> None:
    """The line of a search by number, apart from the reading, which opens no transaction."""
    announce(
        "person.searched",
        community_id=by.community_id,
        by_id=by.worker_id,
        how_many=len(found),
        subject_id=found[0].id if len(found) == 1 else None,
        purpose=SEARCH,
    )


def _is_long_number(words: list[Word]) -> bool:
    """A whole number looked for is logged even if nobody bears it; four digits may be a room."""
    return any(word.is_number and len(word.text) > 4 for word in words)


def _doors(by: Actor, text: str, words: list[Word]) -> "QuerySet[Door]":
    """Doors that every word fits, or the words taken together (信合 3号楼)."""
    if any(word.doors is None for word in words):
        return doors_for(by).none()
    fits = Q()
    for word in words:
        fits &= word.doors or Q()
    together = doors_like(text) if len(words) > 1 else None
    found = doors_for(by).filter(fits | together if together else fits)
    return found.select_related("site", "building", "area").order_by("walking_order", "id")


def _doors_once_plated(by: Actor, text: str) -> "QuerySet[Door]":
    """Doors that bore this plate before: the old one may still hang."""
    once = DoorVersion.objects.of(by.community_id).filter(plate=text.strip().upper())
    found = doors_for(by).filter(id__in=once.values("entity_id"))
    return found.select_related("site", "building", "area").order_by("walking_order", "id")


def _persons(by: Actor, text: str, words: list[Word], limit: int) -> list[Person]:
    """People whom all words fit, at least one of them by name or number; exact names first, then walking order."""
    tokens = tokens_by_term(by.community_id, words)
    counts = _counts(by.community_id, list(tokens.values()))
    groups = {word: [frozenset(tokens[term] for term in group) for group in word.groups] for word in words}
    named = [word for word in words if groups[word] and all(_size(g, counts) for g in groups[word])]
    placed = [word for word in words if word not in named]
    if not named or any(word.doors is None for word in placed):
        return []
    word = min(named, key=lambda word: min(_size(group, counts) for group in groups[word]))
    ordered = sorted(groups[word], key=lambda group: _size(group, counts))
    persons = persons_for(by).filter(id__in=_bearers(by.community_id, ordered[0]).values("person_id"))
    for group in ordered[1:]:
        persons = persons.filter(_bears(by.community_id, group))
    for other in words:
        if other is not word:
            persons = persons.filter(_fits(by.community_id, other, groups[other] if other in named else []))
    whole = token(by.community_id, "name", folded_name(word.text))
    persons = persons.annotate(is_exact=_bears(by.community_id, frozenset({whole})))
    return list(persons.order_by("-is_exact", "door__walking_order", "door_id", "order", "id")[:limit])


def _counts(community_id: UUID, tokens: list[int]) -> dict[int, int]:
    if not tokens:
        return {}
    borne = SearchToken.objects.filter(community_id=community_id, token__in=tokens)
    return dict(borne.values("token").annotate(count=Count("person_id")).values_list("token", "count"))


def _size(group: frozenset[int], counts: dict[int, int]) -> int:
    return sum(counts.get(value, 0) for value in group)


def _bearers(community_id: UUID, group: frozenset[int]) -> "QuerySet[SearchToken]":
    return SearchToken.objects.filter(community_id=community_id, token__in=sorted(group))


def _bears(community_id: UUID, group: frozenset[int]) -> Exists:
    return Exists(_bearers(community_id, group).filter(person_id=OuterRef("id")))


def _fits(community_id: UUID, word: Word, groups: list[frozenset[int]]) -> Q:
    """The word fits a person by all its groups, or the person's door."""
    by_name = Q()
    for group in groups:
        by_name &= Q(_bears(community_id, group))
    at_door = _at_door(word.doors) if word.doors is not None else None
    if not groups:
        return at_door or Q()
    return by_name | at_door if at_door is not None else by_name


def _at_door(doors: Q) -> Q:
    """The same condition seen from a person."""
    moved = Q(_connector=doors.connector, _negated=doors.negated)
    for child in doors.children:
        moved.children.append(_at_door(child) if isinstance(child, Q) else (f"door__{child[0]}", child[1]))  # type: ignore[index]
    return moved
