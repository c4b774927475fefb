"""The room as Django knows it."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """Registers the room: the figures of all rooms above it, and their page."""

    name = "gridward.briefings"
    label = "briefings"

    def ready(self) -> None:
        """Register the room's part."""
        from gridward.briefings.figures import (
            READERS,
            answers,
            doors,
            gaps,
            people,
            places,
            testing,
            verifications,
            workers,
        )
        from gridward.shared.registries import NavItem, figures, nav

        figures.register("people", people.figures_of_people)
        figures.register("categories", people.figures_of_categories)
        figures.register("doors", doors.figures_of_doors)
        figures.register("places", places.figures_of_places)
        figures.register("verifications", verifications.figures_of_verifications)
        figures.register("answers", answers.figures_of_answers)
        figures.register("testing", testing.figures_of_testing)
        figures.register("gaps", gaps.figures_of_gaps)
        figures.register("load", workers.figures_of_load)
        figures.register("workers", workers.figures_of_workers)
        nav.register(
            "figures", NavItem("Figures", "figures", "figures", 80, lambda actor: actor.is_any_of(*READERS))
        )
