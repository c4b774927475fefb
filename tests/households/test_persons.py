"""Persons: sealed, versioned, found again; numbers judged, never repaired."""

from datetime import date

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.facts.said import EMPTY
from gridward.households import actions
from gridward.households.actions import GuardianFact, HouseholdFact, PersonFact, WhereaboutsFact
from gridward.households.bundles import opened
from gridward.households.identity import Phone
from gridward.households.identity.numbers import check_digit
from gridward.households.models import Household, Person, PersonVersion
from gridward.operations.models import Operation
from gridward.shared.problems import Problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BODY = "61109719901230001"
NUMBER = BODY + check_digit(BODY)


def person_of(cast: Cast, id: object) -> Person:
    return Person.objects.of(cast.community_id).get(id=id)


def put(cast: Cast, by: Actor, **said: object) -> Person:
    fact = PersonFact(household_id=cast.households["wang"], **({"name": "王五"} | said))  # type: ignore[arg-type]
    [id] = actions.put_persons(by=by, persons=[fact])
    return person_of(cast, id)


def test_a_person_is_sealed_and_opens_to_what_was_said(cast: Cast, omar: Actor) -> None:
    person = put(cast, omar, phones=(Phone("16312345678", "家"),), remark="行动不便", sex="男")
    assert opened(person, "identity") == {"name": "王五", "sex": "男"}
    assert opened(person, "phones") == {"phones": [{"number": "16312345678", "note": "家"}]}
    assert opened(person, "more") == {"remark": "行动不便"}
    assert (person.door_id, person.sealed_ids) == (cast.doors["3-101"], b"")


def test_saying_the_same_twice_changes_nothing(cast: Cast, omar: Actor) -> None:
    said = {
        "name": "王五",
        "id_number": NUMBER,
        "phones": (Phone("16312345678"),),
        "birth_date": date(1990, 12, 31),
    }
    person = put(cast, omar, **said)
    again = put(cast, omar, id=person.id, **said)
    assert bytes(again.sealed_identity) == bytes(person.sealed_identity)
    assert PersonVersion.objects.of(cast.community_id).filter(entity_id=person.id).count() == 1


def test_a_valid_number_decides_birth_date_and_sex_and_the_contradiction_is_flagged(
    cast: Cast, omar: Actor
) -> None:
    person = put(cast, omar, id_number=NUMBER, birth_date=date(1990, 12, 31), sex="女")
    held = opened(person, "identity")
    assert (held["birth_date"], held["sex"], person.birth_year) == ("1990-12-30", "男", 1990)
    assert (person.id_state, person.flags) == ("valid", ["birth.conflict", "sex.conflict"])


def test_a_wrong_number_is_kept_as_written_and_flagged_not_repaired(cast: Cast, omar: Actor) -> None:
    wrong = BODY + ("0" if NUMBER[-1] != "0" else "1")
    person = put(cast, omar, id_number=wrong)
    assert (person.id_state, person.flags) == ("flagged", ["id.check_digit"])
    assert opened(person, "ids") == {"as_written": wrong}


def test_the_right_number_clears_the_flag(cast: Cast, omar: Actor) -> None:
    person = put(cast, omar, id_number=BODY + ("0" if NUMBER[-1] != "0" else "1"))
    person = put(cast, omar, id=person.id, id_number=NUMBER)
    assert (person.id_state, person.flags) == ("valid", [])


@pytest.mark.parametrize("region", ["611097", "999999", "110101", "000001"])
def test_no_number_is_refused_for_its_region(cast: Cast, omar: Actor, region: str) -> None:
    body = f"{region}19901230001"
    assert put(cast, omar, id_number=body + check_digit(body)).id_state == "valid"


def test_a_passport_is_another_document(cast: Cast, omar: Actor) -> None:
    person = put(cast, omar, id_kind="passport", id_number="TEST00001")
    assert (person.id_state, opened(person, "ids")["kind"]) == ("other", "passport")


def test_none_is_left_and_empty_is_cleared(cast: Cast, omar: Actor) -> None:
    person = put(cast, omar, birth_date=date(1950, 1, 2), remark="听力不好")
    person = put(cast, omar, id=person.id, birth_date=EMPTY, remark="")
    assert opened(person, "identity") == {"name": "王五"}
    assert (person.birth_year, person.sealed_more) == (None, b"")


def test_no_personal_data_goes_in_without_an_operation(cast: Cast, omar: Actor) -> None:
    Operation.objects.of(cast.community_id).update(
        ended_at=timezone.now(), ended_by_id=cast.founder_id, end_decision="演练结束"
    )
    with pytest.raises(Problem) as refusal:
        put(cast, omar)
    assert refusal.value.code == "households.no_operation"


@pytest.mark.parametrize(
    "text",
    [
        f"证号{NUMBER}",
        "电话 163 1234 5678",
        "１６３１２３４５６７８",
        "611097-19901230-0014",
        "611097901230001",
    ],
)
def test_a_number_in_free_text_is_stopped_with_an_offer(cast: Cast, omar: Actor, text: str) -> None:
    with pytest.raises(Problem) as refusal:
        put(cast, omar, remark=text)
    assert refusal.value.code == "households.personal_number_in_text"


@pytest.mark.parametrize("text", ["3号楼2单元501室", "2022年9月16日 20:00 未应答", "行动不便，需轮椅 2 台"])
def test_ordinary_numbers_pass_in_free_text(cast: Cast, omar: Actor, text: str) -> None:
    assert opened(put(cast, omar, remark=text), "more")["remark"] == text


def test_a_new_head_takes_the_place_of_the_former(cast: Cast, omar: Actor) -> None:
    person = put(cast, omar, is_head=True)
    heads = Person.objects.of(cast.community_id).filter(household_id=cast.households["wang"], is_head=True)
    assert [head.id for head in heads] == [person.id]


def test_whereabouts_are_dated_and_home_ends_them(cast: Cast, omar: Actor) -> None:
    away = WhereaboutsFact(cast.persons["李芳"], "away", date(2022, 9, 10), date(2022, 9, 20))
    actions.set_whereabouts(by=omar, whereabouts=[away])
    person = person_of(cast, cast.persons["李芳"])
    assert (person.whereabouts, person.whereabouts_until) == ("away", date(2022, 9, 20))
    actions.set_whereabouts(by=omar, whereabouts=[WhereaboutsFact(person.id, "home")])
    assert person_of(cast, person.id).whereabouts_until is None


def test_a_child_is_nobodys_guardian(cast: Cast, omar: Actor) -> None:
    born = date.today().replace(month=1, day=1)
    child = put(cast, omar, name="王小小", birth_date=born)
    other = put(cast, omar, name="王大大", birth_date=born)
    with pytest.raises(Problem) as refusal:
        actions.set_guardians(by=omar, guardians=[GuardianFact(child.id, other.id)])
    assert refusal.value.code == "households.unfit_guardian"
    actions.set_guardians(by=omar, guardians=[GuardianFact(child.id, cast.persons["李芳"])])
    assert person_of(cast, child.id).guardian_id == cast.persons["李芳"]


def test_a_household_moves_with_its_people(cast: Cast, lin: Actor) -> None:
    actions.move_household(by=lin, household_id=cast.households["wang"], to_door_id=cast.doors["3-201"])
    assert (
        Household.objects.of(cast.community_id).get(id=cast.households["wang"]).door_id == cast.doors["3-201"]
    )
    assert person_of(cast, cast.persons["李芳"]).door_id == cast.doors["3-201"]


def test_a_household_note_is_sealed(cast: Cast, omar: Actor) -> None:
    [id] = actions.put_households(by=omar, households=[HouseholdFact(cast.doors["3-101"], "2", note="养狗")])
    household = Household.objects.of(cast.community_id).get(id=id)
    assert opened(household, "more") == {"note": "养狗"}
    assert "养狗".encode() not in bytes(household.sealed_more)


@pytest.mark.parametrize(
    ("who", "code"), [("rosa", "shared.not_yours"), ("max", "shared.not_found"), ("zhao", "shared.not_found")]
)
def test_who_may_not_record_a_person(cast: Cast, who: str, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        put(cast, cast.actor(who))
    assert refusal.value.code == code


@pytest.mark.parametrize("who", ["chen", "dora", "lin", "omar"])
def test_who_may_record_a_person(cast: Cast, who: str) -> None:
    assert put(cast, cast.actor(who)).id


def test_five_hundred_persons_cost_as_many_statements_as_five(
    cast: Cast, omar: Actor, django_assert_max_num_queries: object
) -> None:
    facts = [PersonFact(cast.households["wang"], f"王{n}", order=n) for n in range(500)]
    with django_assert_max_num_queries(60):  # type: ignore[operator]  # SQLite takes 999 values a statement
        actions.put_persons(by=omar, persons=facts)
