"""Areas with their leader, and the sites and buildings that lie in them; all versioned."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridward.facts.models import VersionRow
from gridward.facts.versions import keep_versions
from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class SiteKind(models.TextChoices):
    """What kind of place a site is; a building site is a full member of the grid."""

    COMPOUND = "compound", _("Compound")
    LANE = "lane", _("Lane")
    VILLAGE_GROUP = "village_group", _("Village group")
    BUILDING_SITE = "building_site", _("Building site")
    OTHER = "other", _("Other")


class Managed(models.TextChoices):
    """Whether it is clear who manages a site."""

    CLEAR = "clear", _("Managing body clear")
    UNCLEAR = "unclear", _("Managing body unclear")


class AreaFields(models.Model):
    """What is recorded of an area (片区)."""

    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    leader_id = models.UUIDField(null=True, help_text="worker: 片长")
    deputy_id = models.UUIDField(null=True, help_text="worker who stands in for the leader: 副片长")
    bound_east = models.CharField(max_length=120, blank=True, help_text="东至: in words")
    bound_south = models.CharField(max_length=120, blank=True, help_text="南至")
    bound_west = models.CharField(max_length=120, blank=True, help_text="西至")
    bound_north = models.CharField(max_length=120, blank=True, help_text="北至")
    duties = models.TextField(blank=True)
    difficulty = models.PositiveSmallIntegerField(default=1, help_text="1 ordinary to 3 hardest")
    outline = models.JSONField(null=True, help_text="GeoJSON Polygon or MultiPolygon, WGS 84")
    is_closed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Area(OwnedRow, AreaFields):
    """An area as it stands now."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "number"],
                condition=models.Q(is_closed=False),
                name="one_open_area_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(difficulty__range=(1, 3)), name="area_difficulty_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaVersion(VersionRow, AreaFields):
    """An area as it was."""


class SiteFields(models.Model):
    """What is recorded of a site (小区, 巷, 组, 工地)."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=SiteKind.choices)
    managed = models.CharField(max_length=20, choices=Managed.choices, default=Managed.CLEAR)
    managing_body = models.CharField(max_length=100, blank=True)
    area_id = models.UUIDField(null=True, help_text="where the whole site lies in one area")
    outline = models.JSONField(null=True, help_text="GeoJSON Polygon or MultiPolygon, WGS 84")
    map_ref = models.CharField(max_length=60, blank=True, help_text="the shape of the map it was matched to")

    class Meta:
        abstract = True


class Site(OwnedRow, SiteFields):
    """A site as it stands now."""

    area = owned_relation("areas.Area", "area_id", "sites")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community_id", "name"], name="one_site_a_name")]

    def __str__(self) -> str:
        return self.name


class SiteVersion(VersionRow, SiteFields):
    """A site as it was."""


def whole_name(site: str, building: str) -> str:
    """A building with its site as people write it: 信合小区3号楼, but Suvilahdenkatu 4 A with a blank."""
    is_latin = site[-1:].isalnum() and site[-1:] < "\u2e80" and building[:1] < "\u2e80"
    return f"{site} {building}".rstrip() if is_latin else f"{site}{building}"


class BuildingFields(models.Model):
    """What is recorded of a building; in a lane or village group the house with its number."""

    site_id = models.UUIDField()
    area_id = models.UUIDField(null=True)
    name = models.CharField(max_length=40, help_text="as people write it: 3号楼, 12A楼, 南楼, 29号")
    number = models.CharField(max_length=20, help_text="as the address grammar has it: 3, 12A, 南, 29")
    units = models.PositiveSmallIntegerField(default=1)
    floors = models.PositiveSmallIntegerField(null=True)
    walking_order = models.PositiveIntegerField(default=0)
    footprint = models.JSONField(null=True, help_text="GeoJSON Polygon or MultiPolygon, WGS 84")
    lng = models.FloatField(null=True, help_text="a point inside, degrees east, WGS 84")
    lat = models.FloatField(null=True, help_text="a point inside, degrees north, WGS 84")
    map_ref = models.CharField(max_length=60, blank=True, help_text="the shape of the map it was matched to")

    class Meta:
        abstract = True


class Building(OwnedRow, BuildingFields):
    """A building as it stands now."""

    site = owned_relation("areas.Site", "site_id", "buildings")
    area = owned_relation("areas.Area", "area_id", "buildings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "site_id", "number"], name="one_building_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(lng=None, lat=None)
                | models.Q(lng__range=(-180, 180), lat__range=(-90, 90)),
                name="a_building_stands_on_the_earth",
            ),
        ]
        indexes = [models.Index(fields=["community_id", "area_id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def whole_name(self) -> str:
        """Its name behind its site's, which must have been fetched along."""
        return whole_name(self.site.name, self.name)


class BuildingVersion(VersionRow, BuildingFields):
    """A building as it was."""


keep_versions(Area, AreaVersion)
keep_versions(Site, SiteVersion)
keep_versions(Building, BuildingVersion)
