"""Accounts and grants with who, when and why."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Account, Grant, Role, Worker
from gridward.accounts.queries.people import areas_of
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Named, named_things


@dataclass(frozen=True)
class GrantLine:
    """A grant in words: the role, where it reaches, and who gave it when and why."""

    grant: Grant
    reach: str
    is_in_force: bool


@dataclass(frozen=True)
class AccountLine:
    """A worker with the account, if there is one, and the grants in force."""

    worker: Worker
    account: Account | None
    grants: tuple[GrantLine, ...]
    is_locked: bool


def accounts_of(actor: Actor, text: str = "") -> list[AccountLine]:
    """Everybody who has an account or holds a right in the community, by name."""
    now = timezone.now()
    grants = Grant.objects.in_force(now).filter(community_id=actor.community_id).select_related("by")
    workers: Any = (
        Worker.objects.filter(_has_rights(actor, now), name__icontains=text.strip())
        .select_related("account", "unit")
        .prefetch_related(Prefetch("grants", grants.order_by("since"), to_attr="grants_now"))
        .order_by("name", "id")
        .distinct()
    )
    names = area_names(actor)
    locked = locked_names()
    return [_account_line(worker, names, locked) for worker in workers]


def _has_rights(actor: Actor, now: Any) -> Q:
    in_force = Q(grants__community_id=actor.community_id, grants__since__lte=now) & (
        Q(grants__until=None) | Q(grants__until__gt=now)
    )
    return in_force | Q(community_id=actor.community_id, account__isnull=False)


def _account_line(worker: Any, names: dict[UUID, str], locked: set[str]) -> AccountLine:
    account = getattr(worker, "account", None)
    lines = tuple(GrantLine(g, reach_words(g, names), is_in_force=True) for g in worker.grants_now)
    return AccountLine(worker, account, lines, is_locked=account is not None and account.username in locked)


def locked_names() -> set[str]:
    """Sign-in names locked after failed attempts, now."""
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=timezone.now() - get_cool_off(),
    )
    return set(attempts.values_list("username", flat=True))


def account_of(worker_id: UUID) -> Account | None:
    """A worker's account."""
    return Account.objects.filter(worker_id=worker_id).first()


def account_or_404(actor: Actor, worker_id: UUID) -> Account:
    """The account of a worker of the community; raises shared.not_found."""
    account = Account.objects.filter(worker_id=worker_id, worker__community_id=actor.community_id).first()
    if account is None:
        raise Problem(NOT_FOUND)
    return account


def grants_with_names(actor: Actor, worker_id: UUID) -> list[GrantLine]:
    """All grants a worker holds or held in the community, the newest first."""
    now = timezone.now()
    grants = Grant.objects.filter(community_id=actor.community_id, worker_id=worker_id)
    names = area_names(actor)
    return [
        GrantLine(g, reach_words(g, names), is_in_force=g.since <= now and (g.until is None or g.until > now))
        for g in grants.select_related("by", "ended_by").order_by("-since", "id")
    ]


def area_names(actor: Actor) -> dict[UUID, str]:
    """Open areas by id, in words."""
    return {area.id: area.words for area in areas_of(actor.community_id)}


def area_choices(actor: Actor) -> list[tuple[str, str]]:
    """Areas to choose from in a form."""
    return [(str(area_id), words) for area_id, words in area_names(actor).items()]


def worker_choices(actor: Actor) -> "QuerySet[Worker]":
    """Workers to choose from in a form."""
    return Worker.objects.filter(community_id=actor.community_id, left_at=None).order_by("name", "id")


def workers_without_account(actor: Actor) -> "QuerySet[Worker]":
    """Workers who cannot sign in yet."""
    return worker_choices(actor).filter(account=None)


def log_people(community_id: UUID) -> list[tuple[str, str]]:
    """Whom the log may be narrowed to: workers of the community, those who left too."""
    workers = (
        Worker.objects.filter(community_id=community_id).order_by("name", "id").values_list("id", "name")
    )
    return [(str(worker_id), name) for worker_id, name in workers]


def names_of_things(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, Named]:
    """What ids of the log mean, asked of every room that knows some."""
    names: dict[UUID, Named] = {}
    for name in named_things:
        names.update(name(community_id, ids))
    return names


def reach_words(grant: Grant, names: dict[UUID, str]) -> str:
    """Where a grant reaches: the area by name, else the scope in words."""
    if grant.role == Role.AREA_LEADER and grant.scope_id in names:
        return names[grant.scope_id]
    return str(grant.get_scope_display())
