"""Forms about the words a community defines: categories and door states."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.accounts.forms.people import WithId
from gridward.households.entries import CategoryFact, KindOfDoorState
from gridward.households.forms.fields import DayField
from gridward.households.models import Category, DoorState
from gridward.shared.ids import new_id

PLACES = {
    "households.refused_category": "name_zh",
    "households.purposeless": "purpose",
    "households.unnamed": "name_zh",
    "households.personal_number_in_text": "purpose",
}


def code_of(name: str, id: object) -> str:
    """A code for what a name calls: its Latin letters, and the end of the id, so that no two are the same."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:20]
    return f"{plain or 'c'}_{str(id)[-6:]}"


class CategoryForm(WithId):
    """A class or special group; without a purpose it is not kept."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    subject = forms.ChoiceField(
        label=_("Whom it marks"),
        choices=Category.Subject.choices,
        initial=Category.Subject.PERSON,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "data-keep": True}),
        help_text=_("What it is needed for. Religion, ethnicity, politics and opinions are not recorded."),
        error_messages={"required": _("Say what it is for: without a purpose it is not kept.")},
    )
    ends_on = DayField(label=_("Ends on"), required=False, help_text=_("When it is no longer needed."))
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)

    def fact(self, standing: Category | None = None) -> CategoryFact:
        """What the form says; the code of a standing one stays."""
        said = dict(self.cleaned_data)
        id = said.pop("id")
        code = standing.code if standing else code_of(said["name_en"], id)
        return CategoryFact(code=code, id=standing.id if standing else id, **said)


def values_of_category(category: Category) -> dict[str, Any]:
    """What stands, as the form shows it."""
    names = ("id", "name_zh", "name_en", "subject", "purpose", "ends_on", "order")
    return {name: getattr(category, name) for name in names}


class DoorStateForm(forms.Form):
    """A state the community adds for its doors."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=30)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=30)
    name_en = forms.CharField(label=_("Name in English"), max_length=30, required=False)
    is_lived_in = forms.BooleanField(label=_("People live behind such a door"), required=False)
    needs_recheck = forms.BooleanField(label=_("Somebody comes again"), required=False)
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=10)

    def fact(self) -> KindOfDoorState:
        """What the form says."""
        return KindOfDoorState(**self.cleaned_data)


def values_of_state(state: DoorState | None) -> dict[str, Any]:
    """What stands, or the beginning of a new one."""
    if state is None:
        return {"code": f"s{str(new_id())[-8:]}", "order": 10}
    return {name: getattr(state, name) for name in DoorStateForm.base_fields}
