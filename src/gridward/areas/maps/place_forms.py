"""Forms by which buildings are put on the map by hand, with or without a map."""

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import numpy
from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.areas.maps.datums import to_wgs84
from gridward.areas.maps.placing import PlaceFact
from gridward.areas.models import Building, Datum
from gridward.facts.said import EMPTY
from gridward.shared.geometry import DECIMALS

UNREAD = _("This is no place: write longitude and latitude as 110.33210, 33.69540.")


def place_read(text: str, datum: str = Datum.WGS84) -> tuple[float, float] | None:
    """Longitude and latitude in a text as WGS 84; the other way round is understood where it is certain."""
    numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text))]
    if len(numbers) != 2:
        return None
    lng, lat = numbers if abs(numbers[1]) <= 90 else (numbers[1], numbers[0])
    if abs(lng) > 180 or abs(lat) > 90:
        return None
    [place] = to_wgs84(numpy.array([[lng, lat]]), datum).tolist()
    return round(place[0], DECIMALS), round(place[1], DECIMALS)


def _is_place(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) >= 2 and all(isinstance(each, int | float) for each in value)
    )


class PlaceForm(forms.Form):
    """Where one building stands: drawn on the map, as GeoJSON, or as plain coordinates."""

    drawn = forms.CharField(
        label=_("The shape as GeoJSON"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("A polygon is the footprint, a point only the place. It follows what you draw."),
    )
    place = forms.CharField(
        label=_("Or coordinates"),
        required=False,
        max_length=60,
        help_text=_("Longitude, latitude: 110.33210, 33.69540. Only where nothing is drawn."),
    )
    datum = forms.ChoiceField(
        label=_("Where the coordinates were read off"), choices=Datum.choices, required=False
    )

    def clean_drawn(self) -> dict[str, Any] | None:
        """What was drawn, as it is kept."""
        text = self.cleaned_data["drawn"].strip()
        try:
            value = json.loads(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(_("This is no GeoJSON.")) from error
        if value is not None and not isinstance(value, dict):
            raise forms.ValidationError(_("This is no GeoJSON."))
        if value and value.get("type") == "Point" and not _is_place(value.get("coordinates")):
            raise forms.ValidationError(UNREAD)
        return value

    def clean(self) -> dict[str, Any]:
        """The coordinates, read in the datum they were read off."""
        said = super().clean() or {}
        if said.get("drawn") is None and said.get("place"):
            said["point"] = place_read(said["place"], said.get("datum") or Datum.WGS84)
            if said["point"] is None:
                self.add_error("place", UNREAD)
        return said

    def fact(self, building_id: UUID) -> PlaceFact:
        """Where the building stands; nothing said takes it off the map."""
        drawn, point = self.cleaned_data.get("drawn"), self.cleaned_data.get("point")
        if drawn and drawn.get("type") == "Point":
            return PlaceFact(building_id, EMPTY, *drawn["coordinates"][:2])
        if drawn:
            return PlaceFact(building_id, drawn)
        return PlaceFact(building_id, None, *point) if point else PlaceFact(building_id, EMPTY)


def values_of_place(building: Building) -> dict[str, Any]:
    """Where a building stands, as the form shows it."""
    if building.footprint:
        return {"drawn": json.dumps(building.footprint)}
    if building.lng is None:
        return {}
    return {"drawn": json.dumps({"type": "Point", "coordinates": [building.lng, building.lat]})}


class PlacesForm(forms.Form):
    """Coordinates of many buildings, one line each; an empty one is left."""

    datum = forms.ChoiceField(
        label=_("Where the coordinates were read off"), choices=Datum.choices, required=False
    )

    def __init__(self, *args: Any, buildings: Iterable[Building], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.buildings = list(buildings)
        for building in self.buildings:
            self.fields[f"place-{building.id}"] = forms.CharField(
                label=building.whole_name,
                required=False,
                max_length=60,
                widget=forms.TextInput(
                    attrs={
                        "inputmode": "decimal",
                        "autocomplete": "off",
                        "placeholder": "110.33210, 33.69540",
                    }
                ),
            )

    def lines(self) -> list[tuple[Building, Any]]:
        """Each building with its field."""
        return [(building, self[f"place-{building.id}"]) for building in self.buildings]

    def facts(self) -> list[PlaceFact]:
        """The places that were written; one that cannot be read becomes an error of its line."""
        found, datum = [], self.cleaned_data.get("datum") or Datum.WGS84
        for building in self.buildings:
            if text := self.cleaned_data.get(f"place-{building.id}", "").strip():
                point = place_read(text, datum)
                if point is None:
                    self.add_error(f"place-{building.id}", UNREAD)
                else:
                    found.append(PlaceFact(building.id, None, *point))
        return found
