"""Zones: drawn, listed or described, with a level, measures and testing; every change by a decision."""
