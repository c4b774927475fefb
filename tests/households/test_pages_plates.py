"""The pages of plates answer whoever may see them, and say in words what cannot be."""

from collections.abc import Callable

import pytest
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.households import actions
from gridward.households.plates.schemes import SchemeFact, put_scheme, scheme_of
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
SAID = {"pattern": "{area:02}-{serial:03}", "start": "1"}


def text_of(client: Client, address: str, **asked: str) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_answers_first_how_many_doors_have_a_number(cast: Cast, signed_in_as: SignIn) -> None:
    page = text_of(signed_in_as("chen"), "/plates/")
    assert "7 户中 <strong>6</strong> 户已编号" in page and "制定规则" in page
    assert "4 户中 <strong>4</strong>" in text_of(signed_in_as("lin"), "/plates/")


def test_a_scheme_is_looked_at_without_being_kept(cast: Cast, signed_in_as: SignIn) -> None:
    page = signed_in_as("chen").post("/plates/scheme/", SAID | {"look": "yes"})
    assert "01-002" in page.content.decode() and scheme_of(cast.community_id) is None


def test_a_scheme_is_kept(cast: Cast, signed_in_as: SignIn) -> None:
    said = SAID | {"left_out": "13，250", "keep_after": "20", "keep": "2", "fours": "last"}
    assert signed_in_as("chen").post("/plates/scheme/", said).status_code == 302
    kept = scheme_of(cast.community_id)
    assert kept and (kept.left_out, kept.keep, kept.fours) == ([13, 250], 2, "last")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"pattern": "陕H·{serial:05}"}, "公安标牌"),
        ({"pattern": "{area}{serial}"}, "紧挨着"),
        ({"left_out": "thirteen"}, "整数"),
        ({"keep": "3"}, "预留"),
    ],
)
def test_a_scheme_that_cannot_be_is_refused_in_words(
    cast: Cast, signed_in_as: SignIn, said: dict[str, str], words: str
) -> None:
    client = signed_in_as("chen")
    response = client.post("/plates/scheme/", SAID | said)
    assert response.status_code == 422 and words in response.content.decode()
    assert words in text_of(client, "/plates/scheme/preview/", **(SAID | said))


def test_a_second_yes_gives_nothing_more(cast: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    put_scheme(by=chen, scheme=SchemeFact("{area:02}-{serial:03}"))
    client = signed_in_as("chen")
    seen = client.get("/plates/give/").context["plan"].seen
    assert client.post("/plates/give/", {"seen": seen}).status_code == 302
    assert client.post("/plates/give/", {"seen": seen}).status_code == 422
    assert cast.door("site-1").plate == "01-002"


def test_doors_that_get_no_number_are_listed_with_the_reason(
    cast: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    put_scheme(by=chen, scheme=SchemeFact("{group}组{serial}号"))
    page = text_of(signed_in_as("chen"), "/plates/give/")
    assert "惠达工地1号楼1单元101室" in page and "不在村民小组内" in page


def test_a_line_leads_to_where_it_is_mended(cast: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    actions.give_plates(by=chen, plates={cast.doors["3-102"]: ""})
    facts = [actions.DoorFact(cast_id("building 3"), unit="1", room="301")]
    actions.put_doors(by=chen, doors=facts)
    page = text_of(signed_in_as("chen"), "/plates/lines/", area=str(cast.areas[3]))
    assert f"/doors/{cast.doors['3-102']}/plate/" in page and "/doors/new/?address=" in page


def test_a_step_that_cannot_be_is_told_on_the_page_of_the_door(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("omar")
    response = client.post(f"/doors/{cast.doors['3-101']}/plate/state/", {"state": "lost"}, follow=True)
    assert "不能改为所选状态" in response.content.decode()
    assert cast.door("3-101").plate_state == "assigned"


def test_a_door_without_a_number_is_offered_the_next_one(
    cast: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    address = f"/doors/{cast.doors['site-1']}/plate/"
    assert signed_in_as("chen").get(address).context["form"]["plate"].value() == ""
    put_scheme(by=chen, scheme=SchemeFact("{area:02}-{serial:03}"))
    assert signed_in_as("chen").get(address).context["form"]["plate"].value() == "01-002"
