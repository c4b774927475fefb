"""The envelope of a fact, the community clock, what changed, and the shape of versions."""

from django.db import models
from django.utils import timezone

from gridward.shared.ids import new_id
from gridward.shared.models import OwnedRow


class CommunityClock(models.Model):
    """One row a community: its epoch (changed by a restore) and the number of its last change."""

    community_id = models.UUIDField(primary_key=True)
    epoch = models.UUIDField(default=new_id)
    seq = models.BigIntegerField(default=0)


class Change(models.Model):
    """One changed row under the community's clock: number order is commit order."""

    pk = models.CompositePrimaryKey("community_id", "seq")
    community_id = models.UUIDField()
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    entity_id = models.UUIDField()


class FactRow(OwnedRow):
    """A fact somebody saw: the sender's id, two clocks, the device, and a digest of its body as receipt."""

    happened_at = models.DateTimeField(help_text="as the sender's clock claimed")
    corrected_at = models.DateTimeField(help_text="as our clock reckons; figures use this one")
    received_at = models.DateTimeField(default=timezone.now)
    device_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    digest = models.CharField(max_length=32)
    flags = models.JSONField(default=list)

    class Meta:
        abstract = True


class VersionRow(OwnedRow):
    """A version of a register row: true from–to in the world, known from–to by us, who said so and how."""

    entity_id = models.UUIDField()
    true_from = models.DateTimeField()
    true_to = models.DateTimeField(null=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    source = models.CharField(max_length=40)
    by_id = models.UUIDField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["community_id", "entity_id"])]


class FactConflict(OwnedRow):
    """A fact whose id we hold with another body: kept sealed, in the inbox under a named person."""

    kind = models.CharField(max_length=40)
    fact_id = models.UUIDField()
    received_at = models.DateTimeField(default=timezone.now)
    by_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    sealed_body = models.BinaryField(default=bytes)
    digest = models.CharField(max_length=32)
    resolved_by_id = models.UUIDField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "fact_id", "digest"], name="one_fact_conflict_a_body"
            )
        ]


class FactRefusal(OwnedRow):
    """A fact that could not be kept: its id, who sent it and why, and nothing of what it said."""

    kind = models.CharField(max_length=40)
    fact_id = models.UUIDField()
    received_at = models.DateTimeField(default=timezone.now)
    by_id = models.UUIDField()
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "fact_id", "by_id", "code"], name="one_fact_refusal_a_reason"
            )
        ]
