"""The room as Django knows it."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the room: the open operation is the purpose personal data is collected for."""

    name = "gridward.operations"
    label = "operations"

    def ready(self) -> None:
        """Register the room's part."""
        from gridward.operations.checks import CHECKS
        from gridward.operations.queries import open_operation_of
        from gridward.shared.registries import checks, purposes

        purposes.register("operation", open_operation_of)
        for check in CHECKS:
            checks.register(check.rule, check)
