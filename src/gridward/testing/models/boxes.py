"""Boxes of tubes, their hand-over to a carrier, and what the laboratory received; codes we printed ourselves."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from gridward.facts.models import FactRow
from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class CodeRange(OwnedRow):
    """A run of own tube codes that was printed; no number is ever in two of them."""

    first = models.PositiveIntegerField()
    count = models.PositiveSmallIntegerField()
    printed_at = models.DateTimeField(default=timezone.now)
    by_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "first"], name="one_code_range_a_number")
        ]


class BoxState(models.TextChoices):
    """How far a box is."""

    OPEN = "open", pgettext_lazy("box", "Open")
    HANDED_OVER = "handed_over", pgettext_lazy("box", "Handed over")
    RECEIVED = "received", pgettext_lazy("box", "Received")


class Box(OwnedRow):
    """A box of tubes on one day; its id is a function of day and code, for the same box goes out again tomorrow."""

    code = models.CharField(max_length=20)
    day_id = models.UUIDField()
    station_id = models.UUIDField(null=True, help_text="where its first tube was put in")
    state = models.CharField(max_length=12, choices=BoxState.choices, default=BoxState.OPEN)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    hand_over_id = models.UUIDField(null=True)

    day = owned_relation("testing.TestDay", "day_id")
    station = owned_relation("testing.Station", "station_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "day_id", "code"], name="one_box_a_code_and_day")
        ]

    def __str__(self) -> str:
        return self.code


class HandOver(FactRow):
    """Tubes given to a carrier: who gave them (`by_id`), who took them, when, and how many were counted."""

    day_id = models.UUIDField()
    station_id = models.UUIDField(null=True)
    carrier_id = models.UUIDField(null=True, help_text="a worker; else the carrier's words are sealed")
    sealed_carrier = models.BinaryField(default=bytes, help_text="name, phone")
    counted = models.PositiveIntegerField(null=True, help_text="tubes as giver and carrier counted them")
    owner_id = models.UUIDField(null=True, help_text="who looks after its flags")

    day = owned_relation("testing.TestDay", "day_id")
    station = owned_relation("testing.Station", "station_id")

    class Meta:
        indexes = [models.Index(fields=["community_id", "day_id"])]


class LineState(models.TextChoices):
    """What became of one tube of a hand-over."""

    ON_THE_WAY = "on_the_way", pgettext_lazy("tube", "On the way")
    RECEIVED = "received", pgettext_lazy("tube", "Received")
    MISSING = "missing", pgettext_lazy("tube", "Missing")
    EXTRA = "extra", pgettext_lazy("tube", "Not on the list")


class HandOverLine(OwnedRow):
    """One tube of a hand-over, by its code; one that came without being on the list has a line too."""

    hand_over_id = models.UUIDField()
    tube_id = models.UUIDField(help_text="a function of the code; there may be no such tube")
    code = models.CharField(max_length=32)
    box_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=LineState.choices, default=LineState.ON_THE_WAY)

    hand_over = owned_relation("testing.HandOver", "hand_over_id", "lines")
    box = owned_relation("testing.Box", "box_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "hand_over_id", "tube_id"], name="one_hand_over_line_a_tube"
            )
        ]
        indexes = [models.Index(fields=["community_id", "tube_id"])]


class Receipt(FactRow):
    """What the laboratory received of a hand-over: who took it, when, and how many there were."""

    hand_over_id = models.UUIDField()
    sealed_receiver = models.BinaryField(default=bytes, help_text="name; empty: who recorded it")
    received = models.PositiveIntegerField()
    missing = models.PositiveIntegerField(default=0)
    extra = models.PositiveIntegerField(default=0)
    owner_id = models.UUIDField(null=True, help_text="who looks after its flags")

    hand_over = owned_relation("testing.HandOver", "hand_over_id", "receipts")

    class Meta:
        indexes = [models.Index(fields=["community_id", "hand_over_id"])]
