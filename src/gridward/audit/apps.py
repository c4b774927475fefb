"""The room as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the room: the log proves itself."""

    name = "gridward.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the room's part."""
        from gridward.audit.checks import CHAIN
        from gridward.shared.registries import checks

        checks.register(CHAIN.rule, CHAIN)
