"""The people at work in the demonstration community."""

from collections import Counter

from gridward.accounts.models import UnitKind
from gridward.demo.community import DemoCommunity
from tests.demo.communities import of_every_seed

TEAMS = ["综合协调组", "核酸检测组", "环境消杀组", "宣传疏导组", "治安巡逻组", "后勤保障组"]


@of_every_seed
def test_nobody_is_idle_and_nobody_has_two_duties(community: DemoCommunity) -> None:
    posts = [ref for team in community.teams for ref in team.member_refs]
    posts += [area.leader_ref for area in community.areas]
    posts += sorted({door.worker_ref for door in community.doors})
    assert Counter(posts) == Counter(worker.ref for worker in community.workers)


def test_six_teams_each_have_a_leader_among_their_members(community: DemoCommunity) -> None:
    assert [team.name for team in community.teams] == TEAMS
    assert all(team.leader_ref in team.member_refs and len(team.member_refs) > 3 for team in community.teams)


@of_every_seed
def test_every_worker_has_a_written_duty_a_unit_and_a_name_of_their_own(community: DemoCommunity) -> None:
    units = {unit.ref for unit in community.units}
    assert all(worker.duty and worker.duty_en and worker.unit_ref in units for worker in community.workers)
    assert len({worker.name for worker in community.workers}) == len(community.workers)


def test_units_of_every_level_hang_together(community: DemoCommunity) -> None:
    known: set[str] = {""}
    for unit in community.units:
        assert unit.parent_ref in known and unit.kind in UnitKind.values
        known.add(unit.ref)
    codes = {unit.name: unit.code for unit in community.units if unit.code}
    assert codes == {"下湾社区居民委员会": "611022001012"}


def test_the_named_units_take_part(community: DemoCommunity) -> None:
    sent = Counter(worker.unit_ref for worker in community.workers)
    for name in ("县审计局", "县建发公司", "县委机关工委", "县督查办", "县妇联", "县工商联"):
        assert sent[next(unit.ref for unit in community.units if unit.name == name)] >= 3


def test_the_party_mark_is_optional(community: DemoCommunity) -> None:
    assert {worker.is_party_member for worker in community.workers} == {True, None}


def test_coordinator_and_data_officer_are_two_of_the_communitys_staff(community: DemoCommunity) -> None:
    home = next(unit.ref for unit in community.units if unit.kind == "community")
    offices = {community.coordinator_ref, community.data_officer_ref}
    assert len(offices) == 2
    assert all(worker.unit_ref == home for worker in community.workers if worker.ref in offices)
