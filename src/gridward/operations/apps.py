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
        from gridward.operations.zones import heirs, maps, membership, panels
        from gridward.shared import registries

        registries.purposes.register("operation", open_operation_of)
        registries.building_followers.register("operations.zones", membership.follow_buildings)
        registries.area_heirs.register("operations.zones", heirs.follow_areas)
        registries.jobs.register("operations.zones", membership.refresh_all)
        registries.map_outlines.register("operations.zones", maps.outlines)
        registries.map_colours.register("operations.zones", maps.BY_ZONE)
        registries.door_panels.register("operations.zones", panels.ZONES)
        registries.named_things.register("operations", panels.named)
        for check in CHECKS:
            registries.checks.register(check.rule, check)
