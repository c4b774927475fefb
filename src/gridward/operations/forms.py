"""What a page asks about an operation, each field with a plain word of what belongs there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.operations.actions import FIELD_WORDS, MOST_RETENTION_DAYS, OperationFact
from gridward.operations.models import Operation, OperationKind
from gridward.operations.patterns import PATTERNS
from gridward.shared.problems import Problem

BRINGS = _("It brings kinds of round, levels of zones, measures and plans; all of them stay yours to change.")
HELP = {
    "kind": _("An exercise uses invented or willing people only. Another emergency is another operation."),
    "name": _("As people call it; it stands on top of every page."),
    "purpose": _(
        "One or two sentences a resident understands: what for, and what the data is never used for."
    ),
    "legal_basis": _(
        "The law, or the decision of an authority, that lets you collect data for this purpose."
    ),
    "deciding_body": _(
        "The headquarters, office or committee that decided on it, with the number of the paper."
    ),
    "contact": _("A person or post with a telephone where residents ask, correct and complain."),
    "starts_on": _("The day the operation began or begins."),
    "review_on": _("The day somebody looks again whether all of this is still needed. Not in the past."),
    "retention_days": _("Counted from the end of the operation. As few as the purpose allows."),
    "impact_assessment": _(
        "What could go wrong for people if this data got out or were wrong, and what you do against it."
    ),
}
# Which field a refusal of the verb belongs to.
PLACES = {
    "operations.review_past": "review_on",
    "operations.retention": "retention_days",
    "operations.kind_stays": "kind",
    "operations.unknown_kind": "kind",
    "operations.no_decision": "decision",
}


def day_input() -> forms.DateInput:
    """A date as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def long_text() -> forms.Textarea:
    """A few lines; a half-written one comes back."""
    return forms.Textarea(attrs={"rows": 4, "data-keep": True})


class OperationForm(forms.Form):
    """Everything an operation must say; the verb decides whether it will do."""

    kind = forms.ChoiceField(choices=[("", "–"), *OperationKind.choices])
    name = forms.CharField(max_length=100)
    purpose = forms.CharField(widget=long_text())
    legal_basis = forms.CharField(widget=long_text())
    deciding_body = forms.CharField(max_length=100)
    contact = forms.CharField(max_length=100)
    starts_on = forms.DateField(widget=day_input())
    review_on = forms.DateField(widget=day_input())
    retention_days = forms.IntegerField(min_value=1, max_value=MOST_RETENTION_DAYS)
    impact_assessment = forms.CharField(widget=long_text())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in FIELD_WORDS:
                continue
            field.label = str(FIELD_WORDS[name])
            field.help_text = str(HELP[name])
            field.error_messages["required"] = _("Please say this: without it no personal data goes in.")

    def fact(self) -> OperationFact:
        """What was said."""
        return OperationFact(**self.cleaned_data)


class OpeningForm(OperationForm):
    """An operation about to be opened, plain or from a pattern."""

    pattern = forms.ChoiceField(
        label=pgettext_lazy("operation", "Pattern"),
        required=False,
        widget=forms.RadioSelect,
        help_text=BRINGS,
    )
    field_order = ("pattern",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pattern"].choices = pattern_choices(_("None: I define it all myself"))  # type: ignore[attr-defined]

    def fact(self) -> OperationFact:
        """What was said, without the pattern."""
        return OperationFact(
            **{name: value for name, value in self.cleaned_data.items() if name != "pattern"}
        )


class PatternForm(forms.Form):
    """A pattern to bring into the operation that goes on."""

    pattern = forms.ChoiceField(
        label=pgettext_lazy("operation", "Pattern"), widget=forms.RadioSelect, help_text=BRINGS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pattern"].choices = pattern_choices()  # type: ignore[attr-defined]


def pattern_choices(empty: Any = None) -> list[tuple[str, Any]]:
    """Patterns with what each brings."""
    none = [] if empty is None else [("", empty)]
    return none + [(p.code, f"{p.words}{_(': ')}{p.note}") for p in PATTERNS.values()]


def pattern_values(code: str) -> dict[str, Any]:
    """What a pattern already says of an operation, for the form of a new one."""
    pattern = PATTERNS.get(code)
    if pattern is None:
        return {"pattern": ""}
    said = {"kind": pattern.kind, "purpose": str(pattern.purpose), "legal_basis": str(pattern.legal_basis)}
    return {"pattern": code, **said}


class EndForm(forms.Form):
    """Who decided the end."""

    decision = forms.CharField(
        max_length=200,
        label=_("Who decided the end, by which decision"),
        help_text=_("For example: headquarters, decision no. 5 of 20 September."),
    )


def values_of(operation: Operation) -> dict[str, Any]:
    """What stands, as the form shows it."""
    return {name: getattr(operation, name) for name in FIELD_WORDS}


def put_problem(form: forms.Form, problem: Problem) -> None:
    """Show a refusal beside the field it is about."""
    place = PLACES.get(problem.code)
    form.add_error(place if place in form.fields else None, problem.message)
