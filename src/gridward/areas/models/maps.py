"""A map on its way in: the file, and each of its shapes with what becomes of it. No map holds a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.shared.models import OwnedRow
from gridward.shared.runs import Run


class Datum(models.TextChoices):
    """The coordinates a map is drawn in; the shifted ones of Chinese web maps are converted on the way in."""

    WGS84 = "wgs84", _("WGS 84 (GPS, OpenStreetMap, 天地图)")
    GCJ02 = "gcj02", _("GCJ-02 (Amap, Tencent)")
    BD09 = "bd09", _("BD-09 (Baidu)")


class MapImport(Run):
    """One map file on its way in: read into shapes, matched, looked at, applied whole or not at all."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", pgettext_lazy("map", "Waiting")
        READING = "reading", pgettext_lazy("map", "Being read")
        READY = "ready", pgettext_lazy("map", "Ready to be looked at")
        APPLYING = "applying", pgettext_lazy("map", "Going in")
        APPLIED = "applied", pgettext_lazy("map", "On the map")
        CANCELLED = "cancelled", pgettext_lazy("map", "Cancelled")
        FAILED = "failed", pgettext_lazy("map", "Failed")

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, to know it again")
    format = models.CharField(max_length=20, blank=True, help_text="what the file was read as")
    datum = models.CharField(max_length=10, choices=Datum.choices, default=Datum.WGS84)
    options = models.JSONField(default=dict, help_text="what to do with new buildings and their doors")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    summary = models.JSONField(default=dict, help_text="counts by kind and verdict")
    file = models.BinaryField(default=bytes, help_text="the upload, until applied or cancelled")


class ShapeKind(models.TextChoices):
    """What a shape of a map is."""

    BUILDING = "building", _("Building")
    SITE = "site", pgettext_lazy("map", "Site")
    AREA = "area", pgettext_lazy("map", "Area")
    ADDRESS = "address", _("House number")
    ROAD = "road", _("Road")
    WATER = "water", _("Water")
    GREEN = "green", _("Green")
    OTHER = "other", pgettext_lazy("map", "Other")


class Verdict(models.TextChoices):
    """What becomes of a shape: matched for sure, proposed to a person, new, left aside or refused by name."""

    SURE = "sure", pgettext_lazy("map", "Matched")
    PROPOSED = "proposed", pgettext_lazy("map", "Proposed")
    NEW = "new", pgettext_lazy("map", "New")
    GROUND = "ground", pgettext_lazy("map", "Background")
    ASIDE = "aside", pgettext_lazy("map", "Left aside")
    REFUSED = "refused", pgettext_lazy("map", "Refused")


class MapShape(OwnedRow):
    """One shape of a map: geometry in WGS 84 with its box, what the map says of it, and what it was matched to.

    Shapes stay after an import: water and roads as background, buildings as what the register is held against.
    """

    import_id = models.UUIDField()
    position = models.PositiveIntegerField(help_text="of the feature in the file, from 1")
    kind = models.CharField(max_length=10, choices=ShapeKind.choices)
    ref = models.CharField(
        max_length=60, help_text="the source's own id: way/123; else derived from the geometry"
    )
    name = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=40, blank=True, help_text="house number as the map writes it")
    floors = models.PositiveSmallIntegerField(null=True)
    use = models.CharField(max_length=40, blank=True, help_text="what the map calls it: residential, school")
    geometry = models.JSONField(null=True, help_text="GeoJSON geometry, WGS 84; none where refused")
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    findings = models.JSONField(default=list, help_text="codes of what was repaired, or why it was refused")
    building_id = models.UUIDField(null=True)
    site_id = models.UUIDField(null=True)
    proposals = models.JSONField(default=list, help_text="list of (id, reason code), the likeliest first")
    is_current = models.BooleanField(
        default=False, help_text="of the map that was applied last with this ref"
    )
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=40, blank=True, help_text="why it was left aside: shed, shop, outside"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "import_id", "position"], name="one_map_shape_a_position"
            )
        ]
        indexes = [
            models.Index(fields=["community_id", "import_id", "verdict"]),
            models.Index(fields=["community_id", "is_current", "kind", "west"]),
            models.Index(fields=["community_id", "building_id"]),
        ]
