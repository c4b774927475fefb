"""What is said to mend a gap, and what the list of gaps is narrowed to."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.forms.answering import AnsweringField
from gridward.areas.queries import open_areas
from gridward.households.queries import door_states_of
from gridward.households.words import name_of
from gridward.shared.gaps import NOWHERE, Asked, Gap

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Choices = list[tuple[str, str]]


class GapsForm(forms.Form):
    """Kind, area and person as they stand in the address; a word that is none of ours narrows nothing."""

    kind = forms.ChoiceField(label=_("Kind of gap"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    under = forms.ChoiceField(label=_("Under the name of"), required=False)

    def __init__(self, *args: Any, kinds: Choices, areas: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kinds), ("area", areas), ("under", people)):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """The part of the list to show."""
        self.is_valid()
        said = self.cleaned_data
        area, under = (UUID(said[name]) if said.get(name) else None for name in ("area", "under"))
        return Asked(area, under)

    def kind_asked(self) -> str:
        """The kind to show."""
        self.is_valid()
        return str(self.cleaned_data.get("kind") or "")


class Mending(forms.Form):
    """What is said of some gaps at once; nothing, where a word of the button says all."""

    def __init__(self, *args: Any, actor: Actor, gaps: Sequence[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.gaps = actor, gaps


class ForArea(Mending):
    """Where it lies."""

    area = forms.ChoiceField(label=_("Area"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(area.id), area.words) for area in open_areas(self.actor.community_id)]
        self.fields["area"].choices = [("", _("Please choose")), *named]  # type: ignore[attr-defined]
        self.fields["area"].initial = next((str(gap.proposed) for gap in self.gaps if gap.proposed), "")


class ForWorker(Mending):
    """Who it is given to."""

    worker = AnsweringField(label=_("Worker"), empty_label=_("Please choose"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].of(self.actor)  # type: ignore[attr-defined]


class ForPlate(Mending):
    """The number of a door."""

    plate = forms.CharField(label=_("Plate"), max_length=30)


class ForState(Mending):
    """What was found at a door."""

    state = forms.ChoiceField(label=_("Found"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(s.code, name_of(s)) for s in door_states_of(self.actor.community_id)]
        self.fields["state"].choices = [("", _("Please choose")), *states]  # type: ignore[attr-defined]


class ForDoor(Mending):
    """A door of a building; a house with one door says nothing."""

    unit = forms.CharField(label=pgettext_lazy("of a building", "Unit"), max_length=10, required=False)
    room = forms.CharField(label=_("Room"), max_length=20, required=False)


class ForGround(Mending):
    """Which of two areas keeps the ground both claim; the other's outline is cut."""

    area = forms.ChoiceField(label=_("The ground belongs to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        both = {id for gap in self.gaps for id in (gap.area_id, gap.proposed)}
        named = [(str(a.id), a.words) for a in open_areas(self.actor.community_id) if a.id in both]
        self.fields["area"].choices = [("", _("Please choose")), *named]  # type: ignore[attr-defined]


class ForPlace(Mending):
    """A point on the map, as a map shows it when one clicks."""

    place = forms.CharField(
        label=_("East, north"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": "109.98765, 33.69876"}),
    )

    def clean_place(self) -> tuple[float, float]:
        """Degrees east and north (WGS 84), typed or pointed at: full-width commas, blanks and GeoJSON will do."""
        try:
            lng, lat = (float(part) for part in NUMBER.findall(self.cleaned_data["place"]))
        except ValueError as error:
            raise forms.ValidationError(_("Write degrees east, then north: 109.98765, 33.69876")) from error
        if not (-180 <= lng <= 180 and -90 <= lat <= 90):
            raise forms.ValidationError(_("There is no such place on the earth."))
        return lng, lat


def area_options(counted: Iterable[tuple[UUID | None, str]]) -> Choices:
    """Areas that have gaps, what lies in none first."""
    return [(str(id or NOWHERE), name or str(_("In no area"))) for id, name in counted]


def people_options(counted: Iterable[tuple[UUID | None, str]]) -> Choices:
    """People with gaps under their name."""
    return [(str(id or NOWHERE), name or str(_("Nobody"))) for id, name in counted]
