"""Forms about doors: narrowing a list, state, worker, plate, address."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.forms.answering import AnsweringField
from gridward.accounts.forms.people import WithId
from gridward.accounts.models import Worker
from gridward.areas.models import Site
from gridward.households.entries import DoorFact, DoorStateFact
from gridward.households.forms.fields import DayField, PlainText, Sent
from gridward.households.models import Category, Door, DoorState
from gridward.households.queries import DoorFilter
from gridward.households.words import name_of
from gridward.shared.registries import NamedArea

PLACES = {
    "households.plate_taken": "plate",
    "households.unknown_worker": "worker",
    "households.unknown_state": "state",
    "households.address_taken": "room",
}
LACKING = [
    ("", _("All")),
    ("recheck", _("Recheck due")),
    ("worker", _("Without worker")),
    ("plate", _("Without plate")),
]


def named_choices(things: Iterable[DoorState] | Iterable[Category]) -> list[tuple[str, str]]:
    """Door states by code, categories by id."""
    return [
        (thing.code if isinstance(thing, DoorState) else str(thing.id), name_of(thing)) for thing in things
    ]


class DoorsFilter(forms.Form):
    """What the list of doors is narrowed to."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    worker = forms.ChoiceField(label=_("Responsible worker"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    lacking = forms.ChoiceField(label=_("What is missing"), required=False, choices=LACKING)
    site = forms.UUIDField(required=False, widget=forms.HiddenInput)
    building = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        areas: Iterable[NamedArea],
        states: Iterable[DoorState],
        workers: Iterable[Worker],
        categories: Iterable[Category],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "area": [(str(area.id), area.words) for area in areas],
            "state": named_choices(states),
            "worker": [(str(worker.id), worker.name) for worker in workers],
            "category": named_choices(categories),
        }
        for name, listed in choices.items():
            self.fields[name].choices = [("", _("All")), *listed]  # type: ignore[attr-defined]
        if not choices["category"]:
            del self.fields["category"]

    def choice(self) -> DoorFilter:
        """What was asked for; what cannot be read asks for nothing."""
        if not self.is_bound:
            return DoorFilter()
        self.is_valid()
        said = self.cleaned_data
        ids = {name: UUID(said[name]) for name in ("area", "worker", "category") if said.get(name)}
        return DoorFilter(
            area_id=ids.get("area"),
            worker_id=ids.get("worker"),
            category_id=ids.get("category"),
            site_id=said.get("site"),
            building_id=said.get("building"),
            state=said.get("state", ""),
            is_recheck_due=said.get("lacking") == "recheck",
            is_without_worker=said.get("lacking") == "worker",
            is_without_plate=said.get("lacking") == "plate",
        )


class StateForm(forms.Form):
    """In which state a door was found; `seen` is what the page showed, so that one visit is counted once."""

    state = forms.ChoiceField()
    recheck_on = DayField(label=_("Come again on"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, states: Iterable[DoorState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = named_choices(states)  # type: ignore[attr-defined]

    def fact(self, door: Door) -> DoorStateFact:
        """What was found."""
        return DoorStateFact(door.id, self.cleaned_data["state"], self.cleaned_data["recheck_on"])


def seen_of(door: Door) -> str:
    """What a page shows of a door's state; it differs after every visit."""
    return f"{door.state}:{door.attempts}"


class AssignForm(Sent):
    """Who answers for a door."""

    worker = AnsweringField(empty_label=_("nobody"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].of(actor)  # type: ignore[attr-defined]

    @classmethod
    def of_many(cls, actor: Actor) -> BoundField:
        """The field alone, for a list with ticked doors."""
        form = cls(actor=actor, auto_id="bulk-%s")
        form.fields["worker"].empty_label = _("Please choose")  # type: ignore[attr-defined]
        return form["worker"]

    def worker_id(self) -> UUID | None:
        """The worker chosen."""
        worker = self.cleaned_data["worker"]
        return worker.id if worker else None


class PlateForm(Sent):
    """The community's own number of a door."""

    plate = forms.CharField(
        label=_("Plate"),
        max_length=30,
        required=False,
        help_text=_("The community's own number, for example 03-012. The official address stays beside it."),
    )

    def clean_plate(self) -> str:
        """Without spaces around it."""
        return str(self.cleaned_data["plate"]).strip()


class AddressForm(forms.Form):
    """What somebody types to name a door, and the site it belongs to where the text names none."""

    address = forms.CharField(
        label=_("Address"),
        max_length=120,
        required=False,
        help_text=_("As you would write it: 信合小区3-2-501, 3号楼2单元501, 10组4号, 老街29号-1."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    site: "forms.ModelChoiceField[Site]" = forms.ModelChoiceField(
        queryset=None, label=_("Site"), required=False, empty_label=_("as the address says")
    )

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]


class NewDoorForm(WithId):
    """A door whose place is understood: what else is known of it."""

    address = forms.CharField(widget=forms.HiddenInput, max_length=120)
    site = forms.UUIDField(widget=forms.HiddenInput, required=False)
    plate = forms.CharField(label=_("Plate"), max_length=30, required=False)
    state = forms.ChoiceField(label=_("State"))
    worker = AnsweringField(empty_label=_("nobody yet"), required=False)

    def __init__(self, *args: Any, states: Iterable[DoorState], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = named_choices(states)  # type: ignore[attr-defined]
        self.fields["worker"].of(actor)  # type: ignore[attr-defined]


class DoorEditForm(forms.Form):
    """The parts of a door's address, and its place in the walking order."""

    unit = forms.CharField(label=pgettext_lazy("of a building", "Unit"), max_length=10, required=False)
    room = forms.CharField(label=_("Room"), max_length=20, required=False)
    sub = forms.CharField(
        label=_("Part of the house"),
        max_length=20,
        required=False,
        help_text=_("For example 东户, -1, 门面."),
    )
    address_as_written = PlainText(
        label=_("Address as written"),
        max_length=200,
        required=False,
        help_text=_("Kept where the address could not be read for sure."),
    )
    walking_order = forms.IntegerField(label=_("Place in the walking order"), min_value=0)

    def fact(self, door: Door) -> DoorFact:
        """The door as the form says."""
        said = self.cleaned_data
        flags = () if {"unit", "room", "sub"} & set(self.changed_data) else None
        return DoorFact(id=door.id, flags=flags, **said)
