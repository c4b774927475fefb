"""The gate every device passes: its token, its pace, and one shape of answer, whoever carries the bytes."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import UUID

import msgspec
from django.utils import timezone
from msgspec import Struct

from gridward.accounts.actions import enrol_device
from gridward.accounts.queries.devices import Sender, sender_of
from gridward.shared.problems import Problem
from gridward.sync import asides, intake, problems, slices
from gridward.sync.pace import pace
from gridward.sync.wire import MOST_FACTS, Answers, Moment, read_call

log = logging.getLogger("gridward.sync")
BEARER: Final = "Bearer "


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a device, however it came."""

    method: str
    path: str
    query: str = ""
    token: str = ""
    encoding: str = ""
    language: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """JSON, its status, and headers beyond the usual."""

    content: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class EnrolCall(Struct, forbid_unknown_fields=True):
    """The code a page showed, what the device calls itself, and its clock."""

    code: str
    name: str = ""
    sent_at: Moment | None = None


class Enrolled(Struct):
    """The token, told once; who the device sends for, and our clock."""

    token: str
    device_id: UUID
    community_id: UUID
    worker_id: UUID
    worker_name: str
    roles: list[str]
    now: datetime


_enrol = msgspec.json.Decoder(EnrolCall)


def reply_to(asked: Asked) -> Reply:
    """Answer a device; whatever goes wrong is told in the one error shape."""
    try:
        return _handler(asked)(asked)
    except Problem as problem:
        seconds = problem.details.get("seconds")
        headers = {"Retry-After": str(seconds)} if seconds else {}
        return Reply(problems.as_bytes(problem, asked.language), problem.status, headers)


def broken(asked: Asked, kind: Any = problems.BROKEN) -> Reply:
    """The answer when something broke that nobody foresaw; the log says what."""
    log.error("%s %s broke", asked.method, asked.path, exc_info=True)
    return Reply(problems.as_bytes(Problem(kind), asked.language), kind.status, {"Retry-After": "2"})


def _handler(asked: Asked) -> Callable[[Asked], Reply]:
    ways = HANDLERS.get(asked.path.rstrip("/"), {})
    if asked.method not in ways:
        raise Problem(problems.WRONG_METHOD)
    return ways[asked.method]


def _sender(asked: Asked) -> Sender:
    """Whose token it is, if it may call now. Raises sync.no_token, sync.slow_down."""
    sender = sender_of(asked.token, timezone.now()) if asked.token else None
    if sender is None:
        raise Problem(problems.NO_TOKEN)
    if wait := pace.wait_for(sender.device_id):
        raise Problem(problems.SLOW_DOWN, {"seconds": ceil(wait)})
    return sender


def _facts(asked: Asked) -> Reply:
    sender = _sender(asked)
    said = intake.take_in(sender, read_call(asked.body, asked.encoding))
    return Reply(msgspec.json.encode(Answers(said)))


def _answers(asked: Asked) -> Reply:
    sender = _sender(asked)
    text = parse_qs(asked.query).get("ids", [""])[0]
    try:
        ids = [UUID(part) for part in text.split(",") if part]
    except ValueError as error:
        raise Problem(problems.UNREADABLE_CALL, {"why": str(error)}) from error
    if len(ids) > MOST_FACTS:
        raise Problem(problems.TOO_LARGE, {"most": MOST_FACTS})
    return Reply(msgspec.json.encode(Answers(asides.answers_of(sender.actor, ids))))


def _slice(asked: Asked) -> Reply:
    sender = _sender(asked)
    if sender.revoked_at is not None:
        raise Problem(problems.DEVICE_REVOKED)
    if not sender.actor.roles:
        raise Problem(problems.NO_RIGHTS)
    since = parse_qs(asked.query).get("since", [""])[0]
    return Reply(msgspec.json.encode(slices.slice_since(sender.actor, slices.read_cursor(since))))


def _enrolment(asked: Asked) -> Reply:
    try:
        said = _enrol.decode(asked.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem(problems.UNREADABLE_CALL, {"why": str(error)}) from error
    new = enrol_device(code=said.code, name=said.name, sent_at=said.sent_at)
    told = Enrolled(
        token=new.token,
        device_id=new.device.id,
        community_id=new.device.community_id,
        worker_id=new.actor.worker_id,
        worker_name=new.actor.name,
        roles=sorted(new.actor.roles),
        now=timezone.now(),
    )
    return Reply(msgspec.json.encode(told))


HANDLERS: Final[dict[str, dict[str, Callable[[Asked], Reply]]]] = {
    "/sync/facts": {"POST": _facts, "GET": _answers},
    "/sync/slice": {"GET": _slice},
    "/sync/enrol": {"POST": _enrolment},
}
