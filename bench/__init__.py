"""What Gridward promises of its speed, measured: ratios of two things timed in the same run, never bare times."""
