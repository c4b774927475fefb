"""Tallies for what lies above a community: counted by a job, compared by `check`, read by street and county."""
