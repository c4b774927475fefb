"""Areas split, merged and drawn anew, with a look at what would happen first; history and doors go along."""
