"""Plates: the community's own numbers for its doors, by a scheme it makes itself; never in place of the address."""
