"""The room as Django knows it."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Registers the room, its first kinds of round and its jobs."""

    name = "gridward.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Hand the room's parts to those who gather them."""
        from gridward.accounts.models import Role
        from gridward.rounds import actions, checks, doorsteps, heirs, incoming, kinds, panels, patterns
        from gridward.shared import registries

        registries.foundings.register("rounds.kinds", kinds.found_kinds)
        registries.pattern_parts.register("rounds", patterns.bring)
        registries.area_heirs.register("rounds", heirs.follow_areas)
        registries.jobs.register("rounds.schedules", actions.open_scheduled_rounds)
        registries.jobs.register("rounds.escalation", actions.escalate)
        registries.jobs.register("rounds.refresh", actions.refresh_open_rounds)
        registries.fact_kinds.register("outcome", incoming.OUTCOME)
        registries.timelines.register("rounds", doorsteps.moments_at)
        registries.door_panels.register("rounds.owed", panels.OWED)
        registries.nav.register(
            "mine",
            registries.NavItem("My doors", "mine", "list", 15, lambda actor: actor.is_any_of(Role.WORKER)),
        )
        for check in checks.CHECKS:
            registries.checks.register(check.rule, check)
