"""The room as Django knows it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers the room."""

    name = "gridward.demo"
    label = "demo"
