"""Tallies: what a community and each of its areas come to, counted ahead for those above."""

from django.db import models

from gridward.shared.models import OwnedRow

COUNTS = ("doors", "households", "living", "plated", "given", "verified", "done", "open", "late", "exempt")
TESTED = ("test_done", "test_open", "test_late", "test_signed_off", "test_resulted")
# Told of a whole community alone: in an area they would say too much about too few.
OF_THE_WHOLE = ("test_tubes", "test_waits")
ALL_COUNTS = (*COUNTS, *TESTED, *OF_THE_WHOLE)


class Tally(OwnedRow):
    """The counts of one area, or of the whole community where `id` is the community's own.

    Areas that were closed have none; what lies in no area counts for the whole alone.
    """

    doors = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    living = models.PositiveIntegerField(default=0, help_text="people really living there")
    plated = models.PositiveIntegerField(default=0, help_text="doors with a plate number")
    given = models.PositiveIntegerField(default=0, help_text="doors with a responsible worker")
    verified = models.PositiveIntegerField(default=0, help_text="doors a verification has confirmed")
    done = models.PositiveIntegerField(default=0, help_text="dues of the rounds that are open")
    open = models.PositiveIntegerField(default=0, help_text="owed, the window not yet over")
    late = models.PositiveIntegerField(default=0, help_text="owed, the window over")
    exempt = models.PositiveIntegerField(default=0)
    tested_on = models.DateField(null=True, help_text="the day of testing that is counted: the latest opened")
    test_done = models.PositiveIntegerField(default=0, help_text="sampled")
    test_open = models.PositiveIntegerField(default=0, help_text="to be sampled, the window not yet over")
    test_late = models.PositiveIntegerField(default=0, help_text="missed: the window over")
    test_signed_off = models.PositiveIntegerField(default=0)
    test_resulted = models.PositiveIntegerField(default=0, help_text="sampled, and their tube has a result")
    test_tubes = models.PositiveIntegerField(
        default=0, help_text="positive or grey, compared by a second person"
    )
    test_waits = models.PositiveIntegerField(default=0, help_text="people who wait in place now")
    seq = models.BigIntegerField(help_text="the community clock it was counted at")
    counted_at = models.DateTimeField()
