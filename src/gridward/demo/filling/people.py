"""Units, people at work, teams, rights and ways to sign in."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain, count
from uuid import UUID

from pypinyin import lazy_pinyin

from gridward.accounts.actions import (
    GrantFact,
    MemberFact,
    TeamFact,
    UnitFact,
    WorkerFact,
    add_teams,
    add_units,
    add_workers,
    change_workers,
    grant,
    make_account,
    make_community,
    set_team_members,
)
from gridward.accounts.actions.sign_ins import USERNAME
from gridward.accounts.models import Role, Unit
from gridward.demo.community import DemoCommunity, as_it_began
from gridward.demo.community.duties import PATROL, TESTING
from gridward.demo.community.records import Worker
from gridward.demo.dates import Dates
from gridward.shared.ids import new_id

from .known import Known

# What the two who run the community office do beside their team's work.
OFFICE_DUTIES = {
    "coordinator": "综合协调组：统筹全社区工作，分派片区和任务，开启、关闭核查轮次。",
    "data_officer": "综合协调组：管理名册、账号和权限，负责数据安全。",
}
# The two of the health centre whose task is not sampling.
TASK_DUTIES = {
    Role.HEALTH_CONTACT: "核酸检测组：健康联络，告知检测结果，联系就地等候的人。",
    Role.LABORATORY: "核酸检测组：检测实验室，接收样本，按试管编号回报结果。",
}
# The cast of the documents: an area leader and a worker of the third area.
AREA_SHOWN = 3
# How much of a community's code names the unit above it.
DIGITS_OF = {"city": 4, "county": 6, "street": 9}


@dataclass(frozen=True)
class SignIn:
    """A way to sign in to the demonstration, to be shown to whoever tries it."""

    role: str
    name: str
    username: str
    password: str
    community: str = ""


def found(told: DemoCommunity, dates: Dates) -> Known:
    """Make the community with its units and workers; the data officer is its maker."""
    community = next(unit for unit in told.units if unit.kind == "community")
    workers = {worker.ref: worker for worker in told.workers}
    maker = workers[told.data_officer_ref]
    unit, worker = make_community(
        code=told.code,
        name=told.locality[-1],
        maker_name=maker.name,
        above=_chain(told, community.parent_ref),
        roles=[Role.DATA_OFFICER],
        is_demonstration=True,
    )
    known = Known(told, as_it_began(told), dates, unit.id, {maker.ref: worker.id})
    known.meet()
    units = _put_units(known, unit)
    change_workers(by=known.officer, facts=[_fact(known, maker, units, worker.id)])
    others = [one for one in told.workers if one.ref != maker.ref]
    facts = [_fact(known, one, units, new_id()) for one in others]
    add_workers(by=known.officer, facts=facts)
    known.workers.update({one.ref: fact.id for one, fact in zip(others, facts, strict=True)})
    return known


def _chain(told: DemoCommunity, ref: str) -> list[UnitFact]:
    """The units above the community, highest first."""
    units = {unit.ref: unit for unit in told.units}
    above: list[UnitFact] = []
    while ref:
        code = told.code[: DIGITS_OF[units[ref].kind]].ljust(12, "0") if units[ref].kind in DIGITS_OF else ""
        above.insert(0, UnitFact(kind=units[ref].kind, name=units[ref].name, code=code))
        ref = units[ref].parent_ref
    return above


def _put_units(known: Known, community: Unit) -> dict[str, UUID]:
    """Put in the other units; ids by ref. Those above the community stand already."""
    ids: dict[str, UUID] = {}
    at: Unit | None = community
    told = {unit.ref: unit for unit in known.told.units}
    ref = next(unit.ref for unit in known.told.units if unit.kind == "community")
    while at is not None:
        ids[ref], at, ref = at.id, at.parent, told[ref].parent_ref
    facts = []
    for unit in known.told.units:
        if unit.ref not in ids:
            facts.append(UnitFact(unit.kind, unit.name, parent_id=ids[unit.parent_ref]))
            ids[unit.ref] = facts[-1].id
    add_units(by=known.officer, facts=facts)
    return ids


def _fact(known: Known, worker: Worker, units: dict[str, UUID], id: UUID) -> WorkerFact:
    offices = {known.told.coordinator_ref: "coordinator", known.told.data_officer_ref: "data_officer"}
    duty = OFFICE_DUTIES.get(offices.get(worker.ref, ""), worker.duty)
    tasks = {
        refs[0]: TASK_DUTIES[role] for role, refs in task_holders(known.told).items() if role in TASK_DUTIES
    }
    duty = tasks.get(worker.ref, duty)
    return WorkerFact(worker.name, units[worker.unit_ref], worker.phone, worker.is_party_member, duty, id)


def form_teams(known: Known) -> None:
    """Form the six teams with their members, the leader among them."""
    facts = [TeamFact(team.name, team.duty, order) for order, team in enumerate(known.told.teams, 1)]
    add_teams(by=known.officer, facts=facts)
    members = [
        MemberFact(fact.id, known.workers[ref], ref == team.leader_ref)
        for team, fact in zip(known.told.teams, facts, strict=True)
        for ref in team.member_refs
    ]
    set_team_members(by=known.officer, team_ids=[fact.id for fact in facts], members=members)


def give_rights(known: Known) -> None:
    """Give coordinator, area leaders, responsible workers, a reader and those with one task their roles."""
    why = "分工名单"
    facts = [GrantFact(known.workers[known.told.coordinator_ref], Role.COORDINATOR, why=why)]
    for area in known.told.areas:
        scope_id = known.areas[area.ref]
        facts.append(GrantFact(known.workers[area.leader_ref], Role.AREA_LEADER, scope_id, why=why))
    for worker in known.told.workers:
        if worker.role == "responsible":
            facts.append(GrantFact(known.workers[worker.ref], Role.WORKER, why=why))
    facts.append(GrantFact(known.workers[reader_of(known.told)], Role.READER, why="街道督导"))
    for role, refs in task_holders(known.told).items():
        facts += [GrantFact(known.workers[ref], role, why=why) for ref in refs]
    grant(by=known.officer, facts=facts)
    known.meet()


def reader_of(told: DemoCommunity) -> str:
    """Who only reads: the first whom the street office sent."""
    streets = {unit.ref for unit in told.units if unit.kind == "street"}
    return next(worker.ref for worker in told.workers if worker.unit_ref in streets)


def task_holders(told: DemoCommunity) -> dict[Role, tuple[str, ...]]:
    """Who holds a role of one task: the testing team samples but for two of its leader's unit; patrol patrols."""
    members = {team.name: team.member_refs for team in told.teams}
    units = {worker.ref: worker.unit_ref for worker in told.workers}
    testing = members[TESTING]
    contact, laboratory = [ref for ref in testing if units[ref] == units[testing[0]]][-2:]
    return {
        Role.SAMPLER: tuple(ref for ref in testing if ref not in (contact, laboratory)),
        Role.LABORATORY: (laboratory,),
        Role.HEALTH_CONTACT: (contact,),
        Role.PATROL: members[PATROL],
    }


def shown_leader(told: DemoCommunity) -> str:
    """The area leader who signs in."""
    return next(area.leader_ref for area in told.areas if area.number == AREA_SHOWN)


def shown_worker(told: DemoCommunity) -> str:
    """The worker who signs in: who answers for most doors of that leader's area."""
    area_ref = next(area.ref for area in told.areas if area.number == AREA_SHOWN)
    return Counter(door.worker_ref for door in told.doors if door.area_ref == area_ref).most_common(1)[0][0]


def open_accounts(known: Known) -> list[SignIn]:
    """Make a way to sign in for one person of each role, with passwords of this installation alone."""
    told = known.told
    cast = {
        Role.COORDINATOR: told.coordinator_ref,
        Role.AREA_LEADER: shown_leader(told),
        Role.WORKER: shown_worker(told),
        Role.DATA_OFFICER: told.data_officer_ref,
        Role.READER: reader_of(told),
        **{role: refs[0] for role, refs in task_holders(told).items()},
    }
    names = {worker.ref: worker.name for worker in told.workers}
    sign_ins: list[SignIn] = []
    for role, ref in cast.items():
        username = username_of(names[ref], {one.username for one in sign_ins})
        made = make_account(
            by=known.officer, worker_id=known.workers[ref], username=username, must_change_password=False
        )
        sign_ins.append(SignIn(role.value, names[ref], username, made.password))
    return sign_ins


def username_of(name: str, taken: Collection[str]) -> str:
    """A name in pinyin as a sign-in name, with a number where another has it or it is too short to be one."""
    pinyin = "".join(lazy_pinyin(name)).lower()
    numbered = (f"{pinyin}{number}" for number in count(10))
    return next(one for one in chain([pinyin], numbered) if USERNAME.fullmatch(one) and one not in taken)
