"""Where this room stands in the navigation."""

from gridward.shared.registries import NavItem

AREAS = NavItem("Areas", "areas", "area", 35, lambda actor: True)
