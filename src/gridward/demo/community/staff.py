"""Units, the people they sent, and the teams; everybody has one duty and nobody two."""

from dataclasses import dataclass, field
from random import Random

from . import duties, names
from .duties import Staffing
from .papers import Papers
from .records import Team, Unit, Worker, WorkerRole


@dataclass(slots=True)
class Staff:
    """The people at work."""

    units: list[Unit] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    members: dict[str, list[Worker]] = field(default_factory=dict)

    def with_role(self, role: WorkerRole) -> list[Worker]:
        """Who has this duty."""
        return [worker for worker in self.workers if worker.role == role]

    def teams(self) -> tuple[Team, ...]:
        """The teams in their usual order; who was entered first leads."""
        made = []
        for number, (name, (name_en, duty, duty_en, _)) in enumerate(duties.TEAMS.items(), 1):
            refs = tuple(worker.ref for worker in self.members[name])
            made.append(Team(f"T{number}", name, name_en, duty, duty_en, refs[0], refs))
        return tuple(made)


def hire(rng: Random, papers: Papers, code: str) -> Staff:
    """Enter every unit and its people; no two workers share a name."""
    staff = Staff(members={name: [] for name in duties.TEAMS})
    refs: dict[str, str] = {}
    taken: set[str] = set()
    for number, staffing in enumerate(duties.UNITS, 1):
        refs[staffing.name] = f"U{number:02d}"
        is_community = staffing.kind == "community"
        unit = Unit(
            refs[staffing.name],
            staffing.name,
            staffing.name_en,
            staffing.kind,
            refs.get(staffing.parent, ""),
            code if is_community else "",
        )
        staff.units.append(unit)
        _people_of(rng, papers, staff, unit, staffing, taken)
    return staff


def _people_of(
    rng: Random, papers: Papers, staff: Staff, unit: Unit, staffing: Staffing, taken: set[str]
) -> None:
    posts: list[tuple[WorkerRole, str]] = [("team", team) for team in staffing.teams]
    posts += [("area_leader", "") for _ in range(staffing.area_leaders)]
    posts += [("responsible", "") for _ in range(staffing.responsible)]
    for role, team in posts:
        if role == "team":
            rota = duties.TEAMS[team][3]
            duty, duty_en = rota[len(staff.members[team]) % len(rota)]
            duty, duty_en = f"{team}：{duty}", f"{duties.TEAMS[team][0]}: {duty_en}"
        else:
            duty, duty_en = duties.ROLE_DUTIES[role]
        ref = f"W{len(staff.workers) + 1:03d}"
        party = staffing.party if staffing.party else rng.choice((True, None))
        name = _unused_name(rng, taken)
        staff.workers.append(Worker(ref, name, unit.ref, role, papers.phone(), party, duty, duty_en))
        if role == "team":
            staff.members[team].append(staff.workers[-1])


def _unused_name(rng: Random, taken: set[str]) -> str:
    while True:
        sex, born = rng.choice("男女"), rng.randrange(1964, 1998)
        name = names.give_surname(rng) + names.give_name(rng, sex, born)
        if name not in taken:
            taken.add(name)
            return name
