"""A device of the cast: enrolled by code, it sends what it saw."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actions import NewDevice, enrol_device, offer_device_code
from gridward.accounts.models import Device
from gridward.shared.ids import new_id
from gridward.sync.pace import pace
from gridward.testing.models import TestDay
from tests.cast import Cast
from tests.testing.day import STATION


@dataclass
class Phone:
    """A phone with its token; `clock_off` is how far its clock is ahead."""

    token: str
    device: Device
    clock_off: timedelta = timedelta()
    client: Client = field(default_factory=Client)

    @property
    def now(self) -> datetime:
        """What its clock shows."""
        return timezone.now() + self.clock_off

    @property
    def headers(self) -> dict[str, str]:
        """What it shows of itself."""
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}

    def fact(self, kind: str, body: dict[str, Any], **said: Any) -> dict[str, Any]:
        """A fact in its envelope."""
        return {"id": new_id(), "kind": kind, "happened_at": self.now, "body": body, **said}

    def post(self, facts: list[Any], **headers: str) -> Any:
        """The response to a call with these facts."""
        call = msgspec.json.encode({"sent_at": self.now, "facts": facts})
        return self.post_bytes(call, **headers)

    def post_bytes(self, content: bytes, **headers: str) -> Any:
        """The response to any bytes."""
        return self.client.post("/sync/facts", content, "application/json", headers=self.headers | headers)

    def send(self, *facts: Any) -> list[tuple[str, str]]:
        """Verdict and code of each fact."""
        response = self.post(list(facts))
        assert response.status_code == 200, response.content
        return [(answer["verdict"], answer["code"]) for answer in response.json()["answers"]]

    def ask(self, ids: list[UUID]) -> list[tuple[str, str]]:
        """What became of facts sent before."""
        joined = ",".join(str(id) for id in ids)
        response = self.client.get(f"/sync/facts?ids={joined}", headers=self.headers)
        return [(answer["verdict"], answer["code"]) for answer in response.json()["answers"]]


def enrolled(cast: Cast, who: str) -> NewDevice:
    """A device of somebody of the cast."""
    code = offer_device_code(by=cast.actor(who), worker_id=cast.workers[who])
    return enrol_device(code=code.code, name=f"{who} phone")


@pytest.fixture
def phone_of(cast: Cast) -> Callable[..., Phone]:
    """`phone_of("omar")`: a phone that is enrolled."""
    pace.forget()

    def make(who: str, **said: Any) -> Phone:
        new = enrolled(cast, who)
        return Phone(new.token, new.device, **said)

    return make


@pytest.fixture
def body(cast: Cast, day: TestDay) -> Callable[..., dict[str, Any]]:
    """`body("刘洋")`: what is said of a swab at the centre."""

    def say(who: str, tube: str = "T-0001", **said: Any) -> dict[str, Any]:
        usual = {"day_id": day.id, "tube": tube, "phase": "centre", "station_id": STATION, "capacity": 10}
        return {"subject_id": cast.persons[who], **usual, **said}

    return say
