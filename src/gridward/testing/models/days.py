"""A day of testing, its two phases, and the places where samples are taken."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class Phase(models.TextChoices):
    """Where in the day a sample is taken: at the door first, then at the centre; and again after a positive tube."""

    DOOR = "door", _("At the door")
    CENTRE = "centre", _("At the centre")
    RESAMPLE = "resample", _("Re-sample")


class TestDay(OwnedRow):
    """A day of testing: who falls into which phase, how many share a tube, and the two rounds it opened."""

    class State(models.TextChoices):
        """Planned, then open, then closed."""

        PLANNED = "planned", pgettext_lazy("test day", "Planned")
        OPEN = "open", pgettext_lazy("test day", "Open")
        CLOSED = "closed", pgettext_lazy("test day", "Closed")

    date = models.DateField()
    operation_id = models.UUIDField()
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    door_rule = models.JSONField(
        default=dict, help_text="areas, zones, categories, whereabouts: any of them is tested at the door"
    )
    singles = models.JSONField(
        default=dict, help_text="categories, whereabouts: any of them has a tube of their own"
    )
    pools = models.JSONField(
        default=list, help_text="phase, zone (null: elsewhere) and size of each; size 0: a household"
    )
    has_workers = models.BooleanField(default=True, help_text="workers on duty are due too")
    door_opens_at = models.DateTimeField()
    door_closes_at = models.DateTimeField()
    centre_opens_at = models.DateTimeField()
    centre_closes_at = models.DateTimeField()
    door_round_id = models.UUIDField(null=True)
    centre_round_id = models.UUIDField(null=True)
    copied_from_id = models.UUIDField(null=True)
    planned_by_id = models.UUIDField()
    opened_by_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    operation = owned_relation("operations.Operation", "operation_id")
    door_round = owned_relation("rounds.Round", "door_round_id")
    centre_round = owned_relation("rounds.Round", "centre_round_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "date"], name="one_test_day_a_date"),
            models.CheckConstraint(
                condition=models.Q(state="planned", opened_at=None, opened_by_id=None)
                | models.Q(
                    state__in=["open", "closed"],
                    opened_at__isnull=False,
                    opened_by_id__isnull=False,
                    door_round_id__isnull=False,
                    centre_round_id__isnull=False,
                ),
                name="an_open_test_day_has_its_rounds",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by_id=None)
                | models.Q(state="closed", closed_at__isnull=False, closed_by_id__isnull=False),
                name="a_closed_test_day_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def pool_size(self, phase: str, zone_ids: frozenset[str] = frozenset()) -> int:
        """How many share a tube in a phase of this day."""
        return pool_size(self.pools, phase, zone_ids)


def pool_size(pools: list[dict[str, Any]], phase: str, zone_ids: frozenset[str] = frozenset()) -> int:
    """How many share a tube in a phase: the smallest of the zones named, else what holds elsewhere; 0: a household.

    A re-sample is single, and so is a phase nobody wrote a size for.
    """
    if phase == Phase.RESAMPLE:
        return 1
    rules = [rule for rule in pools if rule["phase"] == phase]
    zoned: list[int] = [rule["size"] for rule in rules if rule["zone"] in zone_ids]
    anywhere: list[int] = [rule["size"] for rule in rules if rule["zone"] is None]
    return min(zoned or anywhere or [1], key=lambda size: (size != 1, size))


class StationKind(models.TextChoices):
    """A place people come to, or a team that goes from door to door."""

    CENTRE = "centre", _("Central site")
    DOOR = "door", _("Door team")


class Station(OwnedRow):
    """Where samples are taken (采样点); it lasts over the days."""

    kind = models.CharField(max_length=10, choices=StationKind.choices, default=StationKind.CENTRE)
    name = models.CharField(max_length=60)
    site_id = models.UUIDField(null=True)
    place = models.CharField(max_length=120, blank=True, help_text="where it is, in words")
    lng = models.FloatField(null=True, help_text="WGS 84")
    lat = models.FloatField(null=True)
    order = models.PositiveSmallIntegerField(default=1)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community_id", "name"], name="one_station_a_name")]

    def __str__(self) -> str:
        return self.name


class Desk(OwnedRow):
    """A desk of a station (采样台)."""

    station_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)

    station = owned_relation("testing.Station", "station_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "station_id", "number"], name="one_desk_a_number_and_station"
            )
        ]
