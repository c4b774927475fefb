"""The room as Django knows it."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Registers the room."""

    name = "gridward.rounds"
    label = "rounds"
