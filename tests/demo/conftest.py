"""Gives tests of this room their communities."""

from tests.demo.communities import community

__all__ = ["community"]
