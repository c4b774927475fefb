"""Working groups (工作组) and who is in them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actions.people import KEEPERS
from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Team, TeamMember, Worker
from gridward.audit.actions import announce
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

TEAM_NAME_TAKEN = problem_code("accounts.team_name_taken", 409, "There is already a team called {name}.")


@dataclass(frozen=True)
class TeamFact:
    """A working group; the sender chooses the id."""

    name: str
    duty: str = ""
    order: int = 0
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class MemberFact:
    """A worker's place in a team."""

    team_id: UUID
    worker_id: UUID
    is_leader: bool = False


@transaction.atomic
def add_teams(*, by: Actor, facts: Sequence[TeamFact]) -> list[Team]:
    """Put in teams; one whose id is known stays as it is. Raises accounts.team_name_taken."""
    must_be(by, *KEEPERS)
    known = set(Team.objects.filter(id__in=[f.id for f in facts]).values_list("id", flat=True))
    fresh = [f for f in facts if f.id not in known]
    _check_names(by, fresh)
    teams = [
        Team(id=f.id, community_id=by.community_id, name=f.name, duty=f.duty, order=f.order) for f in fresh
    ]
    Team.objects.bulk_create(teams)
    _announce(by, "team.added", [t.id for t in teams])
    return teams


@transaction.atomic
def change_team(*, by: Actor, fact: TeamFact) -> None:
    """Change a team's name, duty and place in the list. Raises accounts.team_name_taken, shared.not_found."""
    must_be(by, *KEEPERS)
    _own_teams(by, {fact.id})
    _check_names(by, [fact])
    Team.objects.filter(id=fact.id).update(name=fact.name, duty=fact.duty, order=fact.order)
    _announce(by, "team.changed", [fact.id])


@transaction.atomic
def set_team_members(*, by: Actor, team_ids: Collection[UUID], members: Sequence[MemberFact]) -> None:
    """Make `members` the whole of these teams: others leave now, newcomers begin now, the rest go on.

    Raises shared.not_found for a team or a worker of another community.
    """
    must_be(by, *KEEPERS)
    _own_teams(by, set(team_ids) | {m.team_id for m in members})
    _check_workers(by, {m.worker_id for m in members})
    wanted = {(m.team_id, m.worker_id, m.is_leader): m for m in members}
    standing = TeamMember.objects.filter(team_id__in=team_ids, until=None)
    kept = {(m.team_id, m.worker_id, m.is_leader): m.id for m in standing}
    ended = [member_id for key, member_id in kept.items() if key not in wanted]
    TeamMember.objects.filter(id__in=ended).update(until=timezone.now())
    TeamMember.objects.bulk_create(
        TeamMember(team_id=m.team_id, worker_id=m.worker_id, is_leader=m.is_leader)
        for key, m in wanted.items()
        if key not in kept
    )
    _announce(by, "team.members_set", sorted(set(team_ids)))


@transaction.atomic
def keep_team(*, by: Actor, fact: TeamFact, members: Sequence[MemberFact]) -> None:
    """Put a team in or change it, with all its members. Raises as `add_teams` and `set_team_members` do."""
    if not add_teams(by=by, facts=[fact]):
        change_team(by=by, fact=fact)
    set_team_members(by=by, team_ids=[fact.id], members=members)


def _check_names(by: Actor, facts: Sequence[TeamFact]) -> None:
    names = [f.name for f in facts]
    others = Team.objects.filter(community_id=by.community_id).exclude(id__in=[f.id for f in facts])
    taken = set(others.filter(name__in=names).values_list("name", flat=True))
    taken |= {name for name, times in Counter(names).items() if times > 1}
    if taken:
        raise Problem(TEAM_NAME_TAKEN, {"name": min(taken)})


def _own_teams(by: Actor, ids: set[UUID]) -> None:
    if Team.objects.filter(id__in=ids, community_id=by.community_id).count() != len(ids):
        raise Problem(NOT_FOUND)


def _check_workers(by: Actor, ids: set[UUID]) -> None:
    if Worker.objects.filter(id__in=ids, community_id=by.community_id).count() != len(ids):
        raise Problem(NOT_FOUND)


def _announce(by: Actor, deed: str, ids: Sequence[UUID]) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("team", i) for i in ids])
