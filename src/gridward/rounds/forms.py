"""What people fill in about rounds; each form gives the fact or the words a verb takes."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.households.texts import NUMBER_IN_TEXT, number_in
from gridward.rounds import choices
from gridward.rounds.models import ExemptReason, How, OutcomeKind, SignOffReason
from gridward.rounds.outcomes import LONGEST_NOTE, OutcomeFact
from gridward.rounds.scopes import Scope
from gridward.shared.ids import new_id

LOCAL: Final = "%Y-%m-%dT%H:%M"
# One tap each: what the button says becomes kind, how and the state the door was found in.
TAPS: Final[dict[str, tuple[str, str, str]]] = {
    "done": (OutcomeKind.DONE, How.SEEN, ""),
    "done-plate": (OutcomeKind.DONE, How.PLATE, ""),
    "done-phone": (OutcomeKind.DONE, How.PHONE, ""),
    "vacant": (OutcomeKind.DONE, How.SEEN, "vacant"),
    "absent": (OutcomeKind.ABSENT, "", ""),
    "refused": (OutcomeKind.REFUSED, "", ""),
    "moved": (OutcomeKind.MOVED, "", ""),
}


class TapForm(forms.Form):
    """One tap at a door: the fact's id was given with the page, so that a second tap does nothing twice."""

    fact = forms.UUIDField(widget=forms.HiddenInput)
    tap = forms.ChoiceField(choices=[(tap, tap) for tap in TAPS])
    has_changes = forms.BooleanField(required=False)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)

    def clean_note(self) -> str:
        """Stop an ID or phone number in free text, and say where it belongs."""
        note: str = self.cleaned_data["note"]
        if number_in(note):
            raise forms.ValidationError(
                _("This holds an ID or phone number. Please enter it on the door's page, in its own field."),
                code=NUMBER_IN_TEXT.code,
            )
        return note

    def outcome(self, due_id: UUID) -> OutcomeFact:
        """The fact of this tap."""
        kind, how, door_state = TAPS[self.cleaned_data["tap"]]
        return OutcomeFact(
            id=self.cleaned_data["fact"],
            due_id=due_id,
            kind=kind,
            how=how,
            door_state=door_state,
            has_changes=self.cleaned_data["has_changes"],
            note=self.cleaned_data["note"],
        )


class AskForm(forms.Form):
    """Asking for an exemption."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Please choose")), *ExemptReason.choices])


class DecideForm(forms.Form):
    """Deciding over several dues at once."""

    deed = forms.ChoiceField(choices=[(deed, deed) for deed in ("approve", "decline", "sign_off")])
    due = forms.TypedMultipleChoiceField(coerce=UUID, choices=())
    reason = forms.ChoiceField(required=False, choices=[("", ""), *SignOffReason.choices])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        given = data.getlist("due") if hasattr(data, "getlist") else []
        self.fields["due"].choices = [(id, id) for id in given if _is_uuid(id)]  # type: ignore[attr-defined]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class RoundForm(forms.Form):
    """Opening a round, or letting it open by itself."""

    round_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As it is said on the street."))
    opens_at = forms.DateTimeField(
        label=_("Begins"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    )
    closes_at = forms.DateTimeField(
        label=_("To be done by"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everybody."),
    )
    door_states = forms.MultipleChoiceField(
        label=_("Door states"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every door."),
    )
    every = forms.TypedChoiceField(
        label=_("Repeat"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[
            (0, _("Once")),
            (12 * 60, _("Twice a day")),
            (24 * 60, _("Every day")),
            (7 * 24 * 60, _("Every week")),
        ],
    )

    def __init__(self, actor: Actor, data: Any = None) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        first = {"round_id": new_id(), "opens_at": now, "closes_at": now + timedelta(days=2), "every": 0}
        super().__init__(data, initial=first)
        offered = choices.choices_for(actor)
        for name in ("kind", "areas", "categories", "door_states"):
            self.fields[name].choices = getattr(offered, name)  # type: ignore[attr-defined]
        self.fields["areas"].required = not actor.is_any_of(Role.COORDINATOR)
        for name in ("categories", "areas", "door_states"):
            if not getattr(offered, name):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A window that ends before it begins is marked at its end."""
        said = super().clean() or {}
        opens, closes = said.get("opens_at"), said.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("A round has to end after it begins."))
        return said

    def scope(self) -> Scope:
        """The scope as ticked."""
        said = self.cleaned_data
        return Scope(
            tuple(UUID(id) for id in said.get("areas", ())),
            tuple(UUID(id) for id in said.get("categories", ())),
            tuple(said.get("door_states", ())),
        )
