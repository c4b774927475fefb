"""Pages of areas, sites and buildings."""
