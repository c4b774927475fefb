"""The room as Django knows it."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """Registers the room."""

    name = "gridward.briefings"
    label = "briefings"
