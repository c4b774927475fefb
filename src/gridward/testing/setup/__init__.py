"""Setting up a day of testing: who is due in which phase, stations and desks, slots, exemptions over days."""
