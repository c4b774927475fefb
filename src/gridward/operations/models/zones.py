"""Zones of an operation: what lies in each, how grave it is, what holds there; levels and measures are data."""

from django.db import models
from django.utils import timezone

from gridward.facts.models import VersionRow
from gridward.facts.versions import keep_versions
from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class ZoneLevel(OwnedRow):
    """How grave a zone may be, in the community's own words: high, medium, low; or to be moved out, to be ready."""

    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=1, help_text="1 is the gravest")
    colour = models.PositiveSmallIntegerField(default=3, help_text="step of the scale of the map, 0 to 5")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "code"], name="one_zone_level_a_code"),
            models.CheckConstraint(condition=models.Q(colour__range=(0, 5)), name="zone_colour_0_to_5"),
        ]

    def __str__(self) -> str:
        return self.name_zh


class Measure(OwnedRow):
    """Something that may hold in a zone, in words: stay in, one leaves for shopping every other day."""

    code = models.CharField(max_length=30)
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community_id", "code"], name="one_measure_a_code")]

    def __str__(self) -> str:
        return self.text_zh


class ZoneFields(models.Model):
    """What is recorded of a zone; the decision and the reason are those of this version."""

    operation_id = models.UUIDField()
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=30, help_text="code of its level")
    outline = models.JSONField(null=True, help_text="GeoJSON Polygon or MultiPolygon, WGS 84")
    bound_east = models.CharField(max_length=120, blank=True, help_text="东至: in words")
    bound_south = models.CharField(max_length=120, blank=True, help_text="南至")
    bound_west = models.CharField(max_length=120, blank=True, help_text="西至")
    bound_north = models.CharField(max_length=120, blank=True, help_text="北至")
    areas = models.JSONField(default=list, help_text="ids of areas that lie in it whole")
    sites = models.JSONField(default=list, help_text="ids of sites that lie in it whole")
    buildings = models.JSONField(default=list, help_text="ids of buildings that lie in it")
    measures = models.JSONField(default=list, help_text="codes of what holds in it")
    test_dates = models.JSONField(default=list, help_text="days of testing, ISO")
    test_every_days = models.PositiveSmallIntegerField(null=True, help_text="or every so many days")
    pool_door = models.PositiveSmallIntegerField(
        null=True, help_text="people a tube at the door; 0: a household"
    )
    pool_central = models.PositiveSmallIntegerField(null=True, help_text="people a tube at the central site")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    is_closed = models.BooleanField(default=False)
    decision = models.CharField(max_length=120, help_text="number of the paper that decided this, and whose")
    reason = models.CharField(max_length=200, blank=True, help_text="why it was opened, changed or closed")

    class Meta:
        abstract = True


class Zone(OwnedRow, ZoneFields):
    """A zone as it stands now."""

    operation = owned_relation("operations.Operation", "operation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "operation_id", "name"],
                condition=models.Q(is_closed=False),
                name="one_open_zone_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="a_zone_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~models.Q(decision=""), name="a_zone_names_its_decision"),
        ]

    def __str__(self) -> str:
        return self.name


class ZoneVersion(VersionRow, ZoneFields):
    """A zone as it was."""


class ZoneBuilding(OwnedRow):
    """A building that lies in a zone, worked out once from its point or the lists, with since and until when."""

    zone_id = models.UUIDField()
    building_id = models.UUIDField()
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    zone = owned_relation("operations.Zone", "zone_id")
    building = owned_relation("areas.Building", "building_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "zone_id", "building_id"],
                condition=models.Q(until=None),
                name="a_building_lies_once_in_a_zone",
            )
        ]
        indexes = [
            models.Index(fields=["community_id", "building_id"]),
            models.Index(fields=["community_id", "zone_id"]),
        ]


keep_versions(Zone, ZoneVersion)
