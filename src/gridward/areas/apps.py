"""The room as Django knows it."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Registers the room."""

    name = "gridward.areas"
    label = "areas"

    def ready(self) -> None:
        """Register checks, and what areas are called."""
        from gridward.areas import checks, queries
        from gridward.shared import registries

        for check in checks.CHECKS:
            registries.checks.register(check.rule, check)
        registries.named_areas.register("areas", queries.open_areas)
        registries.named_things.register("areas", queries.named)
