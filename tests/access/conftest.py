"""What tests of access share."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.access.standing import Standing
    from tests.cast import Cast


@pytest.fixture
def standing(cast: "Cast") -> "Standing":
    """The cast with a client for each column of the table, and a thing for each argument of an address."""
    from tests.access.standing import stand

    return stand(cast)
