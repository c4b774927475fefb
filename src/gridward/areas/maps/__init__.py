"""Maps: how they come in, and what a map on screen is told."""
