"""Gives tests of this room their communities and homes."""

import pytest

from tests.demo.communities import community
from tests.demo.homes import filled_home

__all__ = ["community", "filled_home"]


def pytest_configure(config: pytest.Config) -> None:
    """Tests that fill a whole community are left out of `make test-fast`."""
    config.addinivalue_line("markers", "slow: fills a whole community")
