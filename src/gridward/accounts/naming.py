"""What ids mean, as far as this room knows: in the log, and of workers wherever one is named."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.accounts.actors import NOBODY
from gridward.accounts.models import Account, Grant, Team, Unit, Worker
from gridward.shared.registries import Named


def names_of(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, Named]:
    """Workers, accounts, grants, teams and units by id, in words. Five queries whatever the number."""
    kinds: list[tuple[Any, Callable[[Any], Named]]] = [
        (Worker.objects.all(), _worker),
        (Account.objects.all(), lambda account: _of_worker(account.worker, _("account of {name}"))),
        (
            Grant.objects.select_related("worker"),
            lambda grant: _of_worker(grant.worker, _("right of {name}")),
        ),
        (Team.objects.filter(community_id=community_id), lambda team: Named(team.name, reverse("teams"))),
        (Unit.objects.all(), lambda unit: Named(unit.name)),
    ]
    return {row.id: word(row) for rows, word in kinds for row in rows.filter(id__in=ids)}


def worker_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of workers by id, in one statement; the system has none."""
    wanted = {id for id in ids if id and id != NOBODY}
    return dict(Worker.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def _worker(worker: Worker) -> Named:
    return Named(worker.name, reverse("worker", args=[worker.id]))


def _of_worker(worker: Worker, words: str) -> Named:
    return Named(words.format(name=worker.name), reverse("account", args=[worker.id]))
