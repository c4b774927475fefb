"""Where this room stands in the navigation."""

from gridward.accounts.models import Role
from gridward.shared.registries import NavItem

MY_WALK = NavItem(
    "My walk",
    "allocation:my_walk",
    "forward",
    38,
    lambda actor: Role.WORKER in actor.roles and not actor.is_any_of(Role.COORDINATOR, Role.AREA_LEADER),
)
ALLOCATION = NavItem(
    "Dividing and assigning",
    "allocation:home",
    "share",
    37,
    lambda actor: actor.is_any_of(Role.COORDINATOR, Role.AREA_LEADER),
)
