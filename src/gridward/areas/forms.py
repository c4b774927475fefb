"""Forms about areas, sites and buildings."""

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.forms.people import WithId
from gridward.accounts.models import Worker
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.models import Area, Building, Managed, Site, SiteKind
from gridward.areas.screen.geo_field import GeoField
from gridward.areas.words import DIFFICULTIES
from gridward.facts.said import EMPTY
from gridward.shared.geometry import outline_of
from gridward.shared.problems import Problem
from gridward.shared.registries import NamedArea

PLACES: Final = {
    "areas.number_taken": "number",
    "areas.unknown_leader": "leader",
    "areas.site_name_taken": "name",
    "areas.building_taken": "number",
    "areas.unknown_area": "area",
}
BOUNDS: Final = ("bound_east", "bound_south", "bound_west", "bound_north")
Choices = list[tuple[str, Any]]


def area_choices(areas: Iterable[NamedArea], empty: Any) -> Choices:
    """Areas to choose from, nothing first."""
    return [("", empty), *((str(area.id), area.words) for area in areas)]


class AreaForm(WithId):
    """An area, its leader and what the leader does."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=32000)
    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("As people say it, for example 第3片区.")
    )
    leader: "forms.ModelChoiceField[Worker]" = forms.ModelChoiceField(
        queryset=None,
        label=_("Area leader"),
        required=False,
        empty_label=_("nobody yet"),
        help_text=_("Who is missing here is first added under People at work."),
    )
    deputy: "forms.ModelChoiceField[Worker]" = forms.ModelChoiceField(
        queryset=None, label=_("Deputy of the leader"), required=False, empty_label=_("nobody yet")
    )
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"),
        coerce=int,
        choices=list(DIFFICULTIES.items()),
        initial=1,
        widget=forms.RadioSelect,
        help_text=_("The hardest areas are taken first."),
    )
    duties = forms.CharField(
        label=_("Duties of the leader"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": True}),
    )
    bound_east = forms.CharField(label=_("East to"), required=False, max_length=120)
    bound_south = forms.CharField(label=_("South to"), required=False, max_length=120)
    bound_west = forms.CharField(label=_("West to"), required=False, max_length=120)
    bound_north = forms.CharField(label=_("North to"), required=False, max_length=120)
    outline = GeoField(label=_("Outline"))

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leader", "deputy"):
            self.fields[name].queryset = workers  # type: ignore[attr-defined]

    def clean_outline(self) -> dict[str, Any] | None:
        """The outline as it can be kept: what crosses itself is mended."""
        drawn = self.cleaned_data["outline"]
        try:
            return outline_of(drawn)[0] if drawn else None
        except Problem as problem:
            raise forms.ValidationError(problem.message) from problem

    @property
    def bounds(self) -> list[Any]:
        """The four bounds, as the page shows them beside each other."""
        return [self[name] for name in BOUNDS]

    def fact(self, area_id: UUID | None = None) -> AreaFact:
        """What the form says."""
        said = self.cleaned_data
        return AreaFact(
            id=area_id or said["id"],
            number=said["number"],
            name=said["name"],
            leader_id=said["leader"].id if said["leader"] else EMPTY,
            deputy_id=said["deputy"].id if said["deputy"] else EMPTY,
            difficulty=said["difficulty"],
            duties=said["duties"],
            outline=(said["outline"] or EMPTY) if "outline" in self.data else None,
            **{name: said[name] for name in BOUNDS},
        )


def values_of_area(area: Area) -> dict[str, Any]:
    """What stands, as the form shows it."""
    values = {name: getattr(area, name) for name in ("id", "number", "name", "difficulty", "duties", *BOUNDS)}
    outline = json.dumps(area.outline) if area.outline else ""
    return values | {"leader": area.leader_id, "deputy": area.deputy_id, "outline": outline}


class SiteForm(WithId):
    """A compound, lane, village group, building site or other place."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("For example 信合小区, 老街, 陈塬社区10组.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=SiteKind.choices, widget=forms.RadioSelect)
    managed = forms.ChoiceField(
        label=_("Who manages it"), choices=Managed.choices, initial=Managed.CLEAR, widget=forms.RadioSelect
    )
    managing_body = forms.CharField(label=_("Managing body"), required=False, max_length=100)
    area = forms.ChoiceField(
        label=_("Area"),
        required=False,
        help_text=_("Where the whole place lies in one area: new buildings go there."),
    )

    def __init__(self, *args: Any, areas: Iterable[NamedArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices(areas, _("not all in one area"))  # type: ignore[attr-defined]

    def fact(self, site_id: UUID | None = None) -> SiteFact:
        """What the form says."""
        said = self.cleaned_data
        return SiteFact(
            id=site_id or said["id"],
            name=said["name"],
            kind=said["kind"],
            managed=said["managed"],
            managing_body=said["managing_body"],
            area_id=UUID(said["area"]) if said["area"] else EMPTY,
        )


def values_of_site(site: Site) -> dict[str, Any]:
    """What stands, as the form shows it."""
    names = ("id", "name", "kind", "managed", "managing_body")
    return {name: getattr(site, name) for name in names} | {"area": site.area_id or ""}


class BuildingForm(WithId):
    """A building, or the house of a lane or village group."""

    number = forms.CharField(
        label=_("Number"), max_length=20, help_text=_("Only the number or sign: 3, 12A, 南, 29.")
    )
    name = forms.CharField(
        label=_("As people write it"), max_length=40, required=False, help_text=_("3号楼, 12A楼, 南楼, 29号.")
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    units = forms.IntegerField(
        label=pgettext_lazy("of a building", "Units"), min_value=1, max_value=99, initial=1
    )
    floors = forms.IntegerField(label=_("Floors"), min_value=1, max_value=99, required=False)
    walking_order = forms.IntegerField(
        label=_("Place in the walking order"),
        min_value=0,
        initial=0,
        help_text=_("Lists go along this order."),
    )

    def __init__(self, *args: Any, areas: Iterable[NamedArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices(areas, _("in no area yet"))  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """3号楼 and ３栋 are the number 3; 南楼 is a name of its own."""
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", self.cleaned_data["number"])).upper()
        return re.sub(r"(?<=[0-9A-Z])(?:号楼|号院|栋|幢|座|号|楼|#)$", "", plain)

    def fact(self, site: Site, building_id: UUID | None = None) -> BuildingFact:
        """What the form says; a name that was not said follows from the number and the kind of site."""
        said = self.cleaned_data
        return BuildingFact(
            id=building_id or said["id"],
            site_id=site.id,
            number=said["number"],
            name=said["name"] or usual_name(site, said["number"]),
            area_id=UUID(said["area"]) if said["area"] else EMPTY,
            units=said["units"],
            floors=said["floors"] or EMPTY,
            walking_order=said["walking_order"],
        )


def usual_name(site: Site, number: str) -> str:
    """3 is 3号楼 in a compound, and 3号 in a lane or village group."""
    if not re.search(r"[0-9A-Z]$", number):
        return number
    is_lane = site.kind in (SiteKind.LANE, SiteKind.VILLAGE_GROUP)
    return number + ("号" if is_lane else "号楼" if number.isdecimal() else "楼")


def values_of_building(building: Building) -> dict[str, Any]:
    """What stands, as the form shows it."""
    names = ("id", "number", "name", "units", "floors", "walking_order")
    return {name: getattr(building, name) for name in names} | {"area": building.area_id or ""}


class MoveForm(forms.Form):
    """Buildings that go into another area, or into none."""

    building = forms.TypedMultipleChoiceField(
        coerce=UUID, error_messages={"required": _("First tick the buildings that move.")}
    )
    area = forms.ChoiceField(required=False, label=_("Into the area"))

    def __init__(
        self, *args: Any, areas: Iterable[NamedArea], buildings: Iterable[UUID], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices(areas, _("in no area"))  # type: ignore[attr-defined]
        self.fields["building"].choices = [(id, id) for id in buildings]  # type: ignore[attr-defined]

    def facts(self) -> list[BuildingFact]:
        """Each building with its new area."""
        area_id = UUID(self.cleaned_data["area"]) if self.cleaned_data["area"] else EMPTY
        return [BuildingFact(id=id, area_id=area_id) for id in self.cleaned_data["building"]]
