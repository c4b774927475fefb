"""Who did or saw what, when and why: ids only."""

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One line a verb or a sight, under the community clock's number; never changed, never deleted."""

    pk = models.CompositePrimaryKey("community_id", "seq")
    community_id = models.UUIDField()
    seq = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by_id = models.UUIDField(help_text="the worker, or the nil id for the system itself")
    deed = models.CharField(max_length=60)
    how_many = models.IntegerField(default=1)
    subject_id = models.UUIDField(null=True, help_text="the one thing it was about, where there is one")
    purpose = models.CharField(max_length=60, blank=True)
    seal = models.CharField(max_length=64, blank=True, help_text="hash chain, filled by a job")

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "subject_id"]),
            models.Index(fields=["community_id", "at"]),
            models.Index(fields=["community_id", "by_id"]),
            models.Index(
                fields=["community_id", "seq"], condition=models.Q(seal=""), name="entry_not_sealed_yet"
            ),
        ]
