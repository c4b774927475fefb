"""Blind search terms of a person: name, two-sign pieces, pinyin, initials, numbers exact and by their last four."""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from gridward.households.bundles import opened
from gridward.households.documents import document_of
from gridward.households.entries import PersonFact
from gridward.households.models import Person, SearchToken
from gridward.households.search.readings import (
    folded_name,
    initials,
    is_han,
    readings_of,
    spelled,
    without_marks,
)
from gridward.shared.batches import in_batches
from gridward.vault.tokens import token

Term = tuple[str, str]
"""Kind and text of one search term: name, piece, pinyin, initials, id, id4, phone, phone4, written."""


def tokens_of(community_id: UUID, fact: PersonFact) -> set[int]:
    """The tokens of a person as a fact gives them whole."""
    document = document_of(fact.id_kind or "", fact.id_number or "", fact.id_as_written or "")
    phones = [phone.number for phone in fact.phones or ()]
    return _tokens(community_id, fact.name or "", document.number, document.as_written, phones)


def valid_id_token(community_id: UUID, number: str) -> int:
    """The token under which a right number stands: the same number, the same token."""
    return token(community_id, "id", _bare(number))


def _tokens(community_id: UUID, name: str, number: str, as_written: str, phones: Iterable[str]) -> set[int]:
    terms = {*name_terms(name), *number_terms("id", number), *number_terms("written", as_written)}
    for phone in phones:
        terms |= set(number_terms("phone", phone))
    return {token(community_id, kind, text) for kind, text in terms}


def name_terms(name: str) -> set[Term]:
    """Terms by which a name is found; never a single sign."""
    folded = folded_name(name)
    if not folded:
        return set()
    terms: set[Term] = {("name", folded), *(("piece", piece) for piece in pieces_of(folded))}
    for syllables in readings_of(name):
        terms |= {("pinyin", spelling) for spelling in spelled(syllables)}
        terms.add(("initials", initials(syllables)))
    if not any(is_han(sign) for sign in folded):
        terms |= {("pinyin", word) for word in re.findall(r"\w+", without_marks(name))}
    return {(kind, text) for kind, text in terms if len(text) > 1}


def pieces_of(folded: str) -> list[str]:
    """Two-sign pieces of a Chinese name: 王小明 → 王小, 小明."""
    pairs = [folded[at : at + 2] for at in range(len(folded) - 1)]
    return [pair for pair in pairs if is_han(pair)]


def _bare(number: str) -> str:
    return re.sub(r"[\W_]", "", without_marks(number)).upper()


def number_terms(kind: str, number: str) -> set[Term]:
    """The number whole, and its last four signs where there are more than six."""
    bare = _bare(number)
    terms = {(kind, bare)} if len(bare) > 3 else set()
    return terms | {(f"{kind}4", bare[-4:])} if len(bare) > 6 and kind != "written" else terms


def refresh_tokens(community_id: UUID, person_ids: Iterable[UUID]) -> None:
    """Make the tokens of persons anew from what is sealed; those merged into somebody else have none."""
    for ids in in_batches(person_ids, 2000):
        persons = Person.objects.with_ids(community_id, ids)
        write_tokens(community_id, {person.id: _tokens_of_row(person) for person in persons})


def _tokens_of_row(person: Person) -> set[int]:
    if person.merged_into_id:
        return set()
    ids = opened(person, "ids")
    phones = [phone["number"] for phone in opened(person, "phones").get("phones", [])]
    name = opened(person, "identity").get("name", "")
    return _tokens(person.community_id, name, ids.get("number", ""), ids.get("as_written", ""), phones)


def write_tokens(community_id: UUID, tokens: Mapping[UUID, set[int]]) -> None:
    """Let each person have exactly these tokens; a constant number of statements for up to 2,000 persons."""
    for ids in in_batches(tokens, 2000):
        standing = SearchToken.objects.filter(community_id=community_id, person_id__in=ids)
        held: dict[UUID, set[int]] = {}
        for person_id, value in standing.values_list("person_id", "token"):
            held.setdefault(person_id, set()).add(value)
        stale = [id for id in ids if held.get(id, set()) - tokens[id]]
        if stale:
            SearchToken.objects.filter(community_id=community_id, person_id__in=stale).delete()
        _insert(
            community_id,
            [
                (value, id)
                for id in ids
                for value in sorted(tokens[id] - (set() if id in stale else held.get(id, set())))
            ],
        )


def _insert(community_id: UUID, rows: Sequence[tuple[int, UUID]]) -> None:
    """Past the ORM: a dozen tokens a person would spend half an import's time on making model instances."""
    if not rows:
        return
    prepared = SearchToken._meta.get_field("person_id").get_db_prep_value
    community = prepared(community_id, connection)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {SearchToken._meta.db_table} (community_id, token, person_id) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [(community, value, prepared(id, connection)) for value, id in rows],
        )
