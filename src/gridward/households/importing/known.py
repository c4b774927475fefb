"""Who of a roster the register already has: by the same file, else on proof among candidates found by blind tokens."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from gridward.facts.versions import VERSIONS
from gridward.households.bundles import opened
from gridward.households.importing.plans import KnownPlace
from gridward.households.models import Person, SearchToken
from gridward.households.roster import PersonReading, Record, match, outcomes, records_of
from gridward.households.search.tokens import name_terms, number_terms
from gridward.shared.batches import in_batches
from gridward.shared.ids import derived_id
from gridward.vault.tokens import token

PIECE = 2000
PROVING = ("name", "id", "phone")
Resemblance = tuple[str, UUID, str]


def person_id_of(digest: str, ref: str) -> UUID:
    """The id a person of a file gets: the same file gives the same id, however often it comes."""
    return derived_id("roster", digest, "person", ref)


def find_known(
    community_id: UUID, digest: str, persons: Sequence[PersonReading]
) -> tuple[dict[str, KnownPlace], list[Resemblance]]:
    """Which persons of a reading the register has (by ref), and whom of it others resemble without proof."""
    known = _from_the_same_file(community_id, digest, persons)
    others = [person for person in persons if person.ref not in known]
    candidates = _candidates(community_id, others)
    taken = {place.person_id for place in known.values()}
    standing = {str(p.id): p for p in candidates if p.id not in taken}
    told = outcomes(match(records_of(others), [_record(p) for p in standing.values()]), standing)
    alike: list[Resemblance] = []
    for ref, outcome in told.items():
        if outcome.other_ref not in standing:
            continue
        other = standing[outcome.other_ref]
        if outcome.verdict == "same":
            known[ref] = KnownPlace(other.id, other.household_id)
        else:
            alike.append((ref, other.id, outcome.reason))
    return known, alike


def _from_the_same_file(
    community_id: UUID, digest: str, persons: Sequence[PersonReading]
) -> dict[str, KnownPlace]:
    refs = {person_id_of(digest, person.ref): person.ref for person in persons}
    found: dict[str, KnownPlace] = {}
    for ids in in_batches(refs, PIECE):
        for person in _survivors(community_id, Person.objects.with_ids(community_id, ids)):
            found[refs[person[0]]] = person[1]
    return found


def _survivors(community_id: UUID, persons: Iterable[Person]) -> list[tuple[UUID, KnownPlace]]:
    """Each person as they stand, or the one they were merged into."""
    rows = list(persons)
    merged = {p.merged_into_id for p in rows if p.merged_into_id}
    kept = {p.id: p for p in Person.objects.with_ids(community_id, merged)} if merged else {}
    return [(p.id, _place(kept.get(p.merged_into_id or p.id, p))) for p in rows]


def _place(person: Person) -> KnownPlace:
    return KnownPlace(person.id, person.household_id)


def _candidates(community_id: UUID, persons: Sequence[PersonReading]) -> list[Person]:
    """Persons of the register that share a whole name, a document or a telephone with one of the list."""
    tokens = {token(community_id, *term) for person in persons for term in _terms(person)}
    found: dict[UUID, Person] = {}
    for values in in_batches(tokens, PIECE):
        hits = SearchToken.objects.filter(community_id=community_id, token__in=values)
        ids = set(hits.values_list("person_id", flat=True)) - found.keys()
        for batch in in_batches(ids, PIECE):
            persons_here = Person.objects.with_ids(community_id, batch).filter(merged_into_id=None)
            found.update({p.id: p for p in persons_here.select_related("door")})
    return list(found.values())


def _terms(person: PersonReading) -> set[tuple[str, str]]:
    terms = name_terms(person.name) | number_terms("id", person.id_number)
    for phone in person.phones:
        terms |= number_terms("phone", phone.number)
    return {term for term in terms if term[0] in PROVING}


def _record(person: Person) -> Record:
    """A person of the register as matching sees one."""
    identity, ids = opened(person, "identity"), opened(person, "ids")
    phones = opened(person, "phones").get("phones", [])
    born = identity.get("birth_date")
    door = person.door
    is_certain = door is not None and not door.flags
    return Record(
        ref=str(person.id),
        name=identity.get("name", ""),
        sex=identity.get("sex", ""),
        birth_date=date.fromisoformat(born) if born else None,
        id_kind=ids.get("kind", ""),
        id_number=ids.get("number", ""),
        phones=tuple(phone["number"] for phone in phones),
        door=door.address_key if is_certain else "",
        building="|".join(door.address_key.split("|")[:2]) if is_certain else "",
        list_ref=str(person.household_id),
    )


def sources_of(community_id: UUID, person_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """How the present values of persons came to us (page, roster …)."""
    versions = VERSIONS[Person].objects.of(community_id)
    found: dict[UUID, str] = {}
    for ids in in_batches(person_ids, PIECE):
        open_ones = versions.filter(entity_id__in=ids, known_to=None, true_to=None)
        found.update(dict(open_ones.values_list("entity_id", "source")))
    return found
