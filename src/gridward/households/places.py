"""Where this room stands in the navigation."""

from gridward.shared.registries import NavItem

DOORS = NavItem("Doors", "doors", "door", 30, lambda actor: True)
