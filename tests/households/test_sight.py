"""What each role sees of a person: clear, masked or nothing, and the whole for a logged purpose."""

import pytest

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.households import actions
from gridward.households.access import persons_by_id, persons_for
from gridward.households.actions import CategoryFact, MarkFact, PersonFact
from gridward.households.sight import PersonView, views_of
from gridward.shared.problems import Problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def view(cast: Cast, who: str, name: str = "王小明") -> PersonView:
    actor = cast.actor(who)
    id = cast.persons[name]
    return views_of(actor, [persons_by_id(actor, [id])[id]])[0]


@pytest.fixture
def marked(cast: Cast, dora: Actor, omar: Actor) -> Cast:
    """王小明 with a remark and in a category."""
    [id] = actions.add_category(by=dora, categories=[CategoryFact("C", "C类", "person", "防疫分类")])
    actions.set_marks(by=omar, marks=[MarkFact(id, cast.persons["王小明"])])
    actions.put_persons(by=omar, persons=[PersonFact(id=cast.persons["王小明"], remark="夜班")])
    return cast


@pytest.mark.parametrize(
    ("who", "name", "phone", "number", "remark", "categories"),
    [
        ("omar", "王小明", "16300000001", "611***********001", "***", 1),
        ("lin", "王小明", "163****0001", "611***********001", "***", 1),
        ("chen", "王*明", "163****0001", "611***********001", "***", 1),
        ("dora", "王*明", "163****0001", "611***********001", "***", 1),
        ("rosa", "王*明", None, "", "", 0),
    ],
)
def test_each_role_sees_what_the_table_says(
    marked: Cast, who: str, name: str, phone: str | None, number: str, remark: str, categories: int
) -> None:
    seen = view(marked, who)
    assert (seen.name, seen.remark, len(seen.categories)) == (name, remark, categories)
    assert [p.number for p in seen.phones] == ([phone] if phone else [])
    assert seen.id_number[:3] == number[:3] and "1984" not in seen.id_number
    assert (seen.whereabouts == "home") is (who != "rosa")


def test_birth_dates_go_with_the_name(marked: Cast) -> None:
    assert view(marked, "omar").birth_year == 1984
    assert view(marked, "chen").birth_year is None and view(marked, "chen").birth_date is None


def test_a_child_is_masked_outside_the_own_worker(cast: Cast) -> None:
    assert [view(cast, who, "王朵朵").name for who in ("omar", "lin", "chen")] == ["王朵朵", "王*朵", "王*朵"]


def test_a_reveal_shows_the_group_asked_for_and_is_logged_with_its_purpose(cast: Cast, omar: Actor) -> None:
    id = cast.persons["王小明"]
    seen = actions.reveal(by=omar, person_id=id, groups=["id"], purpose="visit")
    assert seen.id_number.startswith("61109719840302")
    entry = Entry.objects.get(community_id=cast.community_id, deed="person.revealed")
    assert (entry.by_id, entry.subject_id, entry.purpose) == (omar.worker_id, id, "visit")


def test_seeing_masked_people_writes_nothing(cast: Cast, chen: Actor) -> None:
    before = Entry.objects.filter(community_id=cast.community_id).count()
    views_of(chen, persons_for(chen))
    assert Entry.objects.filter(community_id=cast.community_id).count() == before


@pytest.mark.parametrize(
    ("who", "groups", "purpose", "code"),
    [
        ("omar", ["id"], "curiosity", "households.no_purpose"),
        ("omar", [], "visit", "shared.not_yours"),
        ("omar", ["everything"], "visit", "shared.not_yours"),
        ("rosa", ["phone"], "visit", "shared.not_yours"),
        ("rosa", ["identity"], "visit", "shared.not_yours"),
        ("zhao", ["phone"], "visit", "shared.not_found"),
        ("max", ["phone"], "visit", "shared.not_found"),
    ],
)
def test_what_may_not_be_revealed(cast: Cast, who: str, groups: list[str], purpose: str, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        actions.reveal(by=cast.actor(who), person_id=cast.persons["王小明"], groups=groups, purpose=purpose)
    assert refusal.value.code == code
    assert not Entry.objects.filter(community_id=cast.community_id, deed="person.revealed").exists()


def test_the_view_names_what_may_be_asked_for(cast: Cast) -> None:
    assert view(cast, "chen").can_reveal == ("identity", "phone", "id", "more")
    assert view(cast, "rosa").can_reveal == ()
