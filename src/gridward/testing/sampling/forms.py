"""What is typed, scanned and tapped where samples are taken."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actors import Actor
from gridward.households.identity import read_id
from gridward.testing import access
from gridward.testing.models import Desk, Found, Phase
from gridward.testing.samples import LONGEST_WORD, VisitorWords
from gridward.testing.sampling.sitting import desks_of

DEEDS = ("enter", "take", "anyway", "visitor", "tube", "single", "seal", "leave")
LONGEST = 100


class SitForm(forms.Form):
    """Where somebody sits: chosen once."""

    place = forms.ChoiceField(label=_("Station and desk"))
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices, initial=Phase.CENTRE)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desks = desks_of(actor)
        with_desks = {desk.station_id for desk in desks}
        choices = [(f"{d.station_id}:{d.id}", _desk_words(d)) for d in desks]
        stations = access.stations_for(actor).filter(is_open=True)
        choices += [(f"{s.id}:", s.name) for s in stations if s.id not in with_desks]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    @property
    def station_id(self) -> str:
        """The station chosen."""
        return str(self.cleaned_data["place"]).split(":")[0]

    @property
    def desk_id(self) -> str:
        """The desk chosen; nothing where the station has none."""
        return str(self.cleaned_data["place"]).split(":")[1]


def _desk_words(desk: Desk) -> str:
    return _("%(station)s, desk %(number)s") % {"station": desk.station.name, "number": desk.number}


class DeskForm(forms.Form):
    """One step at the desk; `fact` was given with the page, so that a second Enter does nothing twice."""

    do = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS])
    fact = forms.UUIDField()
    text = forms.CharField(required=False, max_length=LONGEST)
    how = forms.ChoiceField(required=False, choices=[("", ""), *Found.choices])
    subject = forms.TypedMultipleChoiceField(required=False, coerce=UUID, choices=())

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        given = data.getlist("subject") if hasattr(data, "getlist") else []
        self.fields["subject"].choices = [(id, id) for id in given if _is_uuid(id)]  # type: ignore[attr-defined]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class VisitorForm(forms.Form):
    """Somebody on no register: whatever they can say."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=LONGEST_WORD)
    id_number = forms.CharField(label=_("ID number"), max_length=30, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    where_from = forms.CharField(label=_("Comes from"), max_length=LONGEST_WORD, required=False)

    def clean_id_number(self) -> str:
        """A number that is none is said at once; blanks and small letters are put right."""
        said: str = self.cleaned_data["id_number"]
        reading = read_id(said) if said else None
        if reading and not reading.number and len(said.strip()) == 18:
            raise forms.ValidationError(_("The check digit does not fit. Please type the number again."))
        return reading.number or said.strip() if reading else ""

    def words(self) -> VisitorWords:
        """What was said."""
        return VisitorWords(**{name: self.cleaned_data[name] for name in self.fields})
