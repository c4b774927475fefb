"""The room as Django knows it."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """Registers the room."""

    name = "gridward.households"
    label = "households"

    def ready(self) -> None:
        """Give new communities their door states, let doors follow their buildings, say who answers for what."""
        from gridward.areas.loads import area_loads, area_workers
        from gridward.households import checks, founding, places, proofs, writing
        from gridward.households.gaps.kinds import KINDS
        from gridward.households.importing import working
        from gridward.households.plates import checks as plate_checks
        from gridward.households.plates import places as plate_places
        from gridward.households.queries import loads
        from gridward.households.queries.area_loads import loads_by_area, workers_in
        from gridward.shared import registries

        registries.jobs.register("households.imports", working.work_on_imports)
        registries.foundings.register("households", founding.found_door_states)
        registries.building_followers.register("households", writing.follow_buildings)
        for check in (*checks.CHECKS, *plate_checks.CHECKS, *proofs.PROOFS):
            registries.checks.register(check.rule, check)
        for kind in KINDS:
            registries.gaps.register(kind.code, kind)
        registries.worker_loads.register("households", loads.loads_of)
        registries.named_things.register("households", loads.named)
        area_loads.register("households", loads_by_area)
        area_workers.register("households", workers_in)
        registries.map_colours.register("plates", plate_places.COLOUR)
        registries.nav.register("doors", places.DOORS)
