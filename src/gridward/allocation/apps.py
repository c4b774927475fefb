"""The room as Django knows it."""

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    """Registers the room."""

    name = "gridward.allocation"
    label = "allocation"

    def ready(self) -> None:
        """Register the job that plans, the usual weights, checks, the map's colour and the page."""
        from gridward.allocation import actions, checks, painting, places, runs
        from gridward.allocation.queries.naming import named
        from gridward.shared import registries

        registries.jobs.register("allocation.proposals", runs.work_on_proposals)
        registries.foundings.register("allocation", actions.found_weights)
        registries.named_things.register("allocation", named)
        for check in checks.CHECKS:
            registries.checks.register(check.rule, check)
        for colour in painting.COLOURS:
            registries.map_colours.register(colour.code, colour)
        registries.nav.register("allocation", places.ALLOCATION)
        registries.nav.register("allocation.walk", places.MY_WALK)
