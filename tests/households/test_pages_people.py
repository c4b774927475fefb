"""Taking people in, changing them, and seeing what is masked, as pages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.households import actions
from gridward.households.actions import CategoryFact
from gridward.households.bundles import opened
from gridward.households.identity import check_digit
from gridward.households.models import Household, Mark, Person
from gridward.shared.ids import new_id
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
BODY = "61109719900101123"
GOOD, WRONG = BODY + check_digit(BODY), BODY + ("0" if check_digit(BODY) != "0" else "1")


def said(**more: Any) -> dict[str, Any]:
    """A person's form as a browser sends it."""
    return {
        "id": str(new_id()),
        "name": "高远",
        "relation": "",
        "sex": "",
        "birth_date": "",
        "id_kind": "",
    } | more


def person(cast: Cast, id: UUID | str) -> Person:
    return Person.objects.of(cast.community_id).get(id=id)


@pytest.fixture
def add(cast: Cast, signed_in_as: SignIn) -> Callable[..., Any]:
    """Omar adds somebody to the household of Dan."""
    client = signed_in_as("omar")
    return lambda **more: client.post(f"/households/{cast.households['dan']}/people/new/", said(**more))


def test_a_household_and_its_head_are_taken_in_by_two_forms(cast: Cast, signed_in_as: SignIn) -> None:
    client, id = signed_in_as("omar"), str(new_id())
    first = client.post(f"/doors/{cast.doors['3-201']}/households/new/", {"id": id, "is_tenant": "on"})
    assert first["Location"] == f"/households/{id}/people/new/"
    assert client.get(first["Location"]).context["form"].initial["is_head"] is True
    client.post(first["Location"], said(is_head="on"))
    assert Person.objects.of(cast.community_id).filter(household_id=id, is_head=True).count() == 1


def test_the_same_form_sent_twice_takes_one_person_in(cast: Cast, add: Callable[..., Any]) -> None:
    before = Person.objects.of(cast.community_id).count()
    id = str(new_id())
    assert add(id=id).status_code == add(id=id).status_code == 302
    assert Person.objects.of(cast.community_id).count() == before + 1


def test_a_person_is_kept_with_phones_and_a_right_number(cast: Cast, add: Callable[..., Any]) -> None:
    id = str(new_id())
    add(id=id, id_kind="resident", id_number=GOOD, phones="16300000009 儿子\n0914-3312345")
    found = person(cast, id)
    assert opened(found, "ids")["number"] == GOOD and found.birth_year == 1990
    assert [p["number"] for p in opened(found, "phones")["phones"]] == ["16300000009", "0914-3312345"]


def test_a_wrong_check_digit_is_named_and_what_was_typed_stays(add: Callable[..., Any]) -> None:
    response = add(id_kind="resident", id_number=WRONG)
    page = response.content.decode()
    assert response.status_code == 422 and list(response.context["form"].errors) == ["id_number"]
    assert (
        "校验码" in page
        and WRONG in page
        and "高远" in page
        and 'type="checkbox" name="keep_written"' in page
    )


def test_a_wrong_number_somebody_insists_on_is_kept_as_written_and_flagged(
    cast: Cast, add: Callable[..., Any]
) -> None:
    id = str(new_id())
    assert add(id=id, id_kind="resident", id_number=WRONG, keep_written="on").status_code == 302
    found = person(cast, id)
    assert found.id_state == "flagged" and found.flags == ["id.check_digit"]
    assert opened(found, "ids") == {"kind": "resident", "as_written": WRONG}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("remark", f"证号{GOOD}"),
        ("remark", "打16300000001"),
        ("registered_address", "163 0000 0001"),
        ("phones", "12345"),
    ],
)
def test_a_number_in_the_wrong_field_is_stopped_there(
    field: str, value: str, add: Callable[..., Any]
) -> None:
    response = add(**{field: value})
    assert response.status_code == 422 and list(response.context["form"].errors) == [field]


def test_a_birth_date_that_contradicts_the_number_is_asked_about(add: Callable[..., Any]) -> None:
    response = add(id_kind="resident", id_number=GOOD, birth_date="1991-01-01")
    assert "1990年1月1日" in str(response.context["form"].errors["birth_date"])


def test_a_child_taken_in_is_asked_for_a_guardian_and_the_head_is_proposed(
    cast: Cast, add: Callable[..., Any], signed_in_as: SignIn
) -> None:
    id = str(new_id())
    response = add(id=id, birth_date="2020-02-02")
    assert response["Location"] == f"/people/{id}/guardian/"
    form = signed_in_as("omar").get(response["Location"]).context["form"]
    assert form.initial["guardian"] == cast.persons["单雄"] and person(cast, id).guardian_id is None


def test_a_guardian_is_named(cast: Cast, add: Callable[..., Any], signed_in_as: SignIn) -> None:
    id = str(new_id())
    add(id=id, birth_date="2020-02-02")
    chosen = {"sent": "yes", "guardian": str(cast.persons["单雄"])}
    signed_in_as("omar").post(f"/people/{id}/guardian/", chosen)
    assert person(cast, id).guardian_id == cast.persons["单雄"]


def edited(cast: Cast, client: Client, name: str, **more: Any) -> Any:
    """What the page's form says, sent back with a change."""
    form = client.get(f"/people/{cast.persons[name]}/").context["form"]
    values = {bound.name: bound.value() for bound in form}
    values = {key: value for key, value in values.items() if value not in (None, False)}
    return client.post(f"/people/{cast.persons[name]}/", values | more)


def test_what_an_editor_may_not_see_stays_as_it_is(cast: Cast, signed_in_as: SignIn) -> None:
    response = edited(cast, signed_in_as("chen"), "王小明", relation="房东")
    found = person(cast, cast.persons["王小明"])
    assert response.status_code == 302 and found.relation == "房东"
    assert opened(found, "identity")["name"] == "王小明" and opened(found, "ids")["number"]
    assert opened(found, "phones")["phones"][0]["number"] == "16300000001"


def test_what_an_editor_sees_and_empties_is_empty(cast: Cast, signed_in_as: SignIn) -> None:
    edited(cast, signed_in_as("omar"), "王小明", phones="")
    assert opened(person(cast, cast.persons["王小明"]), "phones") == {}


def test_an_editor_may_see_what_is_on_record_and_that_is_logged(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("chen")
    page = client.post(f"/people/{cast.persons['王小明']}/", {"show": "yes"})
    assert page.context["form"].initial["name"] == "王小明"
    entry = Entry.objects.filter(community_id=cast.community_id, deed="person.revealed").get()
    assert (entry.purpose, entry.subject_id) == ("correction", cast.persons["王小明"])


def test_a_sight_needs_a_purpose_and_shows_nothing_without_one(cast: Cast, signed_in_as: SignIn) -> None:
    response = signed_in_as("chen").post(f"/people/{cast.persons['王小明']}/reveal/", {"groups": "phone"})
    assert response.status_code == 422 and "16300000001" not in response.content.decode()
    assert not Entry.objects.filter(community_id=cast.community_id, deed="person.revealed").exists()


def test_a_sight_shows_the_group_asked_for_alone_and_is_logged(cast: Cast, signed_in_as: SignIn) -> None:
    asked = {"groups": "phone", "purpose": "visit"}
    page = signed_in_as("chen").post(f"/people/{cast.persons['王小明']}/reveal/", asked).content.decode()
    assert "16300000001" in page and "王小明" not in page
    assert Entry.objects.filter(
        community_id=cast.community_id, deed="person.revealed", purpose="visit"
    ).exists()


def test_htmx_gets_the_card_alone(cast: Cast, signed_in_as: SignIn) -> None:
    asked = {"groups": "phone", "purpose": "visit"}
    url = f"/people/{cast.persons['王小明']}/reveal/"
    page = signed_in_as("chen").post(url, asked, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page and page.count("<article") == 1


def test_whereabouts_are_kept_with_their_days(cast: Cast, signed_in_as: SignIn) -> None:
    days = {"whereabouts": "away", "since": "2022-09-01", "until": "2022-09-30"}
    signed_in_as("omar").post(f"/people/{cast.persons['李芳']}/whereabouts/", days)
    found = person(cast, cast.persons["李芳"])
    assert (found.whereabouts, str(found.whereabouts_until)) == ("away", "2022-09-30")


@pytest.mark.parametrize(
    ("since", "until", "field"), [("2099-01-01", "", "since"), ("2022-09-02", "2022-09-01", "until")]
)
def test_days_that_cannot_be_are_refused(
    since: str, until: str, field: str, cast: Cast, signed_in_as: SignIn
) -> None:
    days = {"whereabouts": "away", "since": since, "until": until}
    response = signed_in_as("omar").post(f"/people/{cast.persons['李芳']}/whereabouts/", days)
    assert response.status_code == 422 and list(response.context["form"].errors) == [field]


def test_categories_are_put_on_and_taken_off(cast: Cast, dora: Actor, signed_in_as: SignIn) -> None:
    [c] = actions.add_category(by=dora, categories=[CategoryFact("C", "C类", "person", "防疫")])
    client, url = signed_in_as("omar"), f"/people/{cast.persons['李芳']}/categories/"
    for chosen, is_on in (([str(c)], True), ([], False)):
        client.post(url, {"sent": "yes", "categories": chosen})
        mark = Mark.objects.of(cast.community_id).get(subject_id=cast.persons["李芳"])
        assert mark.is_on is is_on


def test_somebody_goes_to_another_door_into_the_household_chosen(cast: Cast, signed_in_as: SignIn) -> None:
    client, url = signed_in_as("omar"), f"/people/{cast.persons['李芳']}/move/"
    asked = client.post(url, {"id": str(new_id()), "to": "03-002"})
    assert asked.status_code == 422 and "household" in asked.context["form"].errors
    client.post(url, {"id": str(new_id()), "to": "03-002", "household": str(cast.households["zhang"])})
    found = person(cast, cast.persons["李芳"])
    assert (found.household_id, found.door_id) == (cast.households["zhang"], cast.doors["3-102"])


def test_a_door_that_is_not_there_is_said_beside_the_field(cast: Cast, signed_in_as: SignIn) -> None:
    url = f"/households/{cast.households['wang']}/move/"
    response = signed_in_as("omar").post(url, {"id": str(new_id()), "to": "99-999"})
    assert response.status_code == 422 and "to" in response.context["form"].errors


def test_a_household_moves_to_another_door_with_everybody(cast: Cast, signed_in_as: SignIn) -> None:
    url = f"/households/{cast.households['wang']}/move/"
    signed_in_as("omar").post(url, {"id": str(new_id()), "to": "信合小区3-1-201"})
    doors = Person.objects.of(cast.community_id).filter(household_id=cast.households["wang"])
    assert set(doors.values_list("door_id", flat=True)) == {cast.doors["3-201"]}


def test_a_household_that_leaves_is_closed_and_its_people_have_moved(
    cast: Cast, signed_in_as: SignIn
) -> None:
    said = {"since": "2022-09-10", "moved_to": "西安"}
    response = signed_in_as("omar").post(f"/households/{cast.households['wang']}/leave/", said)
    assert response["Location"] == f"/doors/{cast.doors['3-101']}/state/"
    assert Household.objects.of(cast.community_id).get(id=cast.households["wang"]).is_closed
    people = Person.objects.of(cast.community_id).filter(household_id=cast.households["wang"])
    assert set(people.values_list("whereabouts", flat=True)) == {"moved"}


def test_no_name_of_a_resident_is_kept_in_a_message(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("omar")
    edited(cast, client, "王小明", remark="夜班")
    kept = "".join(morsel.value for morsel in client.cookies.values()) + str(dict(client.session))
    assert "王小明" not in kept.encode().decode("unicode_escape", "ignore") and "王小明" not in kept
