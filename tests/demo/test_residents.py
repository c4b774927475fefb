"""The fictional people of the demonstration community."""

import csv
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from gridward.demo.community import DemoCommunity
from gridward.demo.community.records import Person
from gridward.demo.community.residents import FIRST_SURVEY, years_old
from gridward.households.identity import is_valid_resident_id
from gridward.households.models import Whereabouts
from tests.demo.communities import of_every_seed

POPULATION = Path(__file__).parents[3] / "shared/data/population/china_age_sex_2020.csv"


def _households(community: DemoCommunity) -> list[tuple[Person, ...]]:
    return list(community.persons_by_household().values())


@of_every_seed
def test_no_identity_number_can_be_anybodys(community: DemoCommunity) -> None:
    numbers = [person.id_number for person in community.persons if person.id_kind == "resident"]
    assert all(is_valid_resident_id(number) for number in numbers)
    assert {number[4:6] for number in numbers} <= {"97", "98", "99"}
    assert len(numbers) == len(set(numbers))


@of_every_seed
def test_an_identity_number_agrees_with_birth_date_and_sex(community: DemoCommunity) -> None:
    for person in community.persons:
        if person.id_kind == "resident":
            assert person.id_number[6:14] == f"{person.birth_date:%Y%m%d}"
            assert (int(person.id_number[16]) % 2 == 1) == (person.sex == "男")


@of_every_seed
def test_no_telephone_can_be_anybodys(community: DemoCommunity) -> None:
    phones = [phone for person in community.persons for phone in person.phones]
    phones += [worker.phone for worker in community.workers]
    assert all(re.fullmatch(r"(?:154|163)\d{8}", phone) for phone in phones)


@of_every_seed
def test_some_have_a_passport_or_no_number_some_no_phone_or_two(community: DemoCommunity) -> None:
    kinds = Counter(person.id_kind for person in community.persons)
    passports = [person.id_number for person in community.persons if person.id_kind == "passport"]
    assert kinds[""] > 0 and len(passports) == 4
    assert all(re.fullmatch(r"TEST\d{5}", number) for number in passports)
    assert {0, 1, 2} == {len(person.phones) for person in community.persons}


@of_every_seed
def test_every_child_under_14_has_an_adult_guardian_at_home(community: DemoCommunity) -> None:
    people = {person.ref: person for person in community.persons}
    for person in community.persons:
        assert bool(person.guardian_ref) == (years_old(person) < 14)
        if person.guardian_ref:
            guardian = people[person.guardian_ref]
            assert guardian.household_ref == person.household_ref
            assert years_old(guardian) >= 18 and guardian.whereabouts == "home"


@of_every_seed
def test_every_household_has_one_head_an_adult_at_home(community: DemoCommunity) -> None:
    for household in _households(community):
        heads = [person for person in household if person.is_head]
        assert len(heads) == 1 and heads[0].relation == "户主"
        assert years_old(heads[0]) >= 18 and heads[0].whereabouts == "home"


@of_every_seed
def test_generations_are_a_lifetime_apart_and_siblings_a_year(community: DemoCommunity) -> None:
    for household in _households(community):
        children = [person for person in household if person.relation in ("子", "女")]
        couple = [person for person in household if person.relation in ("户主", "配偶")]
        for child in children:
            assert all((child.birth_date - parent.birth_date).days > 18 * 365 for parent in couple)
        born = sorted(child.birth_date for child in children)
        gaps = {(later - earlier).days for earlier, later in pairwise(born)}
        assert all(gap == 0 or gap > 300 for gap in gaps)


@of_every_seed
def test_a_couple_is_a_man_and_a_woman_of_like_age(community: DemoCommunity) -> None:
    for household in _households(community):
        couple = [person for person in household if person.relation in ("户主", "配偶")]
        if len(couple) == 2:
            assert {person.sex for person in couple} == {"男", "女"}
            assert abs((couple[0].birth_date - couple[1].birth_date).days) < 9 * 366


@of_every_seed
def test_tenants_are_registered_elsewhere(community: DemoCommunity) -> None:
    tenants = {household.ref for household in community.households if household.is_tenant}
    for person in community.persons:
        assert person.is_tenant == (person.household_ref in tenants)
        assert person.registered_address or not person.is_tenant


@of_every_seed
def test_whereabouts_are_those_the_register_knows(community: DemoCommunity) -> None:
    found = Counter(person.whereabouts for person in community.persons)
    assert set(found) <= set(Whereabouts.values)
    assert (found["hospital"], found["isolation"], found["visitor"]) == (6, 8, 20)
    assert (found["away"], found["moved"]) == (186, 7)


@of_every_seed
def test_several_people_have_names_that_machines_stumble_over(community: DemoCommunity) -> None:
    rare = [person.name for person in community.persons if person.name[-1] in "䶮堃喆燚翀㛃𬭎赟犇骉頔玊"]
    assert len(set(rare)) >= 8


def test_nobody_is_older_than_people_get_or_born_after_the_survey(community: DemoCommunity) -> None:
    births = [person.birth_date for person in community.persons]
    assert max(births) < FIRST_SURVEY and min(births) > date(1922, 1, 1)


@of_every_seed
def test_ages_are_spread_as_in_the_country(community: DemoCommunity) -> None:
    if not POPULATION.exists():
        pytest.skip("the shared population table is not here")
    bands = Counter[int]()
    with POPULATION.open(encoding="utf-8") as file:
        for row in csv.reader(line for line in file if line[0].isdigit()):
            bands[_band(int(re.split(r"[-+]", row[0])[0]))] += int(float(row[1]) + float(row[2]))
    ours = Counter(_band(years_old(person)) for person in community.persons)
    for band in bands:
        assert abs(ours[band] / ours.total() - bands[band] / bands.total()) < 0.06, band


def _band(age: int) -> int:
    return sum(age >= bound for bound in (15, 30, 45, 60, 75))
