"""Devices join by a one-time code and are sent away again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actions import enrol_device, offer_device_code, revoke_devices
from gridward.accounts.actions.devices import CODE_SPENT, CODE_UNKNOWN
from gridward.accounts.models import Device, DeviceCode
from gridward.accounts.queries.devices import devices_for
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem
from tests.access.problems import assert_problem
from tests.cast import Cast, client_of
from tests.sync.device import Phone, enrolled


def refused(kind: object) -> object:
    """The verb raises this problem."""
    return pytest.raises(Problem, match=str(Problem(kind)))  # type: ignore[arg-type]


def test_a_phone_joins_over_http_by_the_code_on_the_page(cast: Cast) -> None:
    code = offer_device_code(by=cast.actor("omar"), worker_id=cast.workers["omar"]).code
    said = {"code": code, "name": "奥马尔的手机", "sent_at": timezone.now().isoformat()}
    told = Client().post("/sync/enrol", said, "application/json").json()
    assert told["worker_name"] == "奥马尔" and told["roles"] == ["worker"]
    device = Device.objects.of(cast.community_id).get()
    assert device.name == "奥马尔的手机" and told["token"] not in device.digest


def test_a_code_is_good_once_and_for_ten_minutes(cast: Cast) -> None:
    code = offer_device_code(by=cast.actor("omar"), worker_id=cast.workers["omar"]).code
    enrol_device(code=code, name="")
    with refused(CODE_SPENT):
        enrol_device(code=code, name="")
    late = offer_device_code(by=cast.actor("omar"), worker_id=cast.workers["omar"])
    DeviceCode.objects.with_ids(cast.community_id, [late.id]).update(expires_at=timezone.now())
    with refused(CODE_SPENT):
        enrol_device(code=late.code, name="")
    with refused(CODE_UNKNOWN):
        enrol_device(code=late.code[:-4] + "AAAA", name="")


def test_only_who_keeps_accounts_makes_codes_for_others(cast: Cast) -> None:
    offer_device_code(by=cast.actor("chen"), worker_id=cast.workers["omar"])
    with refused(NOT_YOURS):
        offer_device_code(by=cast.actor("lin"), worker_id=cast.workers["omar"])
    with refused(NOT_FOUND):
        offer_device_code(by=cast.actor("chen"), worker_id=cast.workers["max"])


def test_everybody_sees_and_sends_away_the_own_devices_only(cast: Cast) -> None:
    device = enrolled(cast, "omar").device
    enrolled(cast, "chen")
    assert [d.worker.name for d in devices_for(cast.actor("omar"))] == ["奥马尔"]
    assert devices_for(cast.actor("chen")).count() == 2
    with refused(NOT_FOUND):
        revoke_devices(by=cast.actor("lin"), device_ids=[device.id])
    assert revoke_devices(by=cast.actor("omar"), device_ids=[device.id]) == 1
    assert revoke_devices(by=cast.actor("chen"), device_ids=[device.id]) == 0


def test_the_page_shows_a_code_as_a_picture_once(cast: Cast) -> None:
    page = client_of(cast, "omar").post("/devices/code/", {"worker": cast.workers["omar"]})
    assert page.status_code == 200 and b"<svg" in page.content and b"style=" not in page.content
    assert "no-store" in page["Cache-Control"]


def test_the_list_tells_when_a_device_was_seen_and_how_its_clock_goes(
    cast: Cast, phone_of: Callable[..., Phone]
) -> None:
    phone = phone_of("omar", clock_off=timedelta(hours=3))
    phone.send()
    page = client_of(cast, "chen").get("/devices/").content.decode()
    assert "omar phone" in page and "10800" not in page


def test_a_bad_call_to_enrol_is_told_so() -> None:
    response = Client().post("/sync/enrol", b"{", "application/json")
    assert_problem(response, 422, "sync.unreadable_call")
