"""The proof that no corner is dead: every fault counted, named, under somebody's name, and mended where it stands."""
