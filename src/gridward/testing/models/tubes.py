"""Tubes: where each stands between the first swab and its result, and every step of the way."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy

from gridward.facts.models import FactRow
from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation
from gridward.testing.models.days import Phase

HOUSEHOLD: Final = 0
"""The capacity of a tube that holds one household, however many they are."""


class TubeState(models.TextChoices):
    """How far a tube is."""

    OPEN = "open", pgettext_lazy("tube", "Open")
    SEALED = "sealed", pgettext_lazy("tube", "Sealed")
    HANDED_OVER = "handed_over", pgettext_lazy("tube", "Handed over")
    RECEIVED = "received", pgettext_lazy("tube", "Received")
    RESULTED = "resulted", pgettext_lazy("tube", "Resulted")


class Tube(OwnedRow):
    """A tube; its id is a function of its code, so that two who scan one code mean one tube."""

    code = models.CharField(max_length=32)
    day_id = models.UUIDField()
    phase = models.CharField(max_length=10, choices=Phase.choices)
    capacity = models.PositiveSmallIntegerField(help_text="people it may hold; 0: one household")
    station_id = models.UUIDField(null=True, help_text="the first that used it")
    state = models.CharField(max_length=12, choices=TubeState.choices, default=TubeState.OPEN)
    box_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    sealed_at = models.DateTimeField(null=True)
    sealed_by_id = models.UUIDField(null=True)
    flags = models.JSONField(default=list)

    day = owned_relation("testing.TestDay", "day_id")
    station = owned_relation("testing.Station", "station_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "code"], name="one_tube_a_code"),
            models.CheckConstraint(
                condition=models.Q(sealed_at=None, sealed_by_id=None)
                | models.Q(sealed_at__isnull=False, sealed_by_id__isnull=False),
                name="a_sealed_tube_says_who_and_when",
            ),
        ]
        indexes = [models.Index(fields=["community_id", "day_id", "state"])]

    def __str__(self) -> str:
        return self.code


class TubeDeed(models.TextChoices):
    """What was done with a tube."""

    OPENED = "opened", pgettext_lazy("tube deed", "Opened")
    SEALED = "sealed", pgettext_lazy("tube deed", "Sealed")
    REOPENED = "reopened", pgettext_lazy("tube deed", "Opened again")
    BOXED = "boxed", pgettext_lazy("tube deed", "Put into a box")
    HANDED_OVER = "handed_over", pgettext_lazy("tube deed", "Handed over")
    RECEIVED = "received", pgettext_lazy("tube deed", "Received")
    RESULTED = "resulted", pgettext_lazy("tube deed", "Resulted")
    WITHDRAWN = "withdrawn", pgettext_lazy("tube deed", "Result withdrawn")


class TubeEvent(FactRow):
    """One step of a tube, a fact: who did it when, and where."""

    tube_id = models.UUIDField()
    deed = models.CharField(max_length=12, choices=TubeDeed.choices)
    station_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=30, blank=True)

    tube = owned_relation("testing.Tube", "tube_id")

    class Meta:
        indexes = [models.Index(fields=["community_id", "tube_id"])]
