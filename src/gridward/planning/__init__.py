"""Dividing, assigning, routing and days of testing: pure functions over plain data; no model, no Django."""


class Cancelled(Exception):
    """Whoever asked for a plan wants it no more."""
