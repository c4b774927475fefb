"""What setting up a day needs: norms, the stations of a day, its time slots, and exemptions over several days."""

from datetime import time

from django.db import models
from django.utils import timezone

from gridward.rounds.models import ExemptReason
from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class Norms(OwnedRow):
    """The figures a community plans its days of testing by; one row, and every figure is its own to change."""

    people_per_station_low = models.PositiveIntegerField(default=2000)
    people_per_station_high = models.PositiveIntegerField(default=3000)
    people_per_desk_low = models.PositiveIntegerField(default=600)
    people_per_desk_high = models.PositiveIntegerField(default=800)
    people_per_sampler = models.PositiveIntegerField(default=360)
    longest_wait_minutes = models.PositiveSmallIntegerField(default=20)
    seconds_per_person = models.PositiveSmallIntegerField(default=30, help_text="at a desk")
    pool_door = models.PositiveSmallIntegerField(default=0, help_text="people a tube; 0: a household")
    pool_centre = models.PositiveSmallIntegerField(default=10)
    prevalence_per_10000 = models.PositiveIntegerField(
        default=5, help_text="expected positive of 10,000, for the pool size"
    )
    transport_hours = models.PositiveSmallIntegerField(
        default=4, help_text="from sealing a tube to the laboratory"
    )
    door_from = models.TimeField(default=time(7))
    door_until = models.TimeField(default=time(12))
    centre_from = models.TimeField(default=time(13))
    centre_until = models.TimeField(default=time(20))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(people_per_station_low__gte=1)
                & models.Q(people_per_station_high__gte=models.F("people_per_station_low"))
                & models.Q(people_per_desk_low__gte=1)
                & models.Q(people_per_desk_high__gte=models.F("people_per_desk_low"))
                & models.Q(people_per_sampler__gte=1, seconds_per_person__gte=1, longest_wait_minutes__gte=1),
                name="testing_norms_can_be_reckoned_with",
            ),
        ]


class DayStation(OwnedRow):
    """A station on one day: how many desks work there, and how many samplers."""

    day_id = models.UUIDField()
    station_id = models.UUIDField()
    desks = models.PositiveSmallIntegerField(default=0)
    samplers = models.PositiveSmallIntegerField(default=0)

    day = owned_relation("testing.TestDay", "day_id")
    station = owned_relation("testing.Station", "station_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "day_id", "station_id"], name="one_line_a_station_and_day"
            )
        ]


class Slot(OwnedRow):
    """When the people of an area come to which station; an area may come in parts."""

    day_id = models.UUIDField()
    station_id = models.UUIDField()
    area_id = models.UUIDField(null=True, help_text="none: people in no area, and workers")
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    people = models.PositiveIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    day = owned_relation("testing.TestDay", "day_id")
    station = owned_relation("testing.Station", "station_id")
    area = owned_relation("areas.Area", "area_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="a_slot_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["community_id", "day_id", "begins_at"])]


class Standing(OwnedRow):
    """An exemption from testing over several days, asked for by one and approved by another."""

    subject_id = models.UUIDField(help_text="person or worker")
    door_id = models.UUIDField(null=True)
    area_id = models.UUIDField(null=True)
    worker_id = models.UUIDField(null=True, help_text="who answers for the door; never approves")
    reason = models.CharField(max_length=40, choices=ExemptReason.choices)
    from_on = models.DateField()
    until_on = models.DateField()
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    approved_by_id = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    door = owned_relation("households.Door", "door_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="a_standing_exemption_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None, approved_by_id=None)
                | models.Q(approved_at__isnull=False, approved_by_id__isnull=False),
                name="an_approved_standing_exemption_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by_id=None)
                | models.Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="an_ended_standing_exemption_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(approved_by_id=models.F("asked_by_id"))
                & ~models.Q(approved_by_id=models.F("worker_id")),
                name="a_standing_exemption_is_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["community_id", "subject_id", "until_on"])]

    @property
    def state(self) -> str:
        """The word a page shows: open (waits for another), exempt (holds), done (over)."""
        if self.ended_at is not None or self.until_on < timezone.localdate():
            return "done"
        return "exempt" if self.approved_at else "open"
