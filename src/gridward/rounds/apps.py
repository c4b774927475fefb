"""The room as Django knows it."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Registers the room, its first kinds of round and its jobs."""

    name = "gridward.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Hand the room's parts to those who gather them."""
        from gridward.rounds import actions, kinds
        from gridward.shared import registries

        registries.foundings.register("rounds.kinds", kinds.found_kinds)
        registries.jobs.register("rounds.schedules", actions.open_scheduled_rounds)
        registries.jobs.register("rounds.escalation", actions.escalate)
        registries.jobs.register("rounds.refresh", actions.refresh_open_rounds)
