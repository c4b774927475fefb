"""Forms about areas that are split, merged or drawn anew."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.accounts.models import Worker
from gridward.areas.models import Building
from gridward.areas.redrawing.plans import Named
from gridward.areas.screen.geo_field import GeoField
from gridward.shared.registries import NamedArea


class SplitForm(forms.Form):
    """Where an area is cut: along a line, or around some of its buildings."""

    line = GeoField(label=_("The line"), help_text=_("Drawn on the map, from border to border."))
    building = forms.TypedMultipleChoiceField(
        coerce=UUID, required=False, label=_("Buildings that become an area of their own")
    )

    def __init__(self, *args: Any, buildings: Sequence[Building], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].choices = [(building.id, building.name) for building in buildings]  # type: ignore[attr-defined]

    def clean_line(self) -> Any:
        """Only a line cuts."""
        line = self.cleaned_data["line"]
        if line and (line.get("type") != "LineString" or len(line.get("coordinates", ())) < 2):
            raise forms.ValidationError(_("This is not GeoJSON. Draw it on the map again."))
        return line

    def chosen(self) -> list[list[UUID]]:
        """The buildings ticked, if any were."""
        ticked = self.cleaned_data["building"]
        return [ticked] if ticked and not self.cleaned_data["line"] else []


class NewAreaForm(forms.Form):
    """What an area that comes out of a split is called, and who leads it."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=32000)
    name = forms.CharField(label=_("Name"), max_length=60)
    leader: "forms.ModelChoiceField[Worker]" = forms.ModelChoiceField(
        queryset=None, label=_("Area leader"), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = workers  # type: ignore[attr-defined]

    def named(self) -> Named:
        """What the form says."""
        said = self.cleaned_data
        return Named(said["number"], said["name"], said["leader"].id if said["leader"] else None)


class MergeForm(forms.Form):
    """Which areas become one, and which of them stays."""

    area = forms.TypedMultipleChoiceField(
        coerce=UUID, label=_("Areas that become one"), widget=forms.CheckboxSelectMultiple
    )
    into = forms.TypedChoiceField(
        coerce=UUID, label=_("The one that stays"), help_text=_("It keeps its number, name and leader.")
    )

    def __init__(self, *args: Any, areas: Iterable[NamedArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(area.id), area.words) for area in areas]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]
        self.fields["into"].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]


class BorderForm(forms.Form):
    """The outline an area is to have."""

    outline = GeoField(label=_("Outline"))

    def clean_outline(self) -> Any:
        """Something has to be drawn."""
        if not self.cleaned_data["outline"]:
            raise forms.ValidationError(_("Draw the outline first."))
        return self.cleaned_data["outline"]
