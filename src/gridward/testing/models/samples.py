"""Samples: who is in which tube; people who were found on no register; what was moved afterwards."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridward.facts.models import FactRow
from gridward.shared.models import OwnedManager, OwnedRow
from gridward.shared.relations import owned_relation
from gridward.testing.models.days import Phase


class SubjectKind(models.TextChoices):
    """Who was sampled: somebody of the register, a worker, a visitor, or an id we do not know."""

    PERSON = "person", _("Resident")
    WORKER = "worker", _("Worker")
    VISITOR = "visitor", _("Visitor")
    UNKNOWN = "unknown", _("Unknown")


class Found(models.TextChoices):
    """How the person was found."""

    QR = "qr", _("Personal code")
    PLATE = "plate", _("Plate scanned")
    ID = "id", _("ID number")
    LAST4 = "last4", _("Last four of the ID")
    NAME = "name", _("Name")
    LIST = "list", _("From the list")
    PAPER = "paper", _("Paper form")


class Sample(FactRow):
    """A swab in a tube: a fact, kept even when it came late or against a rule."""

    day_id = models.UUIDField()
    round_id = models.UUIDField(null=True, help_text="the round it was owed in")
    due_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject_id = models.UUIDField(help_text="person, worker or visitor")
    household_id = models.UUIDField(null=True)
    area_id = models.UUIDField(null=True, help_text="the area of the person's door, then")
    tube_id = models.UUIDField()
    place = models.PositiveSmallIntegerField(help_text="place in the tube, from 1")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    station_id = models.UUIDField(null=True)
    desk_id = models.UUIDField(null=True)
    how = models.CharField(max_length=10, choices=Found.choices, blank=True)
    is_late_fact = models.BooleanField(default=False, help_text="came after its day was closed")
    is_void = models.BooleanField(default=False, help_text="there never was such a swab")
    owner_id = models.UUIDField(null=True, help_text="who looks after its flags")
    looked_by_id = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)

    day = owned_relation("testing.TestDay", "day_id")
    tube = owned_relation("testing.Tube", "tube_id")
    due = owned_relation("rounds.Due", "due_id")
    station = owned_relation("testing.Station", "station_id")

    objects: ClassVar[Any] = OwnedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(looked_at=None, looked_by_id=None)
                | models.Q(looked_at__isnull=False, looked_by_id__isnull=False),
                name="a_sample_looked_at_says_by_whom",
            )
        ]
        indexes = [
            models.Index(fields=["community_id", "tube_id"]),
            models.Index(fields=["community_id", "day_id", "subject_id"]),
            models.Index(
                fields=["community_id", "owner_id"],
                condition=models.Q(owner_id__isnull=False, looked_at=None),
                name="samples_nobody_looked_at",
            ),
        ]


class TubeMove(FactRow):
    """A sample that was written into another tube, or struck out, with the reason."""

    sample_id = models.UUIDField()
    from_tube_id = models.UUIDField()
    to_tube_id = models.UUIDField(null=True, help_text="none: struck out")
    reason = models.CharField(max_length=20)

    sample = owned_relation("testing.Sample", "sample_id")

    class Meta:
        indexes = [models.Index(fields=["community_id", "sample_id"])]


class Visitor(OwnedRow):
    """Somebody sampled who was found on no register, until it is settled who that is."""

    class Decision(models.TextChoices):
        """What the check of the register came to."""

        KNOWN = "known", _("Is on the register")
        PASSING = "passing", _("Does not live here")

    sealed_identity = models.BinaryField(default=bytes, help_text="name, id_number, phone, where from")
    day_id = models.UUIDField()
    door_id = models.UUIDField(null=True, help_text="the door they were found behind")
    noted_at = models.DateTimeField()
    by_id = models.UUIDField()
    owner_id = models.UUIDField(help_text="who checks the register")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    person_id = models.UUIDField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at=None, decided_by_id=None, person_id=None)
                | models.Q(decision="known", decided_at__isnull=False, person_id__isnull=False)
                | models.Q(decision="passing", decided_at__isnull=False, person_id=None),
                name="a_checked_visitor_says_who_and_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["community_id", "owner_id"],
                condition=models.Q(decision=""),
                name="visitors_to_check",
            )
        ]
