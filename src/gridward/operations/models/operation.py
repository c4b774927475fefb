"""One emergency: why personal data is collected, on what ground, decided by whom, until when; versioned."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridward.facts.models import VersionRow
from gridward.facts.versions import keep_versions
from gridward.shared.models import OwnedRow


class OperationKind(models.TextChoices):
    """What kind of operation it is."""

    EPIDEMIC = "epidemic", _("Epidemic control")
    FLOOD = "flood", _("Flood")
    HEAT = "heat", _("Heat wave")
    EXERCISE = "exercise", _("Exercise")
    OTHER = "other", _("Other")


class OperationFields(models.Model):
    """What is recorded of an operation; a changed purpose keeps the one before it."""

    kind = models.CharField(max_length=20, choices=OperationKind.choices)
    name = models.CharField(max_length=100)
    purpose = models.TextField()
    legal_basis = models.TextField()
    deciding_body = models.CharField(max_length=100)
    contact = models.CharField(max_length=100, help_text="whom residents may ask")
    starts_on = models.DateField()
    review_on = models.DateField()
    retention_days = models.PositiveSmallIntegerField(help_text="days after its end until personal data goes")
    impact_assessment = models.TextField()
    opened_by_id = models.UUIDField()
    opened_at = models.DateTimeField(default=timezone.now)
    ended_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_decision = models.CharField(max_length=200, blank=True, help_text="who decided the end, and how")

    class Meta:
        abstract = True


class Operation(OwnedRow, OperationFields):
    """An operation of one community; its id is the scope of the keys its data goes under."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by_id=None, end_decision="")
                | models.Q(ended_at__isnull=False, ended_by_id__isnull=False) & ~models.Q(end_decision=""),
                name="an_ended_operation_names_who_decided_it",
            ),
            models.UniqueConstraint(
                fields=["community_id"],
                condition=models.Q(ended_at=None),
                name="one_open_operation_a_community",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.ended_at is None


class OperationVersion(VersionRow, OperationFields):
    """An operation as it was recorded before."""


class JobState(models.Model):
    """How a job of this installation fares: when it last began and ended, and what kept it from ending well."""

    name = models.CharField(max_length=60, primary_key=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    handled = models.PositiveIntegerField(default=0, help_text="how much the last run found to do")
    failures = models.PositiveIntegerField(default=0, help_text="failed runs since the last good one")
    error = models.CharField(max_length=100, blank=True, help_text="kind of the last error; never its text")


keep_versions(Operation, OperationVersion)
