"""Gives tests of this room their communities and homes."""

from tests.demo.communities import community
from tests.demo.homes import filled_home

__all__ = ["community", "filled_home"]
