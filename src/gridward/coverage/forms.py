"""What the list of a round's dues is narrowed by."""

from typing import Any
from uuid import UUID

from django import forms

from gridward.coverage.queries import SAID, GapFilter
from gridward.rounds.models import Due

NOBODY = UUID(int=0)


class GapForm(forms.Form):
    """Area, worker and state as they stand in the address; a word that is none of ours narrows nothing."""

    area = forms.UUIDField(required=False)
    worker = forms.UUIDField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", ""), *Due.State.choices])
    said = forms.ChoiceField(required=False, choices=[("", ""), *((name, name) for name in SAID)])

    def chosen(self) -> GapFilter:
        """The part of the list to show."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        return GapFilter(
            said.get("area"), said.get("worker"), said.get("state") or "", said.get("said") or ""
        )
