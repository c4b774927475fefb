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
from gridward.testing.samples import LONGEST_WORD, VisitorWords, is_code
from gridward.testing.sampling.sitting import desks_of
from gridward.testing.steps import MoveReason, VoidReason

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
        self.fields["subject"].choices = ids_given(data)  # type: ignore[attr-defined]


def ids_given(data: Any, name: str = "subject") -> list[tuple[str, str]]:
    """The people or samples a form names, as choices of it: what may be done with them is judged by the verb."""
    given = data.getlist(name) if hasattr(data, "getlist") else []
    return [(id, id) for id in given if _is_uuid(id)]


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


class DoorForm(forms.Form):
    """One tap at a door; `fact` was given with the tile."""

    do = forms.ChoiceField(choices=[(deed, deed) for deed in ("take", "anyway", "absent", "refused")])
    fact = forms.UUIDField()
    tube = forms.CharField(required=False, max_length=LONGEST)
    area = forms.UUIDField(required=False)
    subject = forms.TypedMultipleChoiceField(required=False, coerce=UUID, choices=())

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["subject"].choices = ids_given(data)  # type: ignore[attr-defined]


class _StepForm(forms.Form):
    """Samples of a tube that are put right; `fact` was given with the page."""

    fact = forms.UUIDField()
    sample = forms.TypedMultipleChoiceField(required=False, coerce=UUID, choices=())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["sample"].choices = ids_given(data, "sample")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody has to be ticked."""
        said = super().clean() or {}
        if not said.get("sample") and not said.get("whole"):
            raise forms.ValidationError(_("Please tick whom it is about."))
        return said


class MoveForm(_StepForm):
    """Samples that are in another tube."""

    whole = forms.BooleanField(required=False, label=_("Everybody in this tube"))
    to = forms.CharField(label=_("They are in tube"), max_length=40)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Please choose")), *MoveReason.choices])

    def clean_to(self) -> str:
        """A code that is one."""
        if not is_code(self.cleaned_data["to"]):
            raise forms.ValidationError(_("This is not the code of a tube"))
        return str(self.cleaned_data["to"])


class VoidForm(_StepForm):
    """Samples that never were."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Please choose")), *VoidReason.choices])


class CheckForm(forms.Form):
    """Who a visitor is: somebody of the register, or nobody who lives here; or a look into the register first."""

    do = forms.ChoiceField(choices=[(deed, deed) for deed in ("look", "known", "passing")])
    person = forms.UUIDField(required=False)
    text = forms.CharField(required=False, max_length=LONGEST)
