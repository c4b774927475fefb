"""The room as Django knows it."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Registers the room."""

    name = "gridward.areas"
    label = "areas"

    def ready(self) -> None:
        """Register checks, kinds of fault, what areas are called, the page of areas, and the job that reads maps."""
        from gridward.areas import checks, places, queries
        from gridward.areas.gaps.kinds import KINDS
        from gridward.areas.maps import working
        from gridward.areas.screen import colours
        from gridward.shared import registries

        for check in checks.CHECKS:
            registries.checks.register(check.rule, check)
        for kind in KINDS:
            registries.gaps.register(kind.code, kind)
        registries.named_areas.register("areas", queries.open_areas)
        registries.named_things.register("areas", queries.named)
        registries.nav.register("areas", places.AREAS)
        registries.nav.register("map", places.MAP)
        for colour in colours.COLOURS:
            registries.map_colours.register(f"areas.{colour.code}", colour)
        registries.jobs.register("areas.maps", working.work_on_maps)
