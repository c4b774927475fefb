"""The room as Django knows it."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Registers the room."""

    name = "gridward.vault"
    label = "vault"
