"""Who does what: workers with unit, teams, duty, areas led and doors answered for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant, Role, Team, TeamMember, Unit, Worker
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Load, NamedArea, named_areas, worker_loads


@dataclass(frozen=True)
class Choice:
    """What the list of people is narrowed to."""

    text: str = ""
    unit_id: UUID | None = None
    team_id: UUID | None = None
    task: str = ""


@dataclass(frozen=True)
class Place:
    """A place in a team."""

    team: Team
    is_leader: bool


@dataclass(frozen=True)
class WorkerLine:
    """One worker and everything that worker is there for."""

    worker: Worker
    places: tuple[Place, ...]
    roles: tuple[str, ...]
    areas: tuple[NamedArea, ...]
    load: Load

    @property
    def is_without_duty(self) -> bool:
        """Whether nothing is asked of the worker: no duty in words, no team, no area, no door, no office."""
        offices = set(self.roles) - {Role.WORKER, Role.AREA_LEADER, Role.READER}
        return not (self.worker.duty.strip() or self.places or self.areas or self.load.doors or offices)

    @property
    def role_words(self) -> str:
        """The roles held, in words."""
        return " · ".join(str(Role(role).label) for role in Role.values if role in self.roles)


@dataclass(frozen=True)
class People:
    """The people at work of a community, and those of them the reader asked for."""

    everyone: Sequence[WorkerLine]
    shown: Sequence[WorkerLine]

    @cached_property
    def answering(self) -> list[WorkerLine]:
        """Those who answer for doors."""
        return [line for line in self.everyone if line.load.doors]

    @cached_property
    def without_duty(self) -> list[WorkerLine]:
        """Those of whom nothing is asked yet."""
        return [line for line in self.everyone if line.is_without_duty]

    @cached_property
    def unit_count(self) -> int:
        """How many units they come from."""
        return len({line.worker.unit_id for line in self.everyone})

    @cached_property
    def households(self) -> int:
        """Households answered for by somebody."""
        return sum(line.load.households for line in self.answering)

    @property
    def households_each(self) -> float | None:
        """Households a worker who answers for doors, on average."""
        return self.households / len(self.answering) if self.answering else None

    def by_unit(self) -> list[tuple[Unit, list[WorkerLine]]]:
        """The lines shown, by unit, the unit with most people first."""
        groups: dict[UUID, list[WorkerLine]] = {}
        for line in self.shown:
            groups.setdefault(line.worker.unit_id, []).append(line)
        ordered = sorted(groups.values(), key=lambda lines: (-len(lines), lines[0].worker.unit.name))
        return [(lines[0].worker.unit, lines) for lines in ordered]

    def by_team(self) -> list[tuple[Team | None, list[WorkerLine]]]:
        """The lines shown, by team in the teams' order, leaders first; those in no team last, under None."""
        teams: dict[UUID, Team] = {}
        groups: dict[UUID, list[tuple[bool, WorkerLine]]] = {}
        for line in self.shown:
            for place in line.places:
                teams[place.team.id] = place.team
                groups.setdefault(place.team.id, []).append((not place.is_leader, line))
        ordered = sorted(teams.values(), key=lambda team: (team.order, team.name))
        result: list[tuple[Team | None, list[WorkerLine]]] = [
            (team, [line for _, line in sorted(groups[team.id], key=lambda pair: pair[0])])
            for team in ordered
        ]
        rest = [line for line in self.shown if not line.places]
        return [*result, (None, rest)] if rest else result


def people_of(actor: Actor, choice: Choice | None = None) -> People:
    """Everybody at work in the community: one query each for workers, team places, grants; loads by registry."""
    lines = lines_of(actor, workers_with_places(actor).filter(left_at=None))
    return People(lines, [line for line in lines if choice is None or is_chosen(line, choice)])


def is_chosen(line: WorkerLine, choice: Choice) -> bool:
    """Whether a line is asked for."""
    tasks = {
        "doors": line.load.doors > 0,
        "areas": bool(line.areas),
        "none": line.is_without_duty,
        "": True,
    }
    return (
        choice.text.strip().lower() in f"{line.worker.name} {line.worker.duty}".lower()
        and choice.unit_id in (None, line.worker.unit_id)
        and (choice.team_id is None or any(p.team.id == choice.team_id for p in line.places))
        and tasks.get(choice.task, True)
    )


def workers_with_places(actor: Actor) -> "QuerySet[Worker]":
    """Workers of the community with unit, present team places and grants in force."""
    places = TeamMember.objects.filter(until=None, team__community_id=actor.community_id).select_related(
        "team"
    )
    grants = Grant.objects.in_force().filter(community_id=actor.community_id)
    return (
        Worker.objects.filter(community_id=actor.community_id)
        .select_related("unit")
        .prefetch_related(
            Prefetch("memberships", places, to_attr="places_now"),
            Prefetch("grants", grants, to_attr="grants_now"),
        )
        .order_by("unit__name", "name", "id")
    )


def lines_of(actor: Actor, workers: "Iterable[Worker]") -> list[WorkerLine]:
    """Lines of workers read by `workers_with_places`."""
    loads = loads_of(actor.community_id)
    led: dict[UUID | None, list[NamedArea]] = {}
    for area in areas_of(actor.community_id):
        led.setdefault(area.leader_id, []).append(area)
    return [line_of(worker, loads, tuple(led.get(worker.id, ()))) for worker in workers]


def line_of(worker: Any, loads: Mapping[UUID, Load], areas: tuple[NamedArea, ...]) -> WorkerLine:
    """One line from a worker with `places_now` and `grants_now`."""
    return WorkerLine(
        worker=worker,
        places=tuple(Place(p.team, p.is_leader) for p in worker.places_now),
        roles=tuple(sorted({g.role for g in worker.grants_now})),
        areas=areas,
        load=loads.get(worker.id, Load()),
    )


def loads_of(community_id: UUID) -> dict[UUID, Load]:
    """What each worker answers for, as the rooms that hold doors and households count it."""
    loads: dict[UUID, Load] = {}
    for count in worker_loads:
        for worker_id, load in count(community_id).items():
            known = loads.get(worker_id, Load())
            loads[worker_id] = Load(known.doors + load.doors, known.households + load.households)
    return loads


def areas_of(community_id: UUID) -> list[NamedArea]:
    """The open areas of a community."""
    return [area for name in named_areas for area in name(community_id)]


def worker_or_404(actor: Actor, worker_id: UUID) -> WorkerLine:
    """One worker of the community, also one who left; raises shared.not_found."""
    lines = lines_of(actor, workers_with_places(actor).filter(id=worker_id))
    if not lines:
        raise Problem(NOT_FOUND)
    return lines[0]


def units_of(actor: Actor) -> "QuerySet[Any]":
    """Units this community's people come from or may come from, with `here`: how many of them work here now.

    A unit with people elsewhere alone is another community's affair and is left out.
    """
    here = Count("workers", filter=Q(workers__community_id=actor.community_id, workers__left_at=None))
    mine = Q(workers__community_id=actor.community_id) | Q(workers=None) & ~Q(kind="community")
    known = Unit.objects.filter(mine | Q(id=actor.community_id)).values("id")
    return Unit.objects.filter(id__in=known).annotate(here=here).order_by("name", "id")


def teams_of(actor: Actor) -> "QuerySet[Team]":
    """Teams of the community with their present members."""
    members = (
        TeamMember.objects.filter(until=None).select_related("worker").order_by("-is_leader", "worker__name")
    )
    return (
        Team.objects.filter(community_id=actor.community_id)
        .prefetch_related(Prefetch("members", members, to_attr="members_now"))
        .order_by("order", "name")
    )


def team_form_start(actor: Actor, team_id: UUID) -> dict[str, Any]:
    """What a team's form starts with; raises shared.not_found."""
    team: Any = teams_of(actor).filter(id=team_id).first()
    if team is None:
        raise Problem(NOT_FOUND)
    leader = next((m.worker_id for m in team.members_now if m.is_leader), None)
    members = [m.worker_id for m in team.members_now]
    return {"name": team.name, "duty": team.duty, "order": team.order, "leader": leader, "members": members}
