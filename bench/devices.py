"""Devices that send: a keep-alive connection as a phone has one, and many of them sending as fast as answers come.

Runs in a process of its own (`python -m bench.devices PLAN`), takes little of a processor, and knows nothing of Django.
"""

import json
import selectors
import socket
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from time import monotonic, process_time
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

TUBE = 10
HEAD = (
    "POST /sync/facts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
)
_encode = msgspec.json.Encoder().encode


@dataclass
class Place:
    """A community as its devices know it: their tokens, the station, its days, and who is due on each of them."""

    tokens: list[str]
    station: UUID
    days: list[UUID]
    people: list[UUID]


@dataclass
class Plan:
    """What one process sends: `seconds` long or, without, until everybody has been sampled once on every day."""

    port: int
    places: list[Place]
    batch: int
    at_once: int
    seconds: float | None = None
    first: int = 0
    a_call_each: bool = False


@dataclass
class Sent:
    """What came of it: calls with their seconds, persons accepted, other answers, and who was sent last."""

    persons: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    reached: int = 0
    waits: list[float] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)


def call_of(token: str, facts: list[dict[str, object]]) -> bytes:
    """A call ready to be sent."""
    body = _encode({"sent_at": datetime.now(UTC), "facts": facts})
    return HEAD.format(token=token, length=len(body)).encode() + body


def samples_of(place: Place, first: int, size: int) -> list[dict[str, object]]:
    """Swabs of so many people from the n-th on, ten to a tube, day after day."""
    now, facts, many = datetime.now(UTC), [], len(place.people)
    for n in range(first, min(first + size, many * len(place.days))):
        day, person = divmod(n, many)
        body = {
            "day_id": place.days[day],
            "subject_id": place.people[person],
            "tube": f"D{day:02}-{person // TUBE:06}",
            "phase": "centre",
            "station_id": place.station,
            "how": "qr",
        }
        facts.append({"id": uuid7(), "kind": "sample", "happened_at": now, "body": body})
    return facts


class Line:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._heard = b""

    def send(self, call: bytes) -> None:
        """Send a call; its answer is read later."""
        self.sent_at = monotonic()
        self._heard = b""
        self.socket.sendall(call)

    def hear(self) -> tuple[int, bytes] | None:
        """Status and body once all of the answer is there. Raises ConnectionError when the other side hung up."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("hung up")
        self._heard += part
        head, found, body = self._heard.partition(b"\r\n\r\n")
        if not found:
            return None
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        return (int(head[9:12]), body) if len(body) >= length else None

    def ask(self, call: bytes) -> tuple[int, bytes]:
        """Send a call and wait for its answer."""
        self.send(call)
        while (answer := self.hear()) is None:
            pass
        return answer

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def turns_of(plan: Plan) -> Iterator[bytes]:
    """Calls, a place after another, so that no community has more at once than its share; each made when it is due."""
    reached = plan.first
    turns = [(place, cycle(place.tokens)) for place in plan.places]
    ends = max(len(place.people) * len(place.days) for place in plan.places)
    while reached < ends:
        for place, tokens in turns:
            if facts := samples_of(place, reached, plan.batch):
                yield call_of(next(tokens), facts)
        reached += plan.batch


def send_all(plan: Plan) -> Sent:
    """Send as fast as answers come back, so many calls at once."""
    sent, calls = Sent(), turns_of(plan)
    began, cpu = monotonic(), process_time()
    until = began + plan.seconds if plan.seconds else None
    with selectors.DefaultSelector() as ready:
        lines = 0
        for call in islice_calls(calls, plan.at_once):
            line = Line(plan.port)
            line.socket.setblocking(True)
            ready.register(line.socket, selectors.EVENT_READ, line)
            line.send(call)
            lines += 1
        while lines:
            for key, _ in ready.select():
                answer = key.data.hear()
                if answer is None:
                    continue
                note(sent, key.data, *answer)
                call = None if until and monotonic() >= until else next(calls, None)
                if call is None or plan.a_call_each:
                    ready.unregister(key.data.socket)
                    key.data.close()
                    lines -= 1
                else:
                    key.data.send(call)
    sent.seconds, sent.cpu = monotonic() - began, process_time() - cpu
    sent.reached = plan.first + -(-len(sent.waits) // len(plan.places)) * plan.batch
    return sent


def islice_calls(calls: Iterator[bytes], many: int) -> Iterable[bytes]:
    """The first calls, so many."""
    return (call for _, call in zip(range(many), calls))


def note(sent: Sent, line: Line, status: int, body: bytes) -> None:
    """Count an answer."""
    sent.waits.append(monotonic() - line.sent_at)
    accepted = body.count(b'"accepted"')
    sent.persons += accepted
    for verdict in ("flagged", "duplicate", "conflict", "refused"):
        if other := body.count(f'"{verdict}"'.encode()):
            sent.others[verdict] = sent.others.get(verdict, 0) + other
    if status != 200:
        sent.others[str(status)] = sent.others.get(str(status), 0) + 1


if __name__ == "__main__":
    asked = msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=Plan)
    print(json.dumps(asdict(send_all(asked))))
