"""Where this room stands in the navigation."""

from gridward.shared.registries import NavItem

AREAS = NavItem("Areas", "areas", "area", 35, lambda actor: actor.is_community_wide or bool(actor.area_ids))
MAP = NavItem("Map", "map", "place", 34, lambda actor: actor.is_community_wide or bool(actor.area_ids))
