"""Faults of doors: in no area, without plate, without a worker at work, not seen again; buildings without a door."""
