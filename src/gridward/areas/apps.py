"""The room as Django knows it."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Registers the room."""

    name = "gridward.areas"
    label = "areas"
