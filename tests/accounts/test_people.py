"""People at work: put in, changed, in teams, and one view of who does what."""

from typing import Any

import pytest

from gridward.accounts import actions, queries
from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.checks import gone_but_answering
from gridward.accounts.models import Account, Grant, TeamMember, Unit, Worker
from gridward.accounts.queries import Choice
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db


def a_worker(name: str = "何新", **more: Any) -> actions.WorkerFact:
    return actions.WorkerFact(name, cast_id("audit"), **more)


def line_of(actor: Actor, cast: Cast, name: str) -> Any:
    return next(line for line in queries.people_of(actor).everyone if line.worker.id == cast.workers[name])


def test_a_worker_sent_twice_is_one_worker(chen: Actor) -> None:
    fact = a_worker()
    assert len(actions.add_workers(by=chen, facts=[fact])) == 1
    assert actions.add_workers(by=chen, facts=[fact]) == []
    assert Worker.objects.filter(name="何新").count() == 1


def test_adding_many_workers_costs_as_many_statements_as_adding_one(chen: Actor, count_queries: Any) -> None:
    one = count_queries(lambda: actions.add_workers(by=chen, facts=[a_worker("一")]))
    many = count_queries(lambda: actions.add_workers(by=chen, facts=[a_worker(f"第{n}") for n in range(50)]))
    assert one == many


@pytest.mark.parametrize("name", ["lin", "omar", "rosa"])
def test_area_leader_worker_and_reader_cannot_add_workers(cast: Cast, name: str) -> None:
    with pytest.raises(Problem) as refused:
        actions.add_workers(by=cast.actor(name), facts=[a_worker()])
    assert refused.value.status == 403


def test_a_stranger_finds_no_worker_of_ours_to_change(cast: Cast, max_: Actor) -> None:
    with pytest.raises(Problem) as refused:
        actions.change_workers(by=max_, facts=[a_worker(id=cast.workers["omar"])])
    assert refused.value.status == 404


def test_whoever_leaves_keeps_no_right_no_place_and_no_account(cast: Cast, chen: Actor) -> None:
    omar = cast.workers["omar"]
    actions.keep_team(
        by=chen,
        fact=actions.TeamFact("巡逻组", id=cast_id("t")),
        members=[actions.MemberFact(cast_id("t"), omar)],
    )
    actions.end_workers(by=chen, ids=[omar])
    assert actor_of(Worker.objects.get(id=omar), cast.community_id) is None
    assert not Grant.objects.in_force().filter(worker_id=omar).exists()
    assert not TeamMember.objects.filter(worker_id=omar, until=None).exists()
    assert not Account.objects.get(worker_id=omar).is_active


def test_the_last_data_officer_cannot_leave(cast: Cast, chen: Actor) -> None:
    with pytest.raises(Problem) as refused:
        actions.end_workers(by=chen, ids=[cast.founder_id])
    assert refused.value.code == "accounts.last_data_officer"
    assert Worker.objects.get(id=cast.founder_id).left_at is None


def test_a_unit_with_people_of_another_community_is_not_renamed(cast: Cast, chen: Actor, max_: Actor) -> None:
    actions.add_workers(by=max_, facts=[a_worker("邻居")])
    with pytest.raises(Problem) as refused:
        actions.change_unit(by=chen, fact=actions.UnitFact("department", "改名", id=cast_id("audit")))
    assert refused.value.code == "accounts.unit_is_shared"
    assert Unit.objects.get(id=cast_id("audit")).name == "县审计局"


def test_setting_a_team_ends_who_is_not_in_it_and_keeps_who_is(cast: Cast, chen: Actor) -> None:
    team = actions.add_teams(by=chen, facts=[actions.TeamFact("宣传疏导组")])[0]
    lin, omar, zhao = (actions.MemberFact(team.id, cast.workers[n]) for n in ("lin", "omar", "zhao"))
    actions.set_team_members(by=chen, team_ids=[team.id], members=[lin, omar])
    kept = TeamMember.objects.get(worker_id=lin.worker_id).id
    actions.set_team_members(by=chen, team_ids=[team.id], members=[lin, zhao])
    now = TeamMember.objects.filter(team=team, until=None)
    assert {m.worker_id for m in now} == {lin.worker_id, zhao.worker_id}
    assert now.get(worker_id=lin.worker_id).id == kept


def test_two_teams_of_one_name_are_refused(chen: Actor) -> None:
    actions.add_teams(by=chen, facts=[actions.TeamFact("后勤保障组")])
    with pytest.raises(Problem) as refused:
        actions.add_teams(by=chen, facts=[actions.TeamFact("后勤保障组")])
    assert refused.value.code == "accounts.team_name_taken"


def test_the_one_view_says_who_leads_and_who_answers_for_how_much(cast: Cast, chen: Actor) -> None:
    lin, omar = line_of(chen, cast, "lin"), line_of(chen, cast, "omar")
    assert [area.id for area in lin.areas] == [cast.areas[3]]
    assert (omar.load.doors, omar.load.households) == (3, 3)


def test_whoever_has_nothing_to_do_is_listed(cast: Cast, chen: Actor) -> None:
    actions.add_workers(by=chen, facts=[a_worker()])
    people = queries.people_of(chen, Choice(task="none"))
    assert {line.worker.name for line in people.shown} == {"何新", "罗莎"}
    assert people.without_duty == list(people.shown)


def test_the_view_costs_the_same_for_few_and_many(chen: Actor, count_queries: Any) -> None:
    few = count_queries(lambda: queries.people_of(chen).by_team())
    actions.add_workers(by=chen, facts=[a_worker(f"第{n}") for n in range(40)])
    assert count_queries(lambda: queries.people_of(chen).by_team()) == few <= 8


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (Choice(text="林"), {"lin"}),
        (Choice(text="片长"), {"lin"}),
        (Choice(unit_id=cast_id("company")), {"zhao"}),
        (Choice(task="doors"), {"omar", "zhao"}),
        (Choice(task="areas"), {"lin"}),
    ],
)
def test_the_list_narrows_to_what_is_asked(cast: Cast, chen: Actor, choice: Choice, names: set[str]) -> None:
    shown = {line.worker.id for line in queries.people_of(chen, choice).shown}
    assert shown == {cast.workers[name] for name in names}


def test_a_stranger_sees_only_the_own_people(cast: Cast, max_: Actor) -> None:
    assert {line.worker.name for line in queries.people_of(max_).everyone} == {"马克思"}


def test_check_names_whoever_left_with_doors_or_an_area(cast: Cast, chen: Actor) -> None:
    assert list(gone_but_answering(cast.community_id)) == []
    actions.end_workers(by=chen, ids=[cast.workers["omar"], cast.workers["lin"]])
    found = {finding.subject: finding.words for finding in gone_but_answering(cast.community_id)}
    assert set(found) == {"奥马尔", "林涛"} and "3" in found["奥马尔"]


def test_the_page_adds_a_worker_once_however_often_it_is_sent(cast: Cast, signed_in_as: Any) -> None:
    client = signed_in_as("chen")
    form = {"id": str(cast_id("new")), "name": "何新", "unit": str(cast_id("audit"))}
    assert client.post("/workers/new/", form)["Location"] == f"/workers/{cast_id('new')}/"
    client.post("/workers/new/", form | {"duty": "登记"})
    assert list(Worker.objects.filter(name="何新").values_list("duty", flat=True)) == ["登记"]


def test_the_page_says_what_is_missing(signed_in_as: Any) -> None:
    response = signed_in_as("chen").post("/workers/new/", {"id": str(cast_id("new")), "name": ""})
    assert response.status_code == 422 and set(response.context["form"].errors) == {"name", "unit"}


def test_the_page_sets_a_team_with_its_leader(cast: Cast, signed_in_as: Any) -> None:
    form = {
        "id": str(cast_id("t")),
        "name": "核酸检测组",
        "order": 1,
        "leader": str(cast.workers["lin"]),
        "members": [],
    }
    form["members"] = [str(cast.workers["omar"])]
    client = signed_in_as("chen")
    assert client.post("/workers/teams/new/", form).status_code == 302
    leaders = dict(
        TeamMember.objects.filter(team_id=cast_id("t"), until=None).values_list("worker_id", "is_leader")
    )
    assert leaders == {cast.workers["lin"]: True, cast.workers["omar"]: False}
    page = client.get("/workers/?by=team").content.decode()
    assert "核酸检测组" in page and page.index("林涛") < page.index("奥马尔")


def test_a_team_name_taken_is_said_at_the_field(cast: Cast, chen: Actor, signed_in_as: Any) -> None:
    actions.add_teams(by=chen, facts=[actions.TeamFact("治安巡逻组")])
    form = {"id": str(cast_id("t")), "name": "治安巡逻组", "order": 0}
    response = signed_in_as("chen").post("/workers/teams/new/", form)
    assert response.status_code == 422 and "name" in response.context["form"].errors
