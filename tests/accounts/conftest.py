"""What tests of this room share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries() -> Callable[[Callable[[], Any]], int]:
    """Counts the statements of a call."""

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            call()
        return len(seen)

    return count
