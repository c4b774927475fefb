"""The room as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the room."""

    name = "gridward.audit"
    label = "audit"
