"""The room as Django knows it."""

from django.apps import AppConfig

# What a whole crowd does at once: rounds are not brought up to date after each of these.
QUIET_DEEDS = ("sample.", "tube.", "tube_codes.", "cards.", "visitor.", "result", "notice.", "device.")


class TestingConfig(AppConfig):
    """Registers the room."""

    name = "gridward.testing"
    label = "testing"

    def ready(self) -> None:
        """Hand the room's parts to those who gather them."""
        from gridward.accounts.notices import notice_kinds
        from gridward.shared import registries
        from gridward.testing import checks, conflicts, incoming
        from gridward.testing.above import counting
        from gridward.testing.board.colours import BY_SHARE_SAMPLED
        from gridward.testing.board.on_map import stations_today
        from gridward.testing.board.panels import LAST_SAMPLES
        from gridward.testing.results import checks as result_checks
        from gridward.testing.results import panels as result_panels
        from gridward.testing.results import places as result_places
        from gridward.testing.results import wording
        from gridward.testing.results.actions import catch_up, close_resamples
        from gridward.testing.sampling import doors
        from gridward.testing.sampling.places import PLACES
        from gridward.testing.setup import exempting, heirs, kinds
        from gridward.testing.transport import incoming as transported
        from gridward.testing.transport import places as handling

        for name, kind in (incoming.KINDS | transported.KINDS).items():
            registries.fact_kinds.register(name, kind)
        registries.map_colours.register("testing", BY_SHARE_SAMPLED)
        registries.map_points.register("testing.stations", stations_today)
        registries.door_panels.register("testing.last", LAST_SAMPLES)
        for notice in (*wording.KINDS, *conflicts.NOTICES):
            notice_kinds.register(notice.code, notice)
        registries.timelines.register("testing.waits", result_panels.moments_at)
        registries.jobs.register("testing.catch_up", catch_up)
        registries.jobs.register("testing.resamples", close_resamples)
        for name, item in result_places.NAV.items():
            registries.nav.register(name, item)
        for check in (*checks.CHECKS, *result_checks.CHECKS):
            registries.checks.register(check.rule, check)
        registries.nav.register(
            "testing", registries.NavItem("Testing", "testing", "tube", 44, lambda actor: True)
        )
        registries.nav.register(
            "above_testing",
            registries.NavItem(
                "Testing", "above_testing", "tube", 6, lambda actor: bool(actor.is_above), is_above=True
            ),
        )
        registries.counts_above.register(counting.COLUMN, counting.ABOVE)
        for name, item in (PLACES | handling.PLACES).items():
            registries.nav.register(name, item)
        registries.recorders.register(kinds.ROOM, doors.RECORDER)
        registries.area_heirs.register("testing.days", heirs.follow_areas)
        registries.quiet_deeds.register("testing", QUIET_DEEDS)
        registries.round_exemptions.register("testing.standing", exempting.exempt_standing)
