"""What people fill in about zones, their levels and measures."""

import json
import re
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.forms.people import WithId
from gridward.operations.forms import day_input
from gridward.operations.models import Measure, Zone, ZoneLevel
from gridward.operations.zones.entries import BOUNDS, LevelFact, MeasureFact, ZoneFact
from gridward.operations.zones.queries import Places
from gridward.operations.zones.words import FIELDS, said

PLACES: Final = {
    "operations.zone_nameless": "name",
    "operations.zone_name_taken": "name",
    "operations.unknown_level": "level",
    "operations.zone_undecided": "decision",
    "operations.level_undecided": "decision",
    "operations.zone_days": "ends_on",
    "operations.zone_testing": "test_every_days",
    "operations.bad_code": "code",
    "operations.wordless": "name_zh",
    "shared.bad_outline": "outline",
}
POOLS: Final = [("", "–"), (1, _("1 person")), (0, _("1 household")), (5, "5"), (10, "10"), (20, "20")]
DAY: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def ticks(label: Any) -> forms.MultipleChoiceField:
    """Several of a list."""
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class ZoneForm(WithId):
    """A zone: what it is called, where it is, what holds there, and the decision behind it."""

    name = forms.CharField(label=FIELDS["name"], max_length=60, help_text=_("As people say it."))
    level = forms.ChoiceField(label=FIELDS["level"], widget=forms.RadioSelect)
    decision = forms.CharField(
        label=_("Decision"),
        max_length=120,
        help_text=_("The number of the paper and whose it is: 指挥部通告〔2022〕12号."),
    )
    reason = forms.CharField(
        label=pgettext_lazy("zone", "Why"),
        required=False,
        max_length=200,
        help_text=_("Stays in the history; no names."),
    )
    starts_on = forms.DateField(label=FIELDS["starts_on"], widget=day_input())
    ends_on = forms.DateField(label=FIELDS["ends_on"], required=False, widget=day_input())
    outline = forms.CharField(
        label=FIELDS["outline"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Draw it on the map above; without the map, GeoJSON in WGS 84."),
    )
    areas = ticks(FIELDS["areas"])
    sites = ticks(FIELDS["sites"])
    buildings = ticks(FIELDS["buildings"])
    bound_east = forms.CharField(label=FIELDS["bound_east"], required=False, max_length=120)
    bound_south = forms.CharField(label=FIELDS["bound_south"], required=False, max_length=120)
    bound_west = forms.CharField(label=FIELDS["bound_west"], required=False, max_length=120)
    bound_north = forms.CharField(label=FIELDS["bound_north"], required=False, max_length=120)
    measures = ticks(FIELDS["measures"])
    test_every_days = forms.IntegerField(
        label=FIELDS["test_every_days"], required=False, min_value=1, max_value=30
    )
    test_dates = forms.CharField(
        label=FIELDS["test_dates"],
        required=False,
        help_text=_("Days that are named one by one: 2022-09-16, 2022-09-20."),
    )
    pool_door = forms.TypedChoiceField(
        label=FIELDS["pool_door"], required=False, coerce=int, empty_value=None, choices=POOLS
    )
    pool_central = forms.TypedChoiceField(
        label=FIELDS["pool_central"], required=False, coerce=int, empty_value=None, choices=POOLS
    )

    def __init__(
        self, *args: Any, levels: list[ZoneLevel], measures: list[Measure], places: Places, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "level": [(level.code, said(level, "name")) for level in levels],
            "measures": [(measure.code, said(measure, "text")) for measure in measures],
            "areas": places.areas.items(),
            "sites": places.sites.items(),
            "buildings": places.buildings.items(),
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]

    def clean_outline(self) -> dict[str, Any] | None:
        """The outline as GeoJSON; nothing drawn is no outline."""
        text = self.cleaned_data["outline"].strip()
        if not text:
            return None
        try:
            drawn = json.loads(text)
        except ValueError as error:
            raise forms.ValidationError(_("This is not GeoJSON. Please draw the outline again.")) from error
        return one_shape(drawn) if isinstance(drawn, dict) else None

    def clean_test_dates(self) -> tuple[date, ...]:
        """Days one by one."""
        text = self.cleaned_data["test_dates"]
        try:
            return tuple(date(*map(int, day.split("-"))) for day in DAY.findall(text))
        except ValueError as error:
            raise forms.ValidationError(_("There is no such day. Write days as 2022-09-16.")) from error

    def fact(self) -> ZoneFact:
        """What the form says."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        for name in ("areas", "sites", "buildings"):
            told[name] = tuple(UUID(id) for id in told[name])
        told["measures"] = tuple(told["measures"])
        return ZoneFact(**told)


def one_shape(drawn: dict[str, Any]) -> dict[str, Any] | None:
    """What was drawn as one geometry: of several shapes a MultiPolygon; of none nothing."""
    if drawn.get("type") != "FeatureCollection":
        return drawn
    shapes = [feature.get("geometry") or {} for feature in drawn.get("features", [])]
    rings: list[Any] = []
    for shape in shapes:
        coordinates = shape.get("coordinates", [])
        rings += [coordinates] if shape.get("type") == "Polygon" else coordinates
    return {"type": "MultiPolygon", "coordinates": rings} if rings else None


def values_of(zone: Zone) -> dict[str, Any]:
    """A zone that stands, as the form shows it; a reason is said anew each time."""
    names = ("name", "level", "decision", "starts_on", "ends_on", "areas", "sites", "buildings", "measures")
    plain = (*names, *BOUNDS, "test_every_days", "pool_door", "pool_central")
    return {name: getattr(zone, name) for name in plain} | {
        "outline": json.dumps(zone.outline) if zone.outline else "",
        "test_dates": ", ".join(zone.test_dates),
    }


class CloseForm(forms.Form):
    """Who decided that a zone is over, and why."""

    decision = ZoneForm.base_fields["decision"]
    reason = ZoneForm.base_fields["reason"]


class LevelForm(forms.Form):
    """A level of zones."""

    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("Small Latin letters: high."))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    order = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, help_text=_("1 is the gravest."))
    colour = forms.IntegerField(
        label=_("Colour"), min_value=0, max_value=5, help_text=_("0, palest, to 5, darkest on the map.")
    )

    def fact(self) -> LevelFact:
        """What the form says."""
        return LevelFact(**self.cleaned_data)


class MeasureForm(forms.Form):
    """A measure."""

    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("Small Latin letters: stay_in."))
    text_zh = forms.CharField(label=_("Words in Chinese"), max_length=200)
    text_en = forms.CharField(label=_("Words in English"), max_length=300, required=False)
    order = forms.IntegerField(label=_("Order"), min_value=1, max_value=99)

    def fact(self) -> MeasureFact:
        """What the form says."""
        return MeasureFact(**self.cleaned_data)
