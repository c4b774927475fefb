"""The room as Django knows it."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Registers the room."""

    name = "gridward.areas"
    label = "areas"

    def ready(self) -> None:
        """Register checks, what areas are called, and the page of areas."""
        from gridward.areas import checks, places, queries
        from gridward.shared import registries

        for check in checks.CHECKS:
            registries.checks.register(check.rule, check)
        registries.named_areas.register("areas", queries.open_areas)
        registries.named_things.register("areas", queries.named)
        registries.nav.register("areas", places.AREAS)
