"""The room as Django knows it."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Registers the room."""

    name = "gridward.sync"
    label = "sync"
