"""Filling a community by the verbs a user calls: people at work, the register, the story of three rounds."""

from .fill import Filled, fill
from .people import SignIn

__all__ = ["Filled", "SignIn", "fill"]
