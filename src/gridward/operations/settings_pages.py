"""The pages behind Settings: who sees which, and what each is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role

KEEPERS = frozenset({Role.COORDINATOR, Role.DATA_OFFICER})
OFFICERS = frozenset({Role.DATA_OFFICER})
EVERYBODY = frozenset(Role.values)


@dataclass(frozen=True)
class SettingsPage:
    """One page: its address name, icon, words, and the roles it is for."""

    url_name: str
    icon: str
    words: Promise
    note: Promise
    roles: frozenset[str]


PAGES = (
    SettingsPage(
        "operation",
        "info",
        _("Operation"),
        _("Why personal data is collected, on what ground, until when."),
        EVERYBODY,
    ),
    SettingsPage(
        "devices",
        "phone",
        _("Devices"),
        _("Phones that send what their workers see: join one, or send it away."),
        EVERYBODY,
    ),
    SettingsPage(
        "plans",
        "list",
        _("Plan documents"),
        _("The overall plan and the others: what is in force, who approved it."),
        EVERYBODY,
    ),
    SettingsPage(
        "zones",
        "area",
        _("Zones"),
        _("Where how much holds: levels, measures, testing; every change by a decision."),
        EVERYBODY,
    ),
    SettingsPage(
        "zone_words",
        "list",
        _("Words of zones"),
        _("Levels and measures: yours to define."),
        KEEPERS,
    ),
    SettingsPage(
        "notice", "print", _("Notice to residents"), _("One printed page for the notice board."), EVERYBODY
    ),
    SettingsPage(
        "categories",
        "list",
        _("Words of the register"),
        _("Categories of people and households, states of a door: yours to define."),
        KEEPERS,
    ),
    SettingsPage(
        "roster_imports",
        "upload",
        _("Rosters"),
        _("Bring in a roster, and see what became of every row."),
        OFFICERS,
    ),
    SettingsPage(
        "round_kinds",
        "rounds",
        _("Kinds of round"),
        _("What rounds are called, whom they owe, and how soon an attempt goes up."),
        KEEPERS,
    ),
    SettingsPage(
        "testing_norms",
        "check",
        _("Norms of testing"),
        _("People a station, a desk and a sampler; how long anybody waits; the usual hours and tubes."),
        frozenset({Role.COORDINATOR}),
    ),
    SettingsPage(
        "allocation:weights",
        "share",
        _("Weights and limits"),
        _("How long a visit takes, and how many doors one worker should have."),
        frozenset({Role.COORDINATOR}),
    ),
    SettingsPage(
        "accounts",
        "account",
        _("Accounts and rights"),
        _("Who may sign in, and who may do what where."),
        KEEPERS,
    ),
    SettingsPage(
        "log", "clock", _("Who saw what"), _("Every opening, export and change, with who and why."), OFFICERS
    ),
    SettingsPage(
        "check",
        "check",
        _("Check of the register"),
        _("Proves the rules on the data and names every exception."),
        KEEPERS,
    ),
    SettingsPage(
        "jobs",
        "rounds",
        _("Work in the background"),
        _("What runs by itself, and whether it runs well."),
        KEEPERS,
    ),
)


def pages_for(actor: Actor) -> Iterator[dict[str, Any]]:
    """What the actor finds under Settings."""
    for page in PAGES:
        if actor.is_any_of(*page.roles):
            yield {"url": reverse(page.url_name), "icon": page.icon, "label": page.words, "note": page.note}
