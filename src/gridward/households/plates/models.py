"""The scheme a community makes its numbers by, version after version, and how far a plate is."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from gridward.shared.models import OwnedRow


class PlateState(models.TextChoices):
    """How far a plate is: its number given, the plate made, put up; lost or damaged ones are made again."""

    ASSIGNED = "assigned", pgettext_lazy("plate", "Number given")
    PRINTED = "printed", pgettext_lazy("plate", "Made")
    POSTED = "posted", pgettext_lazy("plate", "Put up")
    LOST = "lost", pgettext_lazy("plate", "Lost")
    DAMAGED = "damaged", pgettext_lazy("plate", "Damaged")


class Fours(models.TextChoices):
    """Whether numbers with a four are left out."""

    KEEP = "", pgettext_lazy("plate", "Keep every number")
    LAST = "last", pgettext_lazy("plate", "Leave out those that end in 4")
    ANY = "any", pgettext_lazy("plate", "Leave out those with a 4 anywhere")


class CheckKind(models.TextChoices):
    """How the check digit is reckoned."""

    NONE = "", pgettext_lazy("plate", "None")
    MOD_11_10 = "mod11_10", pgettext_lazy("plate", "A digit over the digits (ISO/IEC 7064, MOD 11,10)")
    MOD_37_36 = (
        "mod37_36",
        pgettext_lazy("plate", "A digit or letter over digits and letters (ISO/IEC 7064, MOD 37,36)"),
    )


class PlateScheme(OwnedRow):
    """One version of a community's scheme; versions are added and never changed, the last is in force."""

    version = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=60, help_text="{area:02}-{serial:03}")
    group_pattern = models.CharField(
        max_length=60, blank=True, help_text="for doors in village groups: {group}组{serial}号"
    )
    check_kind = models.CharField(
        max_length=10, blank=True, choices=CheckKind.choices, default=CheckKind.NONE
    )
    start = models.PositiveIntegerField(default=1)
    fours = models.CharField(max_length=4, blank=True, choices=Fours.choices, default=Fours.KEEP)
    left_out = models.JSONField(default=list, help_text="other serials the community does not want")
    keep_after = models.PositiveSmallIntegerField(default=0, help_text="after so many numbers …")
    keep = models.PositiveSmallIntegerField(default=0, help_text="… so many stay free for later")
    since = models.DateTimeField(default=timezone.now)
    by_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "version"], name="one_plate_scheme_a_version")
        ]
