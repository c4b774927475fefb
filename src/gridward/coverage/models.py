"""Tallies: what a community and each of its areas come to, counted ahead for those above."""

from django.db import models

from gridward.shared.models import OwnedRow

COUNTS = ("doors", "households", "living", "plated", "given", "verified", "done", "open", "late", "exempt")


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
    seq = models.BigIntegerField(help_text="the community clock it was counted at")
    counted_at = models.DateTimeField()
