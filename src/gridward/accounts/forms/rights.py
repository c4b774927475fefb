"""Forms about accounts, rights and the log."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actions import NOT_IN_A_COMMUNITY, GrantFact
from gridward.accounts.models import Role, Worker
from gridward.audit.queries import LogChoice
from gridward.shared.ids import new_id

# What somebody of a community can be given.
ROLES = [choice for choice in Role.choices if choice[0] not in NOT_IN_A_COMMUNITY]


class AccountsFilter(forms.Form):
    """Whose accounts are shown."""

    text = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class GrantForm(forms.Form):
    """A right for one worker, with the reason."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Please choose")), *ROLES])
    area = forms.ChoiceField(label=_("Area"), required=False, help_text=_("For area leaders only."))
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until it is ended."),
    )
    why = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: by the list of the headquarters of 12 September."),
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("none")), *areas]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An area leader leads one area; nobody else's right names one."""
        said = super().clean() or self.cleaned_data
        if said.get("role") == Role.AREA_LEADER and not said.get("area"):
            self.add_error("area", _("Which area does the area leader lead?"))
        last_day = said.get("until")
        if last_day and last_day < timezone.localdate():
            self.add_error("until", _("This day is past; choose today or a later one."))
        return said

    def fact(self, worker_id: UUID) -> GrantFact:
        """What the form says, for a worker; the last day counts whole."""
        said = self.cleaned_data
        last_day = said.get("until")
        is_leader = said["role"] == Role.AREA_LEADER
        end = datetime.combine(last_day + timedelta(days=1), time.min) if last_day else None
        return GrantFact(
            worker_id=worker_id,
            role=said["role"],
            scope_id=UUID(said["area"]) if is_leader else None,
            until=timezone.make_aware(end) if end else None,
            why=said["why"],
            id=said["id"],
        )


class AccountForm(forms.Form):
    """A way to sign in for a worker."""

    worker: "forms.ModelChoiceField[Worker]" = forms.ModelChoiceField(
        queryset=None, label=_("For whom"), empty_label=_("Please choose")
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("3 or more small letters, digits, dots or dashes; for example wangxm."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]


class LogFilter(forms.Form):
    """What the log is narrowed to."""

    by = forms.ChoiceField(label=_("Who"), required=False)
    deed = forms.ChoiceField(label=_("What"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        deeds: list[tuple[str, str]],
        purposes: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("by", people), ("deed", deeds), ("purpose", purposes)):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def choice(self) -> LogChoice:
        """What was asked for; what cannot be read asks for nothing."""
        read = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return LogChoice(
            by_id=UUID(read["by"]) if read.get("by") else None,
            deed=read.get("deed", ""),
            purpose=read.get("purpose", ""),
            day=read.get("day"),
            subject_id=read.get("subject"),
        )
