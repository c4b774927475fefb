"""The room as Django knows it."""

from django.apps import AppConfig


class TestingConfig(AppConfig):
    """Registers the room."""

    name = "gridward.testing"
    label = "testing"
