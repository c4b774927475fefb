"""The room as Django knows it."""

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    """Registers the room."""

    name = "gridward.allocation"
    label = "allocation"
