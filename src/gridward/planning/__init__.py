"""Dividing, assigning and routing: pure functions over plain data; no model, no database, no Django."""


class Cancelled(Exception):
    """Whoever asked for a plan wants it no more."""
