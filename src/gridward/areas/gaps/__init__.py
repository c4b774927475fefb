"""Faults of areas, sites, buildings and the map: dead corners, and who answers for them."""
