"""The room as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the room: people at work in the navigation, the log's seals, and what ids of people mean."""

    name = "gridward.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the room's part."""
        from gridward.accounts.checks import ANSWERABLE
        from gridward.accounts.jobs import seal_logs
        from gridward.accounts.naming import names_of
        from gridward.accounts.places import PEOPLE_AT_WORK, SETTINGS
        from gridward.shared.registries import checks, jobs, named_things, nav

        checks.register(ANSWERABLE.rule, ANSWERABLE)
        jobs.register("accounts.seal_logs", seal_logs)
        named_things.register("accounts", names_of)
        nav.register("people_at_work", PEOPLE_AT_WORK)
        nav.register("settings", SETTINGS)
