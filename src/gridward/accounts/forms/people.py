"""Forms about the people who work, their units and teams."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actions import MemberFact, TeamFact, UnitFact, WorkerFact
from gridward.accounts.models import Unit, UnitKind, Worker
from gridward.accounts.queries import Choice
from gridward.shared.ids import new_id

TASKS = [
    ("", _("All")),
    ("doors", _("Answers for doors")),
    ("areas", _("Leads an area")),
    ("none", _("Without duty")),
]
PARTY = [("", _("not recorded")), ("yes", _("yes")), ("no", _("no"))]
OUR_OWN_KINDS = [choice for choice in UnitKind.choices if choice[0] != UnitKind.COMMUNITY]


class WithId(forms.Form):
    """A form that carries the id of what it makes, so that a second click makes nothing twice."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)


class PeopleFilter(forms.Form):
    """What the list of people is narrowed to, and by what it is grouped."""

    text = forms.CharField(
        label=_("Name or duty"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    task = forms.ChoiceField(label=_("Task"), required=False, choices=TASKS)
    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.fields["unit"].choices = every + [(str(u.id), u.name) for u in units]  # type: ignore[attr-defined]
        self.fields["team"].choices = every + [(str(t.id), t.name) for t in teams]  # type: ignore[attr-defined]

    def choice(self) -> Choice:
        """What was asked for; what cannot be read asks for nothing."""
        read = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Choice(
            text=read.get("text", ""),
            unit_id=UUID(read["unit"]) if read.get("unit") else None,
            team_id=UUID(read["team"]) if read.get("team") else None,
            task=read.get("task", ""),
        )


class WorkerForm(WithId):
    """Somebody who works for the community."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        queryset=None, label=_("Unit"), empty_label=_("Please choose")
    )
    duty = forms.CharField(
        label=_("Duty"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What this person does, in words everybody understands, so that no work is done twice."),
    )
    phone = forms.CharField(label=_("Phone for work"), required=False, max_length=30)
    is_party_member = forms.ChoiceField(
        label=_("Party member"),
        required=False,
        choices=PARTY,
        help_text=_("Recorded of workers only, where wanted."),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def fact(self) -> WorkerFact:
        """What the form says."""
        said = self.cleaned_data
        return WorkerFact(
            name=said["name"],
            unit_id=said["unit"].id,
            phone=said["phone"],
            is_party_member={"yes": True, "no": False}.get(said["is_party_member"]),
            duty=said["duty"],
            id=said["id"],
        )


class UnitForm(WithId):
    """A unit people come from."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Level or kind"), choices=OUR_OWN_KINDS, initial=UnitKind.DEPARTMENT)

    def fact(self) -> UnitFact:
        """What the form says."""
        said = self.cleaned_data
        return UnitFact(kind=said["kind"], name=said["name"], id=said["id"])


class TeamForm(WithId):
    """A working group with its people."""

    name = forms.CharField(label=_("Name"), max_length=60)
    duty = forms.CharField(
        label=_("Duty"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)
    leader: "forms.ModelChoiceField[Worker]" = forms.ModelChoiceField(
        queryset=None, label=_("Team leader"), required=False, empty_label=_("nobody yet")
    )
    members: "forms.ModelMultipleChoiceField[Worker]" = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = workers  # type: ignore[attr-defined]
        self.fields["members"].queryset = workers  # type: ignore[attr-defined]

    def fact(self) -> TeamFact:
        """The team the form describes."""
        said = self.cleaned_data
        return TeamFact(name=said["name"], duty=said["duty"], order=said["order"], id=said["id"])

    def members_facts(self) -> list[MemberFact]:
        """Its members; the leader is one of them, ticked or not."""
        leader = self.cleaned_data["leader"]
        ids = {worker.id for worker in self.cleaned_data["members"]} | ({leader.id} if leader else set())
        team_id = self.cleaned_data["id"]
        return [MemberFact(team_id, i, is_leader=leader is not None and i == leader.id) for i in sorted(ids)]
