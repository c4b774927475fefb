"""Who signs in to the demonstration."""

from gridward.accounts.actions.sign_ins import USERNAME
from gridward.accounts.models import NARROW_ROLES, Role
from gridward.demo.community import DemoCommunity
from gridward.demo.filling.people import reader_of, shown_leader, shown_worker, task_holders, username_of
from tests.demo.communities import of_every_seed


def test_a_name_signs_in_as_it_is_spoken() -> None:
    assert username_of("吕建国", ()) == "lvjianguo"


def test_two_who_sound_alike_sign_in_differently_and_short_names_are_lengthened() -> None:
    assert username_of("张伟", {"zhangwei"}) == "zhangwei10"
    assert username_of("鄂", ()) == "e10" and USERNAME.fullmatch("e10")


@of_every_seed
def test_five_people_sign_in_and_the_worker_works_where_the_leader_leads(community: DemoCommunity) -> None:
    leader, worker = shown_leader(community), shown_worker(community)
    cast = {community.coordinator_ref, leader, worker, community.data_officer_ref, reader_of(community)}
    led = {area.ref for area in community.areas if area.leader_ref == leader}
    assert len(cast) == 5
    assert any(door.worker_ref == worker and door.area_ref in led for door in community.doors)


@of_every_seed
def test_each_task_has_its_people_and_nobody_has_two(community: DemoCommunity) -> None:
    held = task_holders(community)
    everybody = [ref for refs in held.values() for ref in refs]
    busy = {area.leader_ref for area in community.areas} | {door.worker_ref for door in community.doors}
    assert set(held) == NARROW_ROLES and len(everybody) == len(set(everybody))
    assert [len(held[role]) for role in (Role.LABORATORY, Role.HEALTH_CONTACT)] == [1, 1]
    assert len(held[Role.SAMPLER]) >= 6 and not busy & set(everybody)
