"""The short way in of devices, carried by threads that come and go as a server's do."""

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest

from gridward.sync.doorway import with_doorway
from gridward.testing.models import TestDay
from tests.sync.device import Phone

THREADS = 14  # more than the pool of a web process holds


def nobody(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    raise AssertionError("a page was asked for")


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_ends_takes_no_connection_along(phone_of: Callable[..., Phone], day: TestDay) -> None:
    answer, statuses = with_doorway(nobody), []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/sync/slice",
        "HTTP_AUTHORIZATION": phone_of("omar").headers["Authorization"],
        "wsgi.input": io.BytesIO(),
    }

    def ask() -> None:
        answer(environ, lambda status, headers: statuses.append(status))

    for _ in range(THREADS):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert statuses == ["200 OK"] * THREADS
