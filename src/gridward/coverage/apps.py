"""The room as Django knows it."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Registers the room."""

    name = "gridward.coverage"
    label = "coverage"
