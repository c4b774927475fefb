"""What people fill in about a kind of round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.rounds.actions.kinds import KindFact
from gridward.rounds.models import RoundKind, Subject

# Which field a refusal of the verb belongs to.
PLACES = {
    "rounds.bad_kind_code": "code",
    "rounds.kind_nameless": "name_zh",
    "rounds.subject_stays": "subject",
    "rounds.half_escalation": "escalate_to",
}


class KindForm(forms.Form):
    """A kind of round as the community runs it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("Small Latin letters, for lists and commands: night_patrol."),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    subject = forms.ChoiceField(label=_("One due for each of"), choices=Subject.choices)
    is_verification = forms.BooleanField(
        label=_("It verifies who lives there"),
        required=False,
        help_text=_("Then it is compared with the one before, and counts as the door's verification."),
    )
    escalate_after_minutes = forms.IntegerField(
        label=_("An unanswered attempt goes up after (minutes)"),
        min_value=1,
        max_value=60 * 24 * 30,
        required=False,
    )
    escalate_to = forms.ChoiceField(
        label=_("It goes up to"),
        required=False,
        choices=[("", _("Nobody")), ("area_leader", _("Area leader")), ("coordinator", _("Coordinator"))],
    )

    def fact(self) -> KindFact:
        """What the form says."""
        return KindFact(**self.cleaned_data)


def values_of(kind: RoundKind) -> dict[str, Any]:
    """A kind that stands, as the form shows it."""
    return {name: getattr(kind, name) for name in KindForm.base_fields}
