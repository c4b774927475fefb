"""Devices as they are listed, and who sends by the token a device shows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from gridward.accounts.actions.people import KEEPERS
from gridward.accounts.actors import Actor
from gridward.accounts.models import NARROW_ROLES, Device, Grant, Scope, Worker
from gridward.accounts.tokens import Token, read_token
from gridward.facts.bulk import fetch, uuid_of

SEEN_EVERY_SECONDS: Final = 60
CLOCK_MOVED_SECONDS: Final = 5
WORTH_A_WORD: Final = 120
# One statement of constant text: device, worker and grants in force are asked for at every call.
SENDER: Final = (
    "SELECT d.digest, d.worker_id, d.revoked_at, d.last_seen_at, d.clock_offset, w.name, w.left_at,"
    " g.role, g.scope, g.scope_id FROM accounts_device d JOIN accounts_worker w ON w.id = d.worker_id"
    " LEFT JOIN accounts_grant g ON g.worker_id = d.worker_id AND g.community_id = d.community_id"
    " AND g.since <= %s AND (g.until IS NULL OR g.until > %s) WHERE d.community_id = %s AND d.id = %s"
)


@dataclass(frozen=True)
class Sender:
    """A device that showed its token, and the worker it sends for with the rights held now (none: no roles)."""

    device_id: UUID
    actor: Actor
    revoked_at: datetime | None
    last_seen_at: datetime | None
    clock_offset: float | None

    def has_news(self, now: datetime, offset: float) -> bool:
        """Whether its row should be told when it was seen and how its clock goes."""
        if self.last_seen_at is None or self.clock_offset is None:
            return True
        is_old = (now - self.last_seen_at).total_seconds() > SEEN_EVERY_SECONDS
        return is_old or abs(offset - self.clock_offset) > CLOCK_MOVED_SECONDS


def sender_of(text: str, now: datetime) -> Sender | None:
    """Who shows this token; None where it is none of ours. One statement."""
    token = read_token(text)
    if token is None:
        return None
    at = connection.ops.adapt_datetimefield_value(now)
    rows = fetch(SENDER, at, at, token.community_id, token.id)
    if not rows or not token.fits(rows[0][0]):
        return None
    return _sender(token, rows)


def _sender(token: Token, rows: list[tuple[Any, ...]]) -> Sender:
    _digest, worker_id, revoked_at, last_seen_at, offset, name, left_at, *_ = rows[0]
    grants = [] if left_at else [row[7:] for row in rows if row[7]]
    actor = Actor(
        worker_id=uuid_of(worker_id),
        name=name,
        community_id=token.community_id,
        roles=frozenset(role for role, _, _ in grants),
        area_ids=frozenset(uuid_of(id) for _, scope, id in grants if scope == Scope.AREA and id),
        is_community_wide=any(
            scope == Scope.COMMUNITY and role not in NARROW_ROLES for role, scope, _ in grants
        ),
    )
    return Sender(token.id, actor, _moment(revoked_at), _moment(last_seen_at), offset)


def _moment(value: datetime | None) -> datetime | None:
    """SQLite keeps moments without a zone, in UTC."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def devices_for(actor: Actor) -> QuerySet[Device]:
    """Devices the actor sees: all for who keeps the accounts, else the own; those in use first."""
    devices: QuerySet[Device] = Device.objects.of(actor.community_id).select_related("worker")
    if not actor.is_any_of(*KEEPERS):
        devices = devices.filter(worker_id=actor.worker_id)
    return devices.order_by("revoked_at", "worker__name", "name", "id")


@dataclass(frozen=True)
class DeviceLine:
    """A device as it is listed; `minutes_off`: how far its clock was ahead (minus: behind), where worth a word."""

    device: Device
    minutes_off: int | None
    is_own: bool

    @property
    def minutes(self) -> int:
        """How many, ahead or behind."""
        return abs(self.minutes_off or 0)


def device_lines(actor: Actor) -> list[DeviceLine]:
    """The devices the actor sees, with how their clocks go."""
    return [
        DeviceLine(device, _minutes_off(device.clock_offset), device.worker_id == actor.worker_id)
        for device in devices_for(actor)
    ]


def _minutes_off(seconds: float | None) -> int | None:
    return round(seconds / 60) if seconds is not None and abs(seconds) >= WORTH_A_WORD else None


def workers_with_devices(actor: Actor) -> list[Worker]:
    """For whom the actor may make a code, oneself first: those with a right here."""
    workers = Worker.objects.filter(
        id__in=Grant.objects.in_force().filter(community_id=actor.community_id).values("worker_id")
    )
    if not actor.is_any_of(*KEEPERS):
        workers = workers.filter(id=actor.worker_id)
    return sorted(workers, key=lambda worker: (worker.id != actor.worker_id, worker.name, worker.id))
