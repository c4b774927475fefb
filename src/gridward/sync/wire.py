"""What goes over the wire: calls, envelopes and answers; each fact is decoded by itself, so a bad one stops none."""

import gzip
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct

from gridward.shared.problems import Problem
from gridward.shared.registries import fact_kinds
from gridward.sync.problems import TOO_LARGE, UNKNOWN_KIND, UNREADABLE, UNREADABLE_CALL

MOST_FACTS: Final = 1000
MOST_BYTES: Final = 4 * 1024 * 1024
Moment = Annotated[datetime, Meta(tz=True)]


class Envelope(Struct, forbid_unknown_fields=True):
    """A fact: an id of the sender's own (UUIDv7), its kind, when it happened by the sender's clock, and its body."""

    id: UUID
    kind: str
    happened_at: Moment
    body: Raw


class Call(Struct, forbid_unknown_fields=True):
    """Facts, and what the sender's clock says while sending."""

    sent_at: Moment
    facts: list[Raw]


class Said(Struct, frozen=True):
    """The answer to one fact; `id` is null where it could not be read, `at` its place in the call, from 0."""

    id: UUID | None
    verdict: str
    code: str = ""
    at: int | None = None


class Answers(Struct, frozen=True):
    """One answer each, in the order of the call, and how many seconds to wait before the next."""

    answers: list[Said]
    pause: float = 0.0


@dataclass(slots=True)
class Read:
    """A fact of a call as far as it could be read; `code` says why not."""

    id: UUID | None
    kind: str = ""
    happened_at: datetime | None = None
    body: Any = None
    code: str = ""


_call = msgspec.json.Decoder(Call)
_envelope = msgspec.json.Decoder(Envelope)
_bodies: dict[str, msgspec.json.Decoder[Any]] = {}


def read_call(content: bytes, encoding: str = "") -> Call:
    """A call from its bytes. Raises sync.too_large, sync.unreadable_call."""
    if len(content) > MOST_BYTES:
        raise Problem(TOO_LARGE, {"most": MOST_FACTS})
    try:
        call = _call.decode(inflated(content) if encoding == "gzip" else content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem(UNREADABLE_CALL, {"why": str(error)}) from error
    if len(call.facts) > MOST_FACTS:
        raise Problem(TOO_LARGE, {"most": MOST_FACTS})
    return call


def inflated(content: bytes) -> bytes:
    """Unpack gzip as far as a call may be large; what goes on beyond is never unpacked. Raises sync.too_large."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            plain = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Problem(UNREADABLE_CALL, {"why": str(error)}) from error
    if len(plain) > MOST_BYTES:
        raise Problem(TOO_LARGE, {"most": MOST_FACTS})
    return plain


def read_facts(facts: Sequence[Raw]) -> list[Read]:
    """Every fact by itself."""
    return [_read(raw) for raw in facts]


def _read(raw: Raw) -> Read:
    try:
        said = _envelope.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Read(_id_in(raw), code=UNREADABLE.code)
    if fact_kinds.get(said.kind) is None:
        return Read(said.id, said.kind, code=UNKNOWN_KIND.code)
    try:
        body = _decoder(said.kind).decode(said.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Read(said.id, said.kind, code=UNREADABLE.code)
    return Read(said.id, said.kind, said.happened_at, body)


def _decoder(kind: str) -> msgspec.json.Decoder[Any]:
    if kind not in _bodies:
        _bodies[kind] = msgspec.json.Decoder(fact_kinds[kind].body)
    return _bodies[kind]


def _id_in(raw: Raw) -> UUID | None:
    """The id of a fact that is otherwise not to be read, so that its sender knows which was meant."""
    try:
        return UUID(msgspec.json.decode(raw)["id"])
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError, KeyError, ValueError, AttributeError):
        return None
