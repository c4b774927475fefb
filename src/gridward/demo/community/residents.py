"""Households and the people in them, drawn so that the measure comes out exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from . import measure, names
from .families import Member, absent_child, make_family
from .papers import LOCAL_COUNTIES, Papers
from .records import Door, Household, IdKind, Person

FIRST_SURVEY = date(2022, 9, 12)
# Where people from elsewhere are registered, and the county code of that province and city on their papers.
_ELSEWHERE = {
    "陕西省商洛市商州区": "611099",
    "陕西省商洛市商南县": "611098",
    "陕西省商洛市山阳县": "611098",
    "陕西省渭南市华州区": "610597",
    "陕西省西安市蓝田县": "610198",
    "陕西省安康市旬阳市": "610998",
    "河南省南阳市西峡县": "411399",
    "河南省三门峡市卢氏县": "411297",
    "湖北省十堰市郧西县": "420397",
}
_VILLAGES = ("东岭", "石桥", "柳树湾", "高坪", "青山", "花园", "双庙", "杨家河", "上坪", "龙潭")
_GOES_TO = ("西安市未央区", "西安市长安区", "商洛市商州区", "渭南市临渭区", "南阳市西峡县", "深圳市宝安区")


@dataclass(slots=True)
class Residents:
    """Households in walking order with their people, and which households are class C."""

    households: list[Household] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    families: list[list[Member]] = field(default_factory=list)
    class_c: list[str] = field(default_factory=list)

    def at_home(self) -> dict[str, list[Person]]:
        """Those who really live here, by household."""
        found: dict[str, list[Person]] = {household.ref: [] for household in self.households}
        for person in self.persons:
            if person.whereabouts not in ("away", "moved"):
                found[person.household_ref].append(person)
        return found


def years_old(person: Person, on: date = FIRST_SURVEY) -> int:
    """Age in whole years on a day."""
    birthday_is_due = (on.month, on.day) < (person.birth_date.month, person.birth_date.day)
    return on.year - person.birth_date.year - birthday_is_due


def settle(
    rng: Random, papers: Papers, doors: Sequence[Door], hearths: Sequence[str], dormitory: set[str]
) -> Residents:
    """Put a family behind every hearth; `hearths` name the door of each household in walking order."""
    residents = Residents()
    is_class_c = _flags(rng, measure.CLASS_C_HOUSEHOLDS)
    sizes = _sizes(rng, is_class_c)
    plates = {door.ref: door.plate for door in doors}
    tenants = _tenants(rng, hearths, dormitory)
    for at, (door_ref, size) in enumerate(zip(hearths, sizes, strict=True)):
        ref = f"H{at + 1:04d}"
        is_second = at > 0 and hearths[at - 1] == door_ref
        number = plates[door_ref] + ("-2" if is_second else "")
        residents.households.append(Household(ref, door_ref, number, at in tenants))
        residents.families.append(make_family(rng, size, are_builders=door_ref in dormitory))
        if is_class_c[at]:
            residents.class_c.append(ref)
    for household, family in zip(residents.households, residents.families, strict=True):
        _enter_family(rng, papers, residents, household, family)
    _enter_absent(rng, papers, residents)
    residents.persons.sort(key=lambda person: (person.household_ref, person.order))
    residents.persons = [replace(person, ref=f"P{at:05d}") for at, person in enumerate(residents.persons, 1)]
    return residents


def _flags(rng: Random, count: int) -> list[bool]:
    chosen = set(rng.sample(range(measure.HOUSEHOLDS), count))
    return [at in chosen for at in range(measure.HOUSEHOLDS)]


def _sizes(rng: Random, is_class_c: list[bool]) -> list[int]:
    count = measure.CLASS_C_HOUSEHOLDS
    c_sizes = measure.sizes_with_total(rng, measure.CLASS_C_SIZES, count=count, total=measure.CLASS_C_PERSONS)
    others = measure.sizes_with_total(
        rng,
        measure.OTHER_SIZES,
        count=measure.HOUSEHOLDS - count,
        total=measure.LIVING_HERE - measure.CLASS_C_PERSONS,
    )
    return [c_sizes.pop() if is_c else others.pop() for is_c in is_class_c]


def _tenants(rng: Random, hearths: Sequence[str], dormitory: set[str]) -> set[int]:
    """Builders and the second household of a house let their rooms; the rest of the quota by lot."""
    sure = {at for at, ref in enumerate(hearths) if ref in dormitory or (at > 0 and hearths[at - 1] == ref)}
    others = [at for at in range(len(hearths)) if at not in sure]
    return sure | set(rng.sample(others, measure.TENANT_HOUSEHOLDS - len(sure)))


def _enter_family(
    rng: Random, papers: Papers, residents: Residents, household: Household, family: list[Member]
) -> None:
    registered = elsewhere(rng) if household.is_tenant or rng.random() < 0.06 else ""
    first = len(residents.persons)
    for order, member in enumerate(family, 1):
        born = _birth_date(rng, member.age)
        if member.is_twin:
            born = residents.persons[-1].birth_date
        person = _person(rng, papers, household, member, order=order, born=born, registered=registered)
        residents.persons.append(person)
    _share_phone(rng, residents.persons, first)


def _birth_date(rng: Random, age: int) -> date:
    """A day on which somebody was born who was so old when the first survey began."""
    birthday = FIRST_SURVEY.replace(year=FIRST_SURVEY.year - age)
    return birthday - timedelta(days=rng.randrange(1, 365))


def elsewhere(rng: Random) -> str:
    """An address of registration in another county; the village is invented."""
    return (
        f"{rng.choice(list(_ELSEWHERE))}{rng.choice(_VILLAGES)}村{rng.randint(1, 9)}组{rng.randint(1, 60)}号"
    )


def _person(
    rng: Random,
    papers: Papers,
    household: Household,
    member: Member,
    *,
    order: int,
    born: date,
    registered: str,
) -> Person:
    name = member.surname + names.give_name(rng, member.sex, born.year)
    kind, number = _identity(rng, papers, member, born, registered)
    return Person(
        ref="",
        household_ref=household.ref,
        order=order,
        name=name,
        sex=member.sex,
        birth_date=born,
        relation=member.relation,
        is_head=member.part == "head",
        is_tenant=household.is_tenant,
        id_kind=kind,
        id_number=number,
        phones=_phones(rng, papers, member.age),
        registered_address=registered,
    )


def _identity(rng: Random, papers: Papers, member: Member, born: date, registered: str) -> tuple[IdKind, str]:
    """Infants mostly have no number yet, and a few others could not show theirs."""
    if rng.random() < (0.6 if member.age == 0 else 0.003):
        return "", ""
    counties = [code for county, code in _ELSEWHERE.items() if registered.startswith(county)]
    return "resident", papers.identity_number(member.sex, born, counties or LOCAL_COUNTIES)


def _phones(rng: Random, papers: Papers, age: int) -> tuple[str, ...]:
    """Children have none, the old not always one, some adults two."""
    has_none = age < 13 or rng.random() < (0.35 if age >= 75 else 0.03)
    if has_none:
        return ()
    return tuple(papers.phone() for _ in range(2 if age < 70 and rng.random() < 0.06 else 1))


def _share_phone(rng: Random, persons: list[Person], first: int) -> None:
    """Some of the old give the number of somebody they live with."""
    numbers = [person.phones[0] for person in persons[first:] if person.phones]
    for at in range(first, len(persons)):
        is_old = years_old(persons[at]) >= 75
        if is_old and not persons[at].phones and numbers and rng.random() < 0.5:
            persons[at] = replace(persons[at], phones=(numbers[0],))


def _enter_absent(rng: Random, papers: Papers, residents: Residents) -> None:
    """Enter grown children who live elsewhere; the first few of them are the ones who moved during the story."""
    missing = measure.MOVED_PERSONS + measure.AWAY_PERSONS
    order = list(range(len(residents.households)))
    rng.shuffle(order)
    for at in order:
        household, family = residents.households[at], residents.families[at]
        member = None if household.is_tenant or not missing else absent_child(rng, family)
        if member is None:
            continue
        place, born = len(family) + 1, _birth_date(rng, member.age)
        person = _person(rng, papers, household, member, order=place, born=born, registered="")
        residents.persons.append(
            _moved(rng, person) if missing > measure.AWAY_PERSONS else _away(rng, person)
        )
        missing -= 1
    if missing:
        raise ValueError(f"{missing} people away could not be placed")


def _moved(rng: Random, person: Person) -> Person:
    return replace(person, whereabouts="moved", moved_to=rng.choice(_GOES_TO))


def _away(rng: Random, person: Person) -> Person:
    since = date(2022, 2, 10) + timedelta(days=rng.randrange(200))
    until = date(2023, 1, 15) if rng.random() < 0.6 else None
    return replace(person, whereabouts="away", whereabouts_from=since, whereabouts_until=until)
