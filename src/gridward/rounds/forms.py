"""What people fill in about rounds; each form gives the fact or the words a verb takes."""

from collections.abc import Mapping
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
from gridward.rounds.answers import NUMBER, PLACE, answers_of
from gridward.rounds.models import ExemptReason, How, OutcomeKind, RoundKind, SignOffReason
from gridward.rounds.outcomes import LONGEST_NOTE, MOST_COUNTED, OutcomeFact
from gridward.rounds.scopes import Scope
from gridward.shared.ids import new_id

LOCAL: Final = "%Y-%m-%dT%H:%M"
SCOPES: Final = ("areas", "categories", "door_states", "zones", "sites", "moved_in")
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
    number = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_COUNTED,
        error_messages={"invalid": _("Write the number in digits.")},
    )
    place = forms.UUIDField(required=False)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, kind: RoundKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = {answer.code: answer for answer in answers_of(kind)}
        taps = list(self.answers or TAPS)
        if kind.recorded_by:
            taps = [tap for tap in taps if not self._settles(tap)]
        self.fields["tap"].choices = [(tap, tap) for tap in taps]  # type: ignore[attr-defined]

    def _settles(self, tap: str) -> bool:
        return self.answers[tap].settles if tap in self.answers else TAPS[tap][0] == OutcomeKind.DONE

    def clean(self) -> dict[str, Any]:
        """An answer brings what it asks for."""
        told = super().clean() or {}
        answer = self.answers.get(told.get("tap", ""))
        if answer and NUMBER in answer.asks and told.get("number") is None and "number" not in self.errors:
            self.add_error("number", _("Please write how many first, then tap."))
        if answer and PLACE in answer.asks and told.get("place") is None:
            self.add_error("place", _("Please choose the place first, then tap."))
        return told

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
        told = self.cleaned_data
        answer = self.answers.get(told["tap"])
        kind, how, door_state = (answer.kind, answer.how, "") if answer else TAPS[told["tap"]]
        if answer and answer.settles and not how:
            how = How.SEEN
        return OutcomeFact(
            id=told["fact"],
            due_id=due_id,
            kind=kind,
            how=how,
            door_state=door_state,
            has_changes=told["has_changes"],
            note=told["note"],
            answer=answer.code if answer else "",
            number=told["number"] if answer and NUMBER in answer.asks else None,
            place_id=told["place"] if answer and PLACE in answer.asks else None,
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


def wishes(wanted: Mapping[str, str]) -> dict[str, Any]:
    """What the page one comes from already knows: a zone to go over, a round whose people come back, a kind."""
    plain = {name: wanted[name] for name in ("kind", "moved_in") if name in wanted}
    return plain | ({"zones": [wanted["zone"]]} if "zone" in wanted else {})


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
    zones = forms.MultipleChoiceField(
        label=_("Zones"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: wherever."),
    )
    sites = forms.MultipleChoiceField(
        label=_("Sites"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all. For a head-count tick the shelters."),
    )
    moved_in = forms.ChoiceField(
        label=_("Only who was moved out in"),
        required=False,
        help_text=_("For the way back: those whom that round says were moved."),
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

    def __init__(self, actor: Actor, data: Any = None, wanted: Mapping[str, str] | None = None) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        first = {"round_id": new_id(), "opens_at": now, "closes_at": now + timedelta(days=2), "every": 0}
        super().__init__(data, initial=first | wishes(wanted or {}))
        offered = choices.choices_for(actor)
        for name in ("kind", *SCOPES):
            self.fields[name].choices = getattr(offered, name)  # type: ignore[attr-defined]
        self.fields["moved_in"].choices = [("", "–"), *offered.moved_in]  # type: ignore[attr-defined]
        self.fields["areas"].required = not actor.is_any_of(Role.COORDINATOR)
        for name in SCOPES:
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
            tuple(UUID(id) for id in said.get("zones", ())),
            tuple(UUID(id) for id in said.get("sites", ())),
            UUID(said["moved_in"]) if said.get("moved_in") else None,
        )
