"""The room as Django knows it."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Registers the room."""

    name = "gridward.facts"
    label = "facts"
