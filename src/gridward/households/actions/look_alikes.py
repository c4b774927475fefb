"""Two people who may be one: a person decides; what was one is kept so that it can be taken apart again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.areas.actions import stamp_of
from gridward.audit.actions import announce
from gridward.facts.said import Put
from gridward.facts.versions import Stamp
from gridward.households.access import persons_by_id
from gridward.households.bundles import opened
from gridward.households.entries import MarkFact, PersonFact
from gridward.households.identity import Phone
from gridward.households.models import LookAlike, Mark, Person, Whereabouts
from gridward.households.search import refresh_tokens
from gridward.households.workers_here.actions import follow_merged
from gridward.households.writing import write_marks, write_persons
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

ALREADY_DECIDED = problem_code(
    "households.look_alike_decided", 409, "Somebody has decided this already: {decision}."
)
NOT_OF_PAIR = problem_code("households.not_of_pair", 422, "The person to keep is one of the two.")
Decision = Literal["same", "different"]


@transaction.atomic
def decide_look_alike(
    *,
    by: Actor,
    look_alike_id: UUID,
    decision: Decision,
    keep_id: UUID | None = None,
    at: datetime | None = None,
    source: str = "page",
) -> UUID | None:
    """Decide whether two are one; the one kept (by default the first) takes over marks, phones and what it lacked.

    Returns the id of the one kept, None where they are different. Raises households.look_alike_decided,
    households.not_of_pair, shared.not_found, shared.not_yours.
    """
    pair = LookAlike.objects.of(by.community_id).filter(id=look_alike_id).first()
    if pair is None:
        raise Problem(NOT_FOUND)
    persons = persons_by_id(by, [pair.person_id, pair.other_id], to="record") if not pair.decision else {}
    keep_id = keep_id or pair.person_id
    if keep_id not in (pair.person_id, pair.other_id):
        raise Problem(NOT_OF_PAIR)
    _decide_once(by, pair, decision, keep_id)
    changed = [("look_alike", pair.id)]
    if decision == "same":
        other_id = pair.other_id if keep_id == pair.person_id else pair.person_id
        puts = _merge(by.community_id, persons[keep_id], persons[other_id], stamp_of(by, at, source))
        changed += [(kind, id) for kind, put in puts for id in put.touched]
    deed = "look_alike.same" if decision == "same" else "look_alike.different"
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return keep_id if decision == "same" else None


def _decide_once(by: Actor, pair: LookAlike, decision: Decision, keep_id: UUID) -> None:
    """Compare-and-set: of two people who decide at once, one is told."""
    undecided = LookAlike.objects.of(by.community_id).filter(id=pair.id, decision="")
    kept_id = keep_id if decision == "same" else None
    if undecided.update(
        decision=decision, kept_id=kept_id, decided_by_id=by.worker_id, decided_at=timezone.now()
    ):
        return
    decided = (
        LookAlike.objects.of(by.community_id).filter(id=pair.id).values_list("decision", flat=True).get()
    )
    raise Problem(ALREADY_DECIDED, {"decision": decided})


def _merge(community_id: UUID, kept: Person, other: Person, stamp: Stamp) -> list[tuple[str, Put]]:
    """Marks, phones and guardianships go over. The other stays with its versions, but as moved into the kept one,

    so that no count of people living here meets it again.
    """
    wards = Person.objects.of(community_id).filter(guardian_id=other.id).exclude(id=kept.id)
    facts = [
        _united(kept, other),
        PersonFact(id=other.id, merged_into_id=kept.id, whereabouts=Whereabouts.MOVED, is_head=False),
        *(PersonFact(id=id, guardian_id=kept.id) for id in wards.values_list("id", flat=True)),
    ]
    persons = write_persons(community_id, facts, stamp)
    marks = Mark.objects.of(community_id).filter(subject_id=other.id, is_on=True)
    moved = [
        fact
        for category_id in marks.values_list("category_id", flat=True)
        for fact in (MarkFact(category_id, kept.id), MarkFact(category_id, other.id, is_on=False))
    ]
    refresh_tokens(community_id, [kept.id, other.id])
    _point_to(community_id, kept.id, other.id)
    follow_merged(community_id, kept.id, other.id)
    return [("person", persons), ("mark", write_marks(community_id, moved, stamp))]


def _united(kept: Person, other: Person) -> PersonFact:
    """What the kept person lacks, from the other."""
    theirs = {bundle: opened(other, bundle) for bundle in ("identity", "ids", "more")}
    mine = {bundle: opened(kept, bundle) for bundle in ("identity", "ids", "more")}
    said: dict[str, Any] = {}
    if not mine["ids"].get("number") and theirs["ids"].get("number"):
        said.update(id_kind=theirs["ids"]["kind"], id_number=theirs["ids"]["number"])
    born = theirs["identity"].get("birth_date")
    if born and not mine["identity"].get("birth_date"):
        said["birth_date"] = datetime.fromisoformat(born).date()
    if not mine["identity"].get("sex"):
        said["sex"] = theirs["identity"].get("sex")
    more = {name: text for name, text in theirs["more"].items() if not mine["more"].get(name)}
    return PersonFact(id=kept.id, phones=_phones((kept, other)), more=more, **said)


def _phones(persons: Iterable[Person]) -> tuple[Phone, ...]:
    by_number: dict[str, Phone] = {}
    for person in persons:
        for phone in opened(person, "phones").get("phones", []):
            by_number.setdefault(phone["number"], Phone(phone["number"], phone.get("note", "")))
    return tuple(by_number.values())


def _point_to(community_id: UUID, kept_id: UUID, other_id: UUID) -> None:
    """Questions that still wait about the one merged are asked about the one kept, each pair once."""
    waiting = LookAlike.objects.of(community_id).filter(decision="")
    about = list(waiting.filter(Q(person_id=other_id) | Q(other_id=other_id)))
    known = LookAlike.objects.of(community_id).filter(Q(person_id=kept_id) | Q(other_id=kept_id))
    asked = {frozenset(pair) for pair in known.values_list("person_id", "other_id")}
    for pair in about:
        third_id = pair.other_id if pair.person_id == other_id else pair.person_id
        if third_id != kept_id and frozenset((kept_id, third_id)) not in asked:
            waiting.filter(id=pair.id).update(person_id=kept_id, other_id=third_id)
            asked.add(frozenset((kept_id, third_id)))
