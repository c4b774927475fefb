"""Where results stand in the navigation, each for whom it is."""

from typing import Final

from gridward.accounts.models import Role
from gridward.shared.registries import NavItem
from gridward.testing.results.access import ENTERERS, FIELD, TEAM

NAV: Final = {
    "testing_results": NavItem(
        "Results", "testing_results", "check", 45, lambda actor: actor.is_any_of(*ENTERERS)
    ),
    "testing_results_mine": NavItem(
        "Results at my doors", "testing_results_mine", "check", 46, lambda actor: actor.is_any_of(Role.WORKER)
    ),
    "testing_waits": NavItem(
        "Waiting in place", "testing_waits", "clock", 47, lambda actor: actor.is_any_of(*TEAM, *FIELD)
    ),
    "testing_stays": NavItem(
        "Doors that stay in", "testing_stays", "door", 48, lambda actor: actor.is_any_of(Role.PATROL)
    ),
}
