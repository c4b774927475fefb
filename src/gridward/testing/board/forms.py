"""What a list behind the board is narrowed by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from gridward.testing.models import TubeState

WHAT = ("missing", "sampled", "waiting", "resulted", "released", "exempt", "signed_off", "due")
LATE = ("transport", "result")


@dataclass(frozen=True)
class Chosen:
    """The part of a list to show; nil ids mean: in none, under nobody. `hours`: from when until before when."""

    what: str
    area_id: UUID | None = None
    worker_id: UUID | None = None
    station_id: UUID | None = None
    desk_id: UUID | None = None
    hours: tuple[datetime, datetime] | None = None
    state: str = ""
    late: str = ""

    @property
    def is_of_samples(self) -> bool:
        """Whether it asks for samples rather than for people who are due."""
        return any(word is not None for word in (self.station_id, self.desk_id, self.hours))


def _choices(words: Any) -> list[tuple[str, str]]:
    return [("", ""), *((word, word) for word in words)]


class ListForm(forms.Form):
    """A part of a list as it stands in the address; a word that is none of ours narrows nothing."""

    what = forms.ChoiceField(required=False, choices=_choices(WHAT))
    area = forms.UUIDField(required=False)
    worker = forms.UUIDField(required=False)
    station = forms.UUIDField(required=False)
    desk = forms.UUIDField(required=False)
    hour = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H"])
    state = forms.ChoiceField(required=False, choices=_choices(TubeState.values))
    late = forms.ChoiceField(required=False, choices=_choices(LATE))

    def chosen(self) -> Chosen:
        """What was asked for."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        hour = said.get("hour")
        begins = timezone.localtime(hour) if hour else None
        return Chosen(
            what=said.get("what") or "missing",
            area_id=said.get("area"),
            worker_id=said.get("worker"),
            station_id=said.get("station"),
            desk_id=said.get("desk"),
            hours=(begins, begins + timedelta(hours=1)) if begins else None,
            state=said.get("state") or "",
            late=said.get("late") or "",
        )
