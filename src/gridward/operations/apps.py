"""The room as Django knows it."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the room."""

    name = "gridward.operations"
    label = "operations"
