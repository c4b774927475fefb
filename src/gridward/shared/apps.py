"""The room as Django knows it."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Registers the room."""

    name = "gridward.shared"
    label = "shared"
