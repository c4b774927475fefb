"""The room as Django knows it."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Registers the room and its entry in the navigation."""

    name = "gridward.coverage"
    label = "coverage"

    def ready(self) -> None:
        """Put rounds and gaps into the navigation, for everybody at work here, and tell areas how far they are."""
        from gridward.areas.loads import area_coverages
        from gridward.coverage.colours import BY_COVERAGE
        from gridward.coverage.gaps.away import AWAY
        from gridward.coverage.gaps.on_map import COLOUR
        from gridward.coverage.gaps.verified import UNVERIFIED
        from gridward.coverage.of_areas import open_round_by_area
        from gridward.coverage.tallies.checks import RIGHT
        from gridward.coverage.tallies.refreshing import refresh_tallies
        from gridward.shared.registries import NavItem, checks, gaps, jobs, map_colours, nav

        nav.register("rounds", NavItem("Rounds", "rounds", "rounds", 40, lambda actor: True))
        nav.register("gaps", NavItem("Gaps", "gaps", "warning", 42, lambda actor: True))
        nav.register(
            "above",
            NavItem("Communities", "above", "area", 5, lambda actor: bool(actor.is_above), is_above=True),
        )
        jobs.register("coverage.tallies", refresh_tallies)
        checks.register(RIGHT.rule, RIGHT)
        map_colours.register("coverage", BY_COVERAGE)
        area_coverages.register("coverage", open_round_by_area)
        for kind in (AWAY, UNVERIFIED):
            gaps.register(kind.code, kind)
        map_colours.register(COLOUR.code, COLOUR)
