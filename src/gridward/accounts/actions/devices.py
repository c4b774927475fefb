"""Devices: a worker's phone joins by a one-time code, and is sent away again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actions.people import KEEPERS
from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Device, DeviceCode, Grant
from gridward.accounts.tokens import digest_of, new_token, read_token
from gridward.audit.actions import announce
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem, problem_code

CODE_MINUTES: Final = 10
LONGEST_NAME: Final = 60
CODE_SPENT = problem_code(
    "accounts.device_code_spent", 410, "This code was used or is too old. Ask for a new one."
)
CODE_UNKNOWN = problem_code("accounts.device_code_unknown", 404, "This is no code of ours.")


@dataclass(frozen=True)
class NewCode:
    """A one-time code in clear, shown once."""

    id: UUID
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class NewDevice:
    """A device and its token in clear, told once."""

    device: Device
    token: str
    actor: Actor


@transaction.atomic
def offer_device_code(*, by: Actor, worker_id: UUID) -> NewCode:
    """A code by which a phone joins as this worker's, for ten minutes: for oneself, or by who keeps the accounts.

    Raises shared.not_yours, shared.not_found for somebody without a right in this community.
    """
    if worker_id != by.worker_id and not by.is_any_of(*KEEPERS):
        raise Problem(NOT_YOURS)
    held = Grant.objects.in_force().filter(worker_id=worker_id, community_id=by.community_id)
    if not held.exists():
        raise Problem(NOT_FOUND)
    token = new_token(by.community_id, new_id())
    code = DeviceCode(
        id=token.id,
        community_id=by.community_id,
        worker_id=worker_id,
        digest=digest_of(token.secret),
        expires_at=timezone.now() + timedelta(minutes=CODE_MINUTES),
        made_by_id=by.worker_id,
    )
    DeviceCode.objects.bulk_create([code])
    announce("device.code_made", community_id=by.community_id, by_id=by.worker_id, subject_id=worker_id)
    return NewCode(code.id, str(token), code.expires_at)


@transaction.atomic
def enrol_device(*, code: str, name: str, sent_at: datetime | None = None) -> NewDevice:
    """Turn a code into a device. Raises accounts.device_code_unknown, accounts.device_code_spent."""
    asked, now = read_token(code), timezone.now()
    codes = DeviceCode.objects.with_ids(asked.community_id, [asked.id]) if asked else None
    found = codes.select_related("worker").first() if codes is not None else None
    if asked is None or codes is None or found is None or not asked.fits(found.digest):
        raise Problem(CODE_UNKNOWN)
    actor = actor_of(found.worker, found.community_id)
    token = new_token(found.community_id, new_id())
    is_first = codes.filter(device_id=None, expires_at__gt=now).update(device_id=token.id) == 1
    if not is_first or actor is None:
        raise Problem(CODE_SPENT)
    device = Device(
        id=token.id,
        community_id=found.community_id,
        worker_id=found.worker_id,
        name=" ".join(name.split())[:LONGEST_NAME],
        digest=digest_of(token.secret),
        enrolled_at=now,
        last_seen_at=now,
        clock_offset=(sent_at - now).total_seconds() if sent_at else None,
    )
    Device.objects.bulk_create([device])
    announce(
        "device.enrolled",
        community_id=device.community_id,
        by_id=device.worker_id,
        changed=[("device", device.id)],
    )
    return NewDevice(device, str(token), actor)


@transaction.atomic
def revoke_devices(*, by: Actor, device_ids: Sequence[UUID]) -> int:
    """Send devices away: what they saw before is still taken, with a flag. Returns how many were in use.

    One's own, or any by who keeps the accounts. Raises shared.not_found.
    """
    devices = Device.objects.with_ids(by.community_id, device_ids)
    if not by.is_any_of(*KEEPERS):
        devices = devices.filter(worker_id=by.worker_id)
    if devices.count() != len(set(device_ids)):
        raise Problem(NOT_FOUND)
    ended: int = devices.filter(revoked_at=None).update(revoked_at=timezone.now(), revoked_by_id=by.worker_id)
    if ended:
        changed = [("device", id) for id in device_ids]
        announce("device.revoked", community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return ended


def note_device_seen(*, by: Actor, device_id: UUID, at: datetime, clock_offset: float) -> None:
    """Write down when a device was last seen and how many seconds its clock is ahead; no line in the log."""
    devices = Device.objects.with_ids(by.community_id, [device_id])
    devices.update(last_seen_at=at, clock_offset=clock_offset)
