"""The room as Django knows it."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Registers the room and its entries in the navigation."""

    name = "gridward.console"
    label = "console"

    def ready(self) -> None:
        """Put today and the board into the navigation."""
        from gridward.shared.registries import NavItem, nav

        nav.register("today", NavItem("Today", "today", "today", 10, lambda actor: True))
        nav.register("board", NavItem("Board", "board", "figures", 20, lambda actor: True))
