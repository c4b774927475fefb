"""The room as Django knows it."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """Registers the room."""

    name = "gridward.households"
    label = "households"
