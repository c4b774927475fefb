"""What sets single residents apart: guardians, hospital, visitors, newcomers, rare names, categories."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from . import duties, measure, names
from .families import ADULT, GUARDED_UNDER
from .papers import Papers
from .records import Category, Person, Whereabouts
from .residents import FIRST_SURVEY, Residents, elsewhere, years_old

# Who answers for a child, by what the child is to the head of household: the first of these who is there.
_GUARDIANS = {
    "子": ("户主", "配偶"),
    "女": ("户主", "配偶"),
    "孙子": ("子", "女", "儿媳", "女婿", "户主", "配偶"),
    "孙女": ("子", "女", "儿媳", "女婿", "户主", "配偶"),
}
_PARENTS = ("父亲", "母亲")


@dataclass(slots=True)
class Circumstances:
    """Draws people for what is special about them, nobody for two things that exclude each other."""

    rng: Random
    persons: list[Person]
    taken: set[str] = field(default_factory=set)

    def change(
        self, count: int, fits: Callable[[Person], bool], how: Callable[[Person], Person]
    ) -> list[str]:
        """Draw so many who fit and were not drawn before, change each; their refs."""
        pool = [at for at, person in enumerate(self.persons) if person.ref not in self.taken and fits(person)]
        drawn = measure.draw(self.rng, pool, count)
        for at in drawn:
            self.persons[at] = how(self.persons[at])
            self.taken.add(self.persons[at].ref)
        return [self.persons[at].ref for at in drawn]


def give_guardians(residents: Residents) -> None:
    """Name for each child under 14 an adult of the household; ValueError where there is none."""
    at_home = residents.at_home()
    for at, person in enumerate(residents.persons):
        if years_old(person) < GUARDED_UNDER:
            guardian = _guardian(person, at_home[person.household_ref])
            residents.persons[at] = replace(person, guardian_ref=guardian.ref)


def _guardian(child: Person, household: Iterable[Person]) -> Person:
    adults = [person for person in household if years_old(person) >= ADULT]
    wanted = _GUARDIANS[child.relation]
    fitting = [person for relation in wanted for person in adults if person.relation == relation]
    if not fitting:
        raise ValueError(f"{child.ref} has no guardian in {child.household_ref}")
    return fitting[0]


def set_apart(rng: Random, papers: Papers, residents: Residents) -> list[str]:
    """Send people to hospital, let parents visit, give passports and rare names; the refs of newcomers."""
    drawing = Circumstances(rng, residents.persons)
    guardians = {person.guardian_ref for person in residents.persons}

    def can_be_spared(person: Person) -> bool:
        stays = person.whereabouts == "home" and not person.is_head
        return stays and person.ref not in guardians and years_old(person) >= ADULT

    def since(whereabouts: Whereabouts) -> Callable[[Person], Person]:
        return lambda person: replace(
            person,
            whereabouts=whereabouts,
            whereabouts_from=FIRST_SURVEY - timedelta(days=rng.randint(1, 30)),
        )

    drawing.change(
        measure.IN_HOSPITAL, lambda one: can_be_spared(one) and years_old(one) >= 50, since("hospital")
    )
    drawing.change(measure.IN_ISOLATION, can_be_spared, since("isolation"))
    drawing.change(
        measure.STAYING_VISITORS,
        lambda one: can_be_spared(one) and one.relation in _PARENTS,
        lambda one: replace(since("visitor")(one), registered_address=elsewhere(rng)),
    )
    _give_names(drawing, papers)
    return drawing.change(measure.ARRIVED_PERSONS, can_be_spared, lambda person: person)


def _give_names(drawing: Circumstances, papers: Papers) -> None:
    """A few given names of rare signs, and a few wives from abroad with their passports."""
    foreign = drawing.rng.sample(names.PASSPORT_NAMES, measure.PASSPORT_HOLDERS)
    drawing.change(
        measure.PASSPORT_HOLDERS,
        lambda one: one.relation == "配偶" and one.sex == "女" and not one.is_tenant,
        lambda one: replace(one, name=foreign.pop(), id_kind="passport", id_number=papers.passport_number()),
    )
    rare = drawing.rng.sample(names.RARE_GIVEN, measure.RARE_NAMES)
    drawing.change(
        measure.RARE_NAMES,
        lambda one: one.whereabouts == "home" and len(one.name) == 2,
        lambda one: replace(one, name=one.name[0] + rare.pop()),
    )


def categorise(rng: Random, residents: Residents) -> tuple[Category, ...]:
    """Put people and households into the categories the community defined, each to its measure."""
    at_home = residents.at_home()
    special = _special(rng, residents, at_home)
    members = {
        "class_c": [person.ref for ref in residents.class_c for person in at_home[ref]],
        "special": sorted(ref for refs in special.values() for ref in refs),
        **special,
    }
    members["delivery"] = _deliveries(rng, residents, at_home, set(members["special"]))
    return tuple(
        Category(
            f"C{number}",
            code,
            *duties.CATEGORIES[code][:2],
            "household" if code == "delivery" else "person",
            *duties.CATEGORIES[code][2:],
            tuple(members[code]),
        )
        for number, code in enumerate(duties.CATEGORIES, 1)
    )


def _special(rng: Random, residents: Residents, at_home: dict[str, list[Person]]) -> dict[str, list[str]]:
    drawing = Circumstances(rng, list(residents.persons))

    def is_home(person: Person, low: int, high: int) -> bool:
        return person.whereabouts == "home" and low <= years_old(person) <= high

    def lives_alone(person: Person) -> bool:
        return len(at_home[person.household_ref]) == 1

    def is_mother_to_be(person: Person) -> bool:
        return person.sex == "女" and person.relation in ("配偶", "儿媳") and is_home(person, 22, 40)

    fits: dict[str, Callable[[Person], bool]] = {
        "elder_alone": lambda one: is_home(one, 68, 120) and lives_alone(one) and not one.is_tenant,
        "maternity": is_mother_to_be,
        "dialysis": lambda one: is_home(one, 38, 78),
        "disabled": lambda one: is_home(one, 10, 90),
    }
    return {
        code: drawing.change(measure.SPECIAL_PERSONS[code], fit, lambda person: person)
        for code, fit in fits.items()
    }


def _deliveries(
    rng: Random, residents: Residents, at_home: dict[str, list[Person]], special: set[str]
) -> list[str]:
    """First the households of special groups and of the old only, then others by lot."""
    ranked = []
    for household in residents.households:
        people = at_home[household.ref]
        is_special = any(person.ref in special for person in people)
        are_old = all(years_old(person) >= 70 for person in people)
        ranked.append((not is_special, not are_old, rng.random(), household.ref))
    return sorted(ref for *_, ref in sorted(ranked)[: measure.DELIVERY_HOUSEHOLDS])
