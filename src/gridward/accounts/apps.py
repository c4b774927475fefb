"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Registers the room: people at work in the navigation, the log's seals, notices, and what ids of people mean."""

    name = "gridward.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the room's part."""
        from gridward.accounts.checks import ANSWERABLE
        from gridward.accounts.jobs import seal_logs
        from gridward.accounts.naming import names_of
        from gridward.accounts.notices import NoticeKind, channels, notice_kinds
        from gridward.accounts.notices.actions import WITHDRAWAL, keep_in_app
        from gridward.accounts.notices.queries import words_of_withdrawals
        from gridward.accounts.places import PEOPLE_AT_WORK, SETTINGS
        from gridward.shared.registries import checks, jobs, named_things, nav

        checks.register(ANSWERABLE.rule, ANSWERABLE)
        jobs.register("accounts.seal_logs", seal_logs)
        named_things.register("accounts", names_of)
        channels.register("in_app", keep_in_app)
        withdrawal = NoticeKind(WITHDRAWAL, _("A notice was withdrawn"), words_of_withdrawals)
        notice_kinds.register(WITHDRAWAL, withdrawal)
        nav.register("people_at_work", PEOPLE_AT_WORK)
        nav.register("settings", SETTINGS)
