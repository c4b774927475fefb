"""One emergency: why personal data is collected, on what ground, decided by whom, until when."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridward.shared.models import OwnedRow


class OperationKind(models.TextChoices):
    """What kind of operation it is."""

    EPIDEMIC = "epidemic", _("Epidemic control")
    FLOOD = "flood", _("Flood")
    HEAT = "heat", _("Heat wave")
    EXERCISE = "exercise", _("Exercise")
    OTHER = "other", _("Other")


class Operation(OwnedRow):
    """An operation of one community; its id is the scope of the keys its data goes under."""

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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by_id=None)
                | models.Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="an_ended_operation_names_who_ended_it",
            ),
            models.UniqueConstraint(
                fields=["community_id"], condition=models.Q(ended_at=None), name="one_open_operation_a_community"
            ),
        ]

    def __str__(self) -> str:
        return self.name
