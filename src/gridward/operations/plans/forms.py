"""What people fill in about plan documents."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.accounts.actors import Actor
from gridward.accounts.forms.people import WithId
from gridward.accounts.models import Worker
from gridward.accounts.queries import worker_choices
from gridward.operations.models import PlanKind
from gridward.operations.plans.actions import ENDINGS, MOST_MEGABYTES, PlanKindFact, PlanText
from gridward.operations.zones.words import said

PLACES: Final = {
    "operations.plan_nameless": "title",
    "operations.plan_title_taken": "title",
    "operations.plan_empty": "text",
    "operations.file_too_large": "file",
    "operations.file_kind": "file",
}
DEEDS: Final = ("submit", "approve", "send_back", "in_force", "withdraw")


class VersionForm(forms.Form):
    """The words and the file of one version."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "data-keep": True}),
        help_text=_("A line beginning with # is a heading, with - an item of a list. No residents' names."),
    )
    is_plain = forms.BooleanField(
        label=_("Show it as plain text"), required=False, help_text=_("Then # and - stand as they are.")
    )
    file = forms.FileField(
        label=_("Attached file"),
        required=False,
        help_text=_("The signed paper, for example; at most 8 MB. It is kept with this version."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def said(self) -> PlanText:
        """What the form says."""
        told, file = self.cleaned_data, self.cleaned_data["file"]
        content = file.read((MOST_MEGABYTES << 20) + 1) if file else b""
        return PlanText(told["text"], not told["is_plain"], file.name if file else "", content)


class PlanForm(VersionForm, WithId):
    """A new plan document with its first draft."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=100)
    field_order = ("kind", "title", "text", "is_plain", "file")

    def __init__(self, *args: Any, kinds: list[PlanKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, said(kind, "name")) for kind in kinds]  # type: ignore[attr-defined]


class PlanKindForm(forms.Form):
    """A kind of plan document."""

    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("Small Latin letters: overall."))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    order = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, initial=1)

    def fact(self) -> PlanKindFact:
        """What the form says."""
        return PlanKindFact(**self.cleaned_data)


class DeedForm(forms.Form):
    """What is done with a version: submitted to somebody, approved, sent back, put in force, withdrawn."""

    deed = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS])
    to: "forms.ModelChoiceField[Worker]" = forms.ModelChoiceField(queryset=None, required=False)
    remark = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = approvers(actor)  # type: ignore[attr-defined]


def approvers(actor: Actor) -> Any:
    """Who may be named to approve: everybody else at work here who can sign in."""
    return worker_choices(actor).filter(account__is_active=True).exclude(id=actor.worker_id)
