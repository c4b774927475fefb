"""From a plan to what is said of people and their households."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from uuid import UUID

from gridward.households.bundles import opened
from gridward.households.entries import PersonFact
from gridward.households.importing.plans import WHEREABOUTS, PersonPlan
from gridward.households.models import IdState, Person, Whereabouts
from gridward.households.roster import PersonReading

SOURCE = "roster"
AGE_OF_GUARDIANSHIP = 14
ADULT = 18
# Said of the row and settled by reading it: nothing a person has to clear up about this resident.
SETTLED = (
    "id.absent",
    "id.cleaned",
    "id.fifteen",
    "phone.ditto",
    "name.note",
    "row.shifted",
    "birth.month_only",
)
SEALED_FIELDS = {"name", "sex", "birth_date", "phones", "registered_address", "remark"}


def facts_of(persons: Sequence[PersonPlan], today: date) -> dict[UUID, PersonFact]:
    """What the roster says of each person, by id; children get the guardian proposed for them."""
    facts = {plan.id: _fact(plan, order) for order, plan in enumerate(persons)}
    for child, guardian in _guardians(persons, today).items():
        facts[child] = replace(facts[child], guardian_id=guardian)
    return facts


def _fact(plan: PersonPlan, order: int) -> PersonFact:
    said = plan.reading
    return PersonFact(
        id=plan.id,
        household_id=plan.household_id,
        name=said.name,
        sex=said.sex or None,
        birth_date=said.birth_date,
        id_kind=said.id_kind or None,
        id_number=said.id_number or None,
        id_as_written=said.id_as_written or None,
        phones=said.phones or None,
        registered_address=said.registered_address or None,
        remark=" ".join(filter(None, (said.employer, said.remark))) or None,
        relation=said.relation[:20] or None,
        is_head=said.is_head,
        is_tenant=said.is_tenant,
        whereabouts=WHEREABOUTS.get(said.status, Whereabouts.HOME),
        order=min(order, 32767),
        flags=tuple(sorted({f.code for f in said.findings if _is_open(f.code)})),
    )


def _is_open(code: str) -> bool:
    return code not in SETTLED and not code.startswith(("address.", "same.", "person."))


def _guardians(persons: Sequence[PersonPlan], today: date) -> dict[UUID, UUID]:
    """For each child the guardian the roster names, else an adult of the household: the head before others."""
    households: dict[UUID, list[PersonPlan]] = defaultdict(list)
    for plan in persons:
        households[plan.household_id].append(plan)
    found = {}
    for members in households.values():
        adults = sorted(
            (m for m in members if _is_adult(m.reading, today)), key=lambda m: not m.reading.is_head
        )
        for child in members:
            if _is_child(child.reading, today):
                named = [a for a in adults if a.reading.name == child.reading.guardian_name]
                if chosen := (named or adults)[:1]:
                    found[child.id] = chosen[0].id
    return found


def age_on(born: date, today: date) -> int:
    """Full years of age on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _is_child(person: PersonReading, today: date) -> bool:
    return person.birth_date is not None and age_on(person.birth_date, today) < AGE_OF_GUARDIANSHIP


def _is_adult(person: PersonReading, today: date) -> bool:
    is_here = person.status not in ("deceased", "moved")
    return is_here and (person.birth_date is not None and age_on(person.birth_date, today) >= ADULT)


def for_known(fact: PersonFact, row: Person, source: str) -> PersonFact:
    """What may be said of somebody the register has: all if a roster said the rest too, else only what is missing.

    What people saw at the door since is worth more than a list.
    """
    if source.startswith(SOURCE):
        return replace(fact, household_id=None, order=None)
    held = {**opened(row, "identity"), **opened(row, "phones"), **opened(row, "more")}
    says_number = row.id_state in (IdState.VALID, IdState.OTHER)
    left = {
        field.name: None
        for field in fields(PersonFact)
        if field.name not in SEALED_FIELDS | {"id"} and not (field.name.startswith("id_") and not says_number)
    }
    left |= {name: None for name in SEALED_FIELDS if held.get(name)}
    if row.guardian_id is None:
        left.pop("guardian_id")
    return replace(fact, **left)
