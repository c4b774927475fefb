"""Proposals to divide or assign, what a person pinned, and what the planning reckons with."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.shared.models import OwnedRow
from gridward.shared.runs import Run


class Kind(models.TextChoices):
    """What a proposal is about."""

    AREAS = "areas", _("Divide into areas")
    WORKERS = "workers", _("Assign to workers")
    REPAIR = "repair", _("Stand in for somebody away")


class Balance(models.TextChoices):
    """What is shared out evenly."""

    DOORS = "doors", pgettext_lazy("balance", "Doors")
    MINUTES = "minutes", pgettext_lazy("balance", "Expected minutes")


class Proposal(Run):
    """A proposal on its way: planned by a job, looked at and changed by a person, accepted whole or not at all."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", pgettext_lazy("proposal", "Waiting")
        PLANNING = "planning", pgettext_lazy("proposal", "Being planned")
        READY = "ready", pgettext_lazy("proposal", "Waits for a yes")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
        CANCELLED = "cancelled", pgettext_lazy("proposal", "Cancelled")
        FAILED = "failed", pgettext_lazy("proposal", "Failed")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    area_ids = models.JSONField(default=list, help_text="the areas it is about; empty: the whole community")
    options = models.JSONField(default=dict, help_text="balance, limits, price, parts; ids and numbers only")
    figures = models.JSONField(
        default=dict, help_text="measures before and after, loads by part, what is left out"
    )
    seed = models.PositiveIntegerField(default=1)
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by_id=None, decided_at=None)
                | models.Q(decided_by_id__isnull=False, decided_at__isnull=False),
                name="a_proposals_decision_names_its_maker",
            )
        ]
        indexes = [models.Index(fields=["community_id", "started_at"])]


class ProposalPiece(OwnedRow):
    """A building, or some doors of one, in a proposal: who has it now, who would have it, and why.

    `seen` is a digest of what the register said of it when it was planned; a part is an area or a worker.
    """

    proposal_id = models.UUIDField()
    position = models.PositiveIntegerField()
    building_id = models.UUIDField()
    area_id = models.UUIDField(null=True)
    is_whole = models.BooleanField(default=True, help_text="all doors of the building")
    unit = models.CharField(max_length=10, blank=True, help_text="the staircase, where it is one")
    door_ids = models.JSONField(default=list)
    doors = models.PositiveIntegerField(default=0)
    minutes = models.FloatField(default=0)
    x = models.FloatField(default=0, help_text="metres")
    y = models.FloatField(default=0)
    needs = models.JSONField(default=list, help_text="what its worker must be able to")
    hardness = models.PositiveSmallIntegerField(default=1)
    held = models.JSONField(default=list, help_text="who has it now: list of (part or null, doors, minutes)")
    before_id = models.UUIDField(null=True, help_text="who has most of it now")
    after_id = models.UUIDField(null=True)
    moved = models.PositiveIntegerField(default=0, help_text="doors that change hands, as planned or changed")
    why = models.CharField(max_length=20, blank=True)
    is_pinned = models.BooleanField(default=False)
    changed_by_id = models.UUIDField(null=True, help_text="who moved it by hand")
    seen = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "proposal_id", "position"], name="one_proposal_piece_a_position"
            )
        ]


class PinTo(models.TextChoices):
    """What a pinned building stays with."""

    AREA = "area", _("Area")
    WORKER = "worker", pgettext_lazy("role", "Worker")


class Pin(OwnedRow):
    """A building that stays with its area or its worker, whatever is proposed."""

    building_id = models.UUIDField()
    to = models.CharField(max_length=10, choices=PinTo.choices)
    part_id = models.UUIDField(help_text="area or worker")
    by_id = models.UUIDField()
    pinned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "building_id", "to"], name="one_pin_a_building")
        ]


class AwayReason(models.TextChoices):
    """Why somebody is away; seen by the coordinator and by that person alone."""

    ILL = "ill", _("Ill")
    LEAVE = "leave", _("On leave")
    ISOLATED = "isolated", _("In isolation")
    FAMILY = "family", _("Family matters")
    OTHER_TASK = "other_task", _("Needed elsewhere")


class WorkerLimit(OwnedRow):
    """What one worker can take on; nothing said means nothing is limited. One row a worker."""

    worker_id = models.UUIDField()
    fewest = models.PositiveIntegerField(null=True, help_text="doors")
    most = models.PositiveIntegerField(null=True, help_text="doors")
    most_minutes = models.PositiveIntegerField(null=True)
    highest_floor = models.PositiveSmallIntegerField(null=True, help_text="1: no stairs")
    no_nights = models.BooleanField(default=False)
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True, help_text="last day; empty: nobody knows yet")
    away_reason = models.CharField(max_length=20, choices=AwayReason.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "worker_id"], name="one_limit_a_worker"),
            models.CheckConstraint(
                condition=models.Q(fewest=None)
                | models.Q(most=None)
                | models.Q(fewest__lte=models.F("most")),
                name="fewest_is_at_most_most",
            ),
            models.CheckConstraint(
                condition=models.Q(away_from=None, away_reason="")
                | models.Q(away_from__isnull=False) & ~models.Q(away_reason=""),
                name="away_has_a_day_and_a_reason",
            ),
        ]


class Weights(OwnedRow):
    """How long a visit is expected to take, and the usual limits; one row a community."""

    per_door = models.FloatField(default=4.0, help_text="minutes")
    per_floor = models.FloatField(default=0.5, help_text="minutes a floor above the first")
    per_person = models.FloatField(default=0.5, help_text="minutes a person living there")
    empty_share = models.FloatField(default=0.5, help_text="of per_door, where nobody lives")
    isolation_factor = models.FloatField(default=2.0, help_text="times the minutes where somebody isolates")
    categories = models.JSONField(
        default=dict, help_text="by category id: minutes, is_isolating, needs_nights"
    )
    fewest = models.PositiveIntegerField(default=35, help_text="doors a worker")
    most = models.PositiveIntegerField(default=45, help_text="doors a worker")
    stretch = models.FloatField(default=0.25, help_text="share above the most while standing in for somebody")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id"], name="one_row_of_weights"),
            models.CheckConstraint(
                condition=models.Q(fewest__lte=models.F("most")), name="weights_fewest_most"
            ),
        ]
