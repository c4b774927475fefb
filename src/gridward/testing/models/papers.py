"""Paper forms that were filled in by hand and typed in afterwards."""

from django.db import models
from django.utils import timezone

from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class PaperForm(OwnedRow):
    """One sheet of paper, one tube: who sampled when, and who typed it in; the samples are the typist's facts."""

    tube_id = models.UUIDField()
    sampler_id = models.UUIDField(help_text="worker named on the form")
    sampled_at = models.DateTimeField()
    rows = models.PositiveSmallIntegerField()
    typed_by_id = models.UUIDField()
    typed_at = models.DateTimeField(default=timezone.now)

    tube = owned_relation("testing.Tube", "tube_id")

    class Meta:
        indexes = [models.Index(fields=["community_id", "tube_id"])]
