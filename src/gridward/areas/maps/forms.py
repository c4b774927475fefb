"""Forms of a map's way in, and what a person ticked about its shapes."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gridward.areas.maps.deciding import ACCEPT, ASIDE, NEW, Decision
from gridward.areas.maps.runs import Options
from gridward.areas.models import Datum, Site

KINDS = ".geojson,.json,.osm,.gz,.bz2,.pbf,.gpkg,.zip,.kml,.kmz,.gml,.dxf,.fgb"


class OptionsForm(forms.Form):
    """How a map is read and what becomes of buildings the register does not have."""

    datum = forms.ChoiceField(
        label=_("Coordinates of the map"),
        choices=Datum.choices,
        initial=Datum.WGS84,
        widget=forms.RadioSelect,
        help_text=_(
            "Maps copied from Chinese web maps are shifted by some hundred metres; the preview warns of it."
        ),
    )
    take_new = forms.BooleanField(
        label=_("Take buildings and named places into the register that it does not have"),
        required=False,
        help_text=_("Without it they are listed, and you decide about each."),
    )
    site = forms.ChoiceField(
        label=_("Where a new building goes that lies in no site and on no street"),
        required=False,
        help_text=_("Otherwise such a building waits for you."),
    )

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", _("it waits")), *((str(s.id), s.name) for s in sites)]  # type: ignore[attr-defined]

    def options(self) -> Options:
        """What was chosen."""
        said = self.cleaned_data
        return Options(said["datum"], said["take_new"], UUID(said["site"]) if said["site"] else None)


class MapForm(OptionsForm):
    """One map file."""

    file = forms.FileField(
        label=_("Map file"),
        help_text=_(
            "OpenStreetMap, GeoJSON, GPKG, zipped Shapefile, KML, GML, DXF. Nothing is written before a yes."
        ),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty: choose the map again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": KINDS}),
    )
    field_order = ("file", "datum", "take_new", "site")

    def clean_file(self) -> object:
        """Refuse what is larger than goes in at once."""
        file, most = self.cleaned_data["file"], settings.GRIDWARD_MAP_MEGABYTES
        if file.size > most << 20:
            words = _("The file has %(size)s MB; at most %(most)s MB go in at once.")
            raise forms.ValidationError(words, params={"size": file.size >> 20, "most": most})
        return file


def decisions_of(said: Any, by_words: Mapping[str, UUID]) -> list[Decision]:
    """What was ticked: a deed for all ticked shapes, and for each what it is to be."""
    deed, reason = said.get("deed", ""), said.get("reason", "")
    decisions = []
    for text in dict.fromkeys(said.getlist("shape")):
        id = _id(text)
        if id is None or deed not in (ACCEPT, NEW, ASIDE):
            continue
        other = by_words.get("".join(said.get(f"other-{text}", "").split()))
        chosen = _id(said.get("site", "")) if deed == NEW else other or _id(said.get(f"target-{text}", ""))
        decisions.append(
            Decision(id, deed, None if deed == ASIDE else chosen, reason if deed == ASIDE else "")
        )
    return decisions


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
