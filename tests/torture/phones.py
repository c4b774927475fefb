"""Phones that keep what they saw until it is acknowledged, over a network and with people that do their worst."""

import http.client
import json
import random
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from gridward.shared.ids import new_id

KEPT: Final = frozenset({"accepted", "flagged", "duplicate", "conflict"})
CONNECTION_PATIENCE: Final = 20
GIVES_UP_AFTER: Final = 180.0
PAUSES: Final = frozenset({429, 503, 500})


@dataclass(frozen=True)
class Ground:
    """Where phones work: the day, a station each, the people, and the codes of the tubes."""

    day_id: UUID
    station_ids: list[UUID]
    people: list[UUID]
    tubes: list[str]


@dataclass
class Phone:
    """One phone: its facts by id, which of them were acknowledged and how, and a seeded temper."""

    port: int
    token: str
    ground: Ground
    station_id: UUID
    temper: random.Random
    clock_off: timedelta = timedelta()
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """What its clock shows."""
        return datetime.now(UTC) + self.clock_off

    def see(self, how_many: int) -> None:
        """Take samples: anybody, in any of the tubes, which others use too."""
        for _ in range(how_many):
            id = str(new_id())
            body = {
                "day_id": str(self.ground.day_id),
                "subject_id": str(self.temper.choice(self.ground.people)),
                "tube": self.temper.choice(self.ground.tubes),
                "phase": "centre",
                "station_id": str(self.station_id),
            }
            self.facts[id] = {"id": id, "kind": "sample", "happened_at": self.now.isoformat(), "body": body}

    @property
    def unanswered(self) -> list[str]:
        """What it still keeps."""
        return [id for id in self.facts if id not in self.verdicts and id not in self.refused]

    def send_all(self) -> None:
        """Send until everything is answered; raises TimeoutError when that never happens."""
        until = time.monotonic() + GIVES_UP_AFTER
        while waiting := self.unanswered:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(waiting)} facts are still without an answer")
            self.temper.shuffle(waiting)
            for batch in self._batches(waiting):
                self._send_somehow(batch)

    def offer_again(self) -> None:
        """Offer every fact anew, as after a backup was restored."""
        self.verdicts.clear()
        self.send_all()

    def _batches(self, ids: list[str]) -> Iterator[list[str]]:
        while ids:
            size = self.temper.choice((1, 2, 5, 10))
            yield ids[:size]
            ids = ids[size:]

    def _send_somehow(self, ids: list[str]) -> None:
        """Whole and answered, or cut off half-way, or with the answer lost, or twice."""
        content = self._call(ids)
        deed = self.temper.random()
        if deed < 0.1:
            self._throw(content, len(content) // 2)
        elif deed < 0.2:
            self._throw(content, len(content))
        elif deed < 0.3:
            self._send(content)
            self._send(content)
        else:
            self._send(content)

    def _call(self, ids: list[str]) -> bytes:
        facts = [self.facts[id] for id in ids]
        return json.dumps({"sent_at": self.now.isoformat(), "facts": facts}).encode()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    def _throw(self, content: bytes, how_much: int) -> None:
        """Send some of a call and go away without listening."""
        lines = ["POST /sync/facts HTTP/1.1", "Host: localhost", f"Content-Length: {len(content)}"]
        lines += [f"{name}: {value}" for name, value in self._headers.items()]
        try:
            with socket.create_connection(("127.0.0.1", self.port), CONNECTION_PATIENCE) as wire:
                wire.sendall("\r\n".join([*lines, "", ""]).encode() + content[:how_much])
        except OSError:
            time.sleep(0.05)

    def _send(self, content: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=CONNECTION_PATIENCE)
        try:
            connection.request("POST", "/sync/facts", content, self._headers)
            response = connection.getresponse()
            said = response.read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return
        finally:
            connection.close()
        if response.status in PAUSES:
            time.sleep(0.1)
            return
        assert response.status == 200, (response.status, said)
        for answer in json.loads(said)["answers"]:
            self._hear(answer)

    def _hear(self, answer: dict[str, Any]) -> None:
        if answer["verdict"] in KEPT:
            self.verdicts[answer["id"]] = answer["verdict"]
        else:
            self.refused[answer["id"]] = answer["code"]

    def contradict(self, id: str) -> str:
        """Send a fact that was acknowledged again with another tube in it; the verdict."""
        other = self.facts[id] | {"body": self.facts[id]["body"] | {"tube": "T-CONTRADICTED"}}
        content = json.dumps({"sent_at": self.now.isoformat(), "facts": [other]}).encode()
        kept, self.verdicts = self.verdicts, {}
        try:
            while id not in self.verdicts:
                self._send(content)
            return self.verdicts[id]
        finally:
            self.verdicts = kept
