"""What stands above the rows of a paper form, as it is typed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actors import Actor
from gridward.rounds.forms import LOCAL
from gridward.shared.problems import Problem
from gridward.testing import access
from gridward.testing.codes import read_code
from gridward.testing.models import Phase, TestDay
from gridward.testing.sampling.paper import PaperHead, day_at, sampler_named


class PaperHeadForm(forms.Form):
    """What stands above the rows of a paper form."""

    fact = forms.UUIDField(widget=forms.HiddenInput)
    tube = forms.CharField(label=_("Tube"), max_length=40)
    station = forms.ChoiceField(label=_("Station"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices, initial=Phase.CENTRE)
    sampler = forms.CharField(label=pgettext_lazy("on the form", "Sampled by"), max_length=60)
    at = forms.DateTimeField(
        label=_("Date and time on the form"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.day: TestDay | None = None
        self.sampler_id: UUID | None = None
        stations = access.stations_for(actor).filter(is_open=True)
        choices = [("", _("At doors, no station")), *((str(s.id), s.name) for s in stations)]
        self.fields["station"].choices = choices  # type: ignore[attr-defined]
        self.fields["sampler"].widget.attrs["list"] = "samplers"

    def clean_tube(self) -> str:
        """A code without a wrong sign."""
        reading = read_code(self.actor.community_id, self.cleaned_data["tube"])
        if not reading.tube_code:
            raise forms.ValidationError(_("This is not the code of a tube"))
        if reading.problem:
            raise forms.ValidationError(Problem(reading.problem).message)
        return reading.tube_code

    def clean_sampler(self) -> str:
        """Somebody of the people at work."""
        name: str = self.cleaned_data["sampler"]
        self.sampler_id = sampler_named(self.actor, name)
        if self.sampler_id is None:
            raise forms.ValidationError(_("Nobody of this name is among the people at work."))
        return name

    def clean_at(self) -> datetime:
        """A time that is past, on a day of testing."""
        at: datetime = self.cleaned_data["at"]
        if at > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        self.day = day_at(self.actor, at)
        if self.day is None:
            raise forms.ValidationError(_("There was no testing on this date."))
        return at

    def head(self) -> PaperHead:
        """What was said."""
        said = self.cleaned_data
        assert self.day is not None and self.sampler_id is not None
        station = UUID(said["station"]) if said["station"] else None
        return PaperHead(
            said["fact"], self.day, said["tube"], said["phase"], station, self.sampler_id, said["at"]
        )
