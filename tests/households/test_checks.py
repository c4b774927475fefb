"""The rules of the register find what breaks them, and nothing else."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant
from gridward.facts.said import EMPTY
from gridward.households import actions
from gridward.households.actions import GuardianFact, PersonFact
from gridward.households.identity.numbers import check_digit
from gridward.households.models import Door, Household, Mark, Person
from gridward.shared.ids import new_id
from gridward.shared.registries import checks
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BODY = "61109719850607002"
NUMBER = BODY + check_digit(BODY)
RULES = (
    "areas.dead_corner areas.leader households.door_area households.door_building households.door_complete"
    " households.door_state households.guardian households.household_door households.marks households.one_head"
    " households.one_number households.person_door households.seals households.versions"
).split()


def found(cast: Cast, rule: str) -> list[str]:
    return [f"{finding.subject}: {finding.words}" for finding in checks[rule].find(cast.community_id)]


def test_every_rule_is_registered() -> None:
    assert set(RULES) <= {check.rule for check in checks}


@pytest.mark.parametrize(
    "rule",
    [r for r in RULES if r not in {"areas.leader", "households.door_area"}],
)
def test_a_register_in_order_breaks_no_rule(cast: Cast, rule: str) -> None:
    assert found(cast, rule) == []


def test_areas_without_a_leader_and_their_doors_are_named(cast: Cast) -> None:
    assert [line.split(":")[0] for line in found(cast, "areas.leader")] == ["第1片区", "第2片区"]
    assert len(found(cast, "households.door_area")) == 3


def test_a_gap_under_a_name_breaks_no_rule_and_one_under_nobody_does(cast: Cast) -> None:
    assert found(cast, "households.door_complete") == []
    Grant.objects.filter(community_id=cast.community_id, role="coordinator").update(until=timezone.now())
    lines = found(cast, "households.door_complete")
    assert [line.split(":")[0] for line in lines] == ["河滨巷29号 (01-001)", "惠达工地1号楼1单元101室"]


# What an upset does to the register past its verbs: table, column, value, and the rule that must find it.
UPSETS: dict[str, tuple[Any, dict[str, Any], str]] = {
    "door in another area": (Door, {"area_id": None}, "households.door_building"),
    "door in no area": (Door, {"area_id": None}, "households.door_area"),
    "unknown state": (Door, {"state": "haunted"}, "households.door_state"),
    "row changed past its versions": (Door, {"plate": "X"}, "households.versions"),
    "household without a door": (Household, {"door_id": new_id()}, "households.household_door"),
    "person at another door": (Person, {"door_id": new_id()}, "households.person_door"),
    "altered seal": (Person, {"sealed_identity": b"\x01" + bytes(60)}, "households.seals"),
}


@pytest.mark.parametrize("upset", UPSETS)
def test_damage_is_found(cast: Cast, upset: str) -> None:
    table, change, rule = UPSETS[upset]
    key = {Door: cast.doors["3-101"], Household: cast.households["wang"], Person: cast.persons["李芳"]}[table]
    before = len(found(cast, rule))
    table.objects.of(cast.community_id).filter(id=key).update(**change)
    assert len(found(cast, rule)) > before


def test_a_seal_moved_to_another_person_is_found(cast: Cast) -> None:
    sealed = Person.objects.of(cast.community_id).get(id=cast.persons["李芳"]).sealed_identity
    others = Person.objects.of(cast.community_id).filter(id=cast.persons["马兰"])
    others.update(sealed_identity=sealed)
    assert len(found(cast, "households.seals")) == 1


def test_a_number_borne_twice_names_both_doors(cast: Cast, chen: Actor) -> None:
    facts = [PersonFact(id=cast.persons[name], id_number=NUMBER) for name in ("李芳", "马兰")]
    actions.put_persons(by=chen, persons=facts)
    [line] = found(cast, "households.one_number")
    assert "101室" in line and "202室" in line


def test_two_heads_are_found(cast: Cast) -> None:
    Person.objects.of(cast.community_id).filter(id=cast.persons["李芳"]).update(is_head=True)
    assert len(found(cast, "households.one_head")) == 1


def test_a_child_without_guardian_is_found(cast: Cast, omar: Actor) -> None:
    actions.set_guardians(by=omar, guardians=[GuardianFact(cast.persons["王朵朵"], EMPTY)])
    assert len(found(cast, "households.guardian")) == 1


def test_a_mark_on_nobody_is_found(cast: Cast) -> None:
    Mark.objects.create(community_id=cast.community_id, category_id=new_id(), subject_id=new_id())
    assert len(found(cast, "households.marks")) == 1


def test_every_rule_goes_on_past_broken_seals(cast: Cast) -> None:
    broken = {"sealed_ids": b"\x01" + bytes(60), "sealed_identity": b"\x01" + bytes(60)}
    born = {"birth_year": date.today().year - 14, "guardian_id": None}
    Person.objects.of(cast.community_id).update(**broken, **born)
    counts = {rule: len(found(cast, rule)) for rule in RULES}
    assert counts["households.seals"] == counts["households.guardian"] == len(cast.persons)
    assert counts["households.one_number"] == 0


def test_no_finding_names_a_resident(cast: Cast) -> None:
    Person.objects.of(cast.community_id).update(
        sealed_identity=b"\x01" + bytes(60), door_id=cast.doors["3-202"]
    )
    told = " ".join(line for rule in RULES for line in found(cast, rule))
    assert told and not [name for name in cast.persons if name in told]


@pytest.fixture(autouse=True)
def _words_in_english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
