"""Forms about whole households: taken in, marked, moved, gone."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.accounts.forms.people import WithId
from gridward.households.entries import HouseholdFact, MarkFact, WhereaboutsFact
from gridward.households.forms.fields import NO_NUMBERS, DayField, PlainText, Sent
from gridward.households.models import Category, Door, Household, Whereabouts
from gridward.households.words import name_of


class HouseholdForm(WithId):
    """A household behind a door."""

    number = forms.CharField(
        label=_("Number in the register"),
        max_length=30,
        required=False,
        help_text=_("If the community numbers them."),
    )
    is_tenant = forms.BooleanField(label=_("Lives here as tenant"), required=False)
    note = PlainText(label=_("Note"), max_length=200, required=False, help_text=NO_NUMBERS)

    def fact(self, door_id: UUID | None = None, household_id: UUID | None = None) -> HouseholdFact:
        """What the form says; an empty note leaves a masked one as it stands."""
        said = self.cleaned_data
        return HouseholdFact(
            id=household_id or said["id"],
            door_id=door_id,
            number=said["number"],
            is_tenant=said["is_tenant"],
            note=said["note"] or None,
        )


class LeaveForm(forms.Form):
    """A whole household moves away."""

    since = DayField(label=_("Moved away on"))
    moved_to = PlainText(label=_("Moved to"), max_length=120, required=False)

    def facts(self, person_ids: Iterable[UUID]) -> list[WhereaboutsFact]:
        """Everybody of the household has moved."""
        said = self.cleaned_data
        return [
            WhereaboutsFact(id, Whereabouts.MOVED, said["since"], None, said["moved_to"] or None)
            for id in person_ids
        ]


class DestinationForm(WithId):
    """Another door of the community, named by plate or address."""

    to = forms.CharField(
        label=_("New door"),
        max_length=120,
        help_text=_("Plate or address of a door in the register: 03-012, 信合小区3-2-501."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, find: Callable[[str], Iterable[Door]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = find
        self.door: Door | None = None

    def clean_to(self) -> str:
        """One door, or which could be meant."""
        text = str(self.cleaned_data["to"])
        found = list(self.find(text))
        if not found:
            raise forms.ValidationError(_("No door of yours is called so. Write its plate or whole address."))
        if len(found) > 1:
            names = "、".join(door.address for door in found)
            words = _("Several doors fit: %(names)s. Write one of them.")
            raise forms.ValidationError(words, params={"names": names})
        self.door = found[0]
        return text


class PersonMoveForm(DestinationForm):
    """A person goes to another door of the community, into a household there or as one of their own."""

    household = forms.CharField(label=_("Into the household"), required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        households: Callable[[UUID], Iterable[tuple[UUID, str]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.households = households

    def clean(self) -> dict[str, Any]:
        """Where several households live, one is chosen."""
        said = super().clean() or self.cleaned_data
        if self.door is None:
            return said
        there = [(str(id), words) for id, words in self.households(self.door.id)]
        if there:
            self.fields["household"] = forms.ChoiceField(
                label=_("Into the household"),
                choices=[*there, ("new", _("a household of their own"))],
                widget=forms.RadioSelect,
            )
            chosen = self.data.get("household", "")
            if chosen not in {*dict(there), "new"}:
                self.add_error("household", _("People live there already. Choose the household."))
            said["household"] = chosen
        return said

    def household_id(self) -> UUID | None:
        """The household chosen; None for one of their own."""
        chosen = self.cleaned_data.get("household", "")
        return UUID(chosen) if chosen not in ("", "new") else None


class MarksForm(Sent):
    """Which categories a person or household is in."""

    categories = forms.MultipleChoiceField(
        label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, categories: Iterable[Category], on: Collection[UUID], **kwargs: Any
    ) -> None:
        self.on = {str(id) for id in on}
        kwargs["initial"] = {"categories": sorted(self.on), "sent": "yes"}
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = [(str(c.id), name_of(c)) for c in categories]  # type: ignore[attr-defined]

    def facts(self, subject_id: UUID) -> list[MarkFact]:
        """What was put on and what was taken off."""
        chosen = set(self.cleaned_data["categories"])
        return [MarkFact(UUID(id), subject_id, is_on=id in chosen) for id in sorted(chosen ^ self.on)]


def household_of(household: Household) -> dict[str, Any]:
    """What stands of a household, as its form shows it."""
    return {"id": household.id, "number": household.number, "is_tenant": household.is_tenant}
