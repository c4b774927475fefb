"""Forms of the register; each carries the id of what it makes, so that a second click makes nothing twice."""
