"""What people fill in about a kind of round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.rounds.actions.kinds import KindFact
from gridward.rounds.answers import KindAnswer, answers_of, as_lines, from_lines
from gridward.rounds.models import RoundKind, Subject
from gridward.shared.problems import Problem

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

    question_zh = forms.CharField(label=_("What is asked, in Chinese"), max_length=80, required=False)
    question_en = forms.CharField(label=_("What is asked, in English"), max_length=120, required=False)
    answers = forms.CharField(
        label=_("Answers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "One a line: code | Chinese | English | meaning | what it asks. Meanings: done, moved, attempt, refused, "
            "unaccounted. It may ask number, place or note; “phone” if it is given by phone; “up” lets it go to a "
            "named person at once. Empty: the usual buttons."
        ),
    )
    must_account = forms.BooleanField(
        label=_("Closes only when everybody is accounted for"),
        required=False,
        help_text=_("Then an open line cannot be signed off, unless somebody refused."),
    )

    def clean_answers(self) -> tuple[KindAnswer, ...]:
        """Each line an answer; what cannot be read is named by its line."""
        try:
            return from_lines(self.cleaned_data["answers"])
        except Problem as problem:
            raise forms.ValidationError(problem.message) from problem

    def fact(self) -> KindFact:
        """What the form says."""
        return KindFact(**self.cleaned_data)


def values_of(kind: RoundKind) -> dict[str, Any]:
    """A kind that stands, as the form shows it."""
    values = {name: getattr(kind, name) for name in KindForm.base_fields}
    return values | {"answers": as_lines(answers_of(kind))}
