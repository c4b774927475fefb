"""What is to be printed, and what for."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actors import Actor
from gridward.areas.queries import open_areas
from gridward.households.purpose import Purpose
from gridward.households.queries.doors import workers_with_doors
from gridward.testing import access
from gridward.testing.codes.reserving import MOST_AT_ONCE
from gridward.testing.models import Phase, TestDay
from gridward.testing.sheets.forms20 import MOST_PAGES
from gridward.testing.sheets.lists import AREA, WORKER, Choice


class WhichForm(forms.Form):
    """A day, and which of its people."""

    day = forms.ChoiceField(label=_("Day of testing"))
    phase = forms.ChoiceField(
        label=_("Phase"),
        required=False,
        choices=[("", _("Both phases")), (Phase.DOOR, _("At the door")), (Phase.CENTRE, _("At the centre"))],
    )
    by = forms.ChoiceField(
        label=_("One list for each"),
        required=False,
        choices=[(AREA, _("Area")), (WORKER, _("Responsible worker"))],
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    worker = forms.ChoiceField(label=_("Responsible worker"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(day.id): day for day in access.days_for(actor)[:14]}
        areas = [
            a for a in open_areas(actor.community_id) if actor.is_community_wide or a.id in actor.area_ids
        ]
        every = ("", pgettext_lazy("areas or workers", "All"))
        choices = {
            "day": [(id, f"{day.date} {day.name}") for id, day in self.days.items()],
            "area": [every, *((str(area.id), area.words) for area in areas)],
            "worker": [every, *((str(worker.id), worker.name) for worker in workers_with_doors(actor))],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    @property
    def day_chosen(self) -> TestDay:
        """The day; only after `is_valid`."""
        return self.days[self.cleaned_data["day"]]

    def choice(self) -> Choice:
        """What was chosen; only after `is_valid`."""
        said = self.cleaned_data
        ids = {name: UUID(said[name]) if said.get(name) else None for name in ("area", "worker")}
        return Choice(said["phase"], ids["area"], ids["worker"], said["by"] or AREA)


class PurposeForm(forms.Form):
    """What names are needed for on paper."""

    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=[("", _("Choose what for")), *Purpose.choices],
        initial=Purpose.TESTING,
        error_messages={"required": _("Say what you need the names for.")},
    )


class PaperForm(forms.Form):
    """How many of the paper form, filled in or not, and with our own tube codes or not."""

    is_filled = forms.BooleanField(label=_("Filled in with the people chosen above"), required=False)
    has_codes = forms.BooleanField(
        label=_("Print own tube codes on it (for tubes without one)"), required=False
    )
    count = forms.IntegerField(
        label=_("Blank forms"), min_value=1, max_value=MOST_PAGES, initial=5, required=False
    )


class CodesForm(forms.Form):
    """How many own tube codes."""

    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=MOST_AT_ONCE, initial=48)
    id = forms.UUIDField(widget=forms.HiddenInput)
