"""Plan documents of an operation: kinds as data, and versions that are written, approved and put in force."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class PlanKind(OwnedRow):
    """A kind of plan document, in the community's own words: overall plan, testing plan."""

    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community_id", "code"], name="one_plan_kind_a_code")]


class PlanDocument(OwnedRow):
    """A plan document of an operation; what it says is in its versions."""

    operation_id = models.UUIDField()
    kind = models.CharField(max_length=30, help_text="code of its kind")
    title = models.CharField(max_length=100)
    begun_by_id = models.UUIDField()
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "operation_id", "title"], name="one_plan_document_a_title"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanState(models.TextChoices):
    """How a version stands."""

    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("plan", "Submitted")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    IN_FORCE = "in_force", pgettext_lazy("plan", "In force")
    REPLACED = "replaced", pgettext_lazy("plan", "Replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("plan", "Withdrawn")


class PlanVersion(OwnedRow):
    """One version of a plan document; its words are never changed, only how it stands."""

    document_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    is_markdown = models.BooleanField(default=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file = models.BinaryField(default=bytes, help_text="what was attached, as it came; holds no resident")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    written_by_id = models.UUIDField()
    written_at = models.DateTimeField(default=timezone.now)
    submitted_to_id = models.UUIDField(null=True, help_text="the person named to approve it")
    submitted_at = models.DateTimeField(null=True)
    approved_by_id = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    in_force_from = models.DateTimeField(null=True)
    in_force_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when it was replaced or withdrawn")
    ended_by_id = models.UUIDField(null=True)
    remark = models.CharField(max_length=200, blank=True, help_text="why it was sent back or withdrawn")

    document = owned_relation("operations.PlanDocument", "document_id", "versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "document_id", "number"], name="one_plan_version_a_number"
            ),
            models.UniqueConstraint(
                fields=["community_id", "document_id"],
                condition=models.Q(state="in_force"),
                name="one_plan_version_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by_id=None) | ~models.Q(approved_by_id=models.F("written_by_id")),
                name="a_plan_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "in_force"])
                | models.Q(approved_by_id__isnull=False, approved_at__isnull=False),
                name="a_plan_in_force_says_who_approved",
            ),
        ]
