"""Specimens for the page that shows every component; nothing here is a figure of a real community."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.shared.templatetags.dates import zhdate
from gridward.shared.templatetags.states import WORDS


@dataclass(frozen=True)
class SpecimenTile:
    """One door of the specimen list."""

    plate: str
    address: str
    people: str
    state: str
    note: str = ""
    url: str = "#tiles"
    action_url: str = ""
    action_label: str = ""
    more_url: str = ""
    more_label: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class SpecimenForm(forms.Form):
    """Every kind of field once."""

    title = forms.CharField(max_length=40)
    window = forms.ChoiceField()
    way = forms.ChoiceField(widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea(attrs={"data-keep": True}), required=False)
    roster = forms.FileField(required=False)
    notify = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "title": (_("Name of the round"), _("As it is said on the street, at most 40 characters.")),
            "window": (_("Window"), ""),
            "way": (_("How it was checked"), ""),
            "note": (_("Note"), _("Nothing about a person: it comes back when the page is opened again.")),
            "roster": (_("Roster"), _("Excel or CSV, as the street office sends it.")),
            "notify": (_("Tell the area leaders"), ""),
        }
        for name, (label, help_text) in words.items():
            self.fields[name].label = label
            self.fields[name].help_text = help_text
        self.fields["window"].choices = [("", "–"), ("day", _("Today")), ("two", _("Two days"))]  # type: ignore[attr-defined]
        self.fields["way"].choices = [("door", _("Seen at the door")), ("phone", _("By phone"))]  # type: ignore[attr-defined]


class SpecimenFilter(forms.Form):
    """What a list is narrowed by."""

    area = forms.CharField(required=False)
    state = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].label = _("Area")
        self.fields["state"].label = _("State")
        self.fields["state"].choices = [("", _("All")), ("open", WORDS["open"]), ("late", WORDS["late"])]  # type: ignore[attr-defined]


def specimens() -> dict[str, Any]:
    """Return the context of `console/components.html`, in the reader's language."""
    now = timezone.now()
    return {
        "now": now,
        "figures": _figures(),
        "areas": _areas(),
        "tiles": _tiles(),
        "facts": _facts(now),
        "form": SpecimenForm(),
        "wrong_form": SpecimenForm({"wrong-title": "", "wrong-way": "door"}, prefix="wrong"),
        "filter_form": SpecimenFilter(),
        "entries": _entries(now),
        "jobs": _jobs(),
        "steps": _steps(),
        "tabs": _tabs(),
        "page": _list_page(),
        "share_text": _(
            "Area 12: 5 open\n12-003, 12-007, 12-011, 12-019, 12-024\nPlease finish by 18:00. Thank you."
        ),
        "signers": [_("Filled in by"), _("Checked by")],
    }


def _figures() -> list[dict[str, Any]]:
    return [
        {"label": WORDS["done"], "state": "done", "value": 2871, "url": "#figures"},
        {"label": WORDS["open"], "state": "open", "value": 433, "url": "#figures"},
        {"label": WORDS["late"], "state": "late", "value": 38, "url": "#figures", "note": _("since 18:00")},
        {"label": WORDS["exempt"], "state": "exempt", "value": 12, "url": "#figures"},
        {"label": _("People really living here"), "value": 3342, "url": "#figures"},
    ]


def _areas() -> list[dict[str, Any]]:
    rows = [("12", "许明丽", 18, 3, 2, 1), ("07", "陈守义", 21, 4, 0, 0), ("31", "李秀云", 26, 0, 0, 2)]
    return [
        {
            "name": _("Area %(number)s") % {"number": number},
            "leader": leader,
            "done": done,
            "open": open_,
            "late": late,
            "exempt": exempt,
            "missing": open_ + late,
        }
        for number, leader, done, open_, late, exempt in rows
    ]


def _tiles() -> list[SpecimenTile]:
    all_well, other = _("All as before"), _("Something changed, or nobody there")
    return [
        SpecimenTile(
            "12-003",
            "信合小区3号楼2单元501室",
            _("4 people, 1 tenant"),
            "open",
            action_url="#tiles",
            action_label=all_well,
            more_url="#tiles",
            more_label=other,
            fields={"fact": "specimen"},
        ),
        SpecimenTile(
            "12-007",
            "老街29号-1",
            _("2 people"),
            "late",
            _("Nobody answered twice; next visit after 19:00"),
            action_url="#tiles",
            action_label=all_well,
            more_url="#tiles",
            more_label=other,
        ),
        SpecimenTile("12-008", "陈塬社区10组4号", _("3 people"), "done"),
        SpecimenTile(
            "12-009", "二桥新村南楼102室", _("1 person"), "conflict", _("Two workers wrote different things")
        ),
    ]


def _facts(now: datetime) -> list[dict[str, Any]]:
    return [
        {"label": _("Number"), "value": "12-003", "note": _("posted")},
        {"label": _("Official address"), "value": "信合小区3号楼2单元501室"},
        {"label": _("Responsible worker"), "value": "许明丽", "url": "#facts"},
        {"label": _("Last checked"), "value": zhdate(now.date())},
        {"label": _("Guardian"), "value": None},
    ]


def _entries(now: datetime) -> list[dict[str, Any]]:
    return [
        {"when": now, "title": _("Checked at the door"), "by": "许明丽", "state": "done", "url": "#timeline"},
        {
            "when": now - timedelta(hours=26),
            "title": _("Nobody answered"),
            "text": _("Notice left on the door."),
            "by": "许明丽",
            "state": "late",
        },
        {"when": now - timedelta(days=4), "title": _("Phone number changed"), "by": "陈守义"},
    ]


def _jobs() -> list[dict[str, Any]]:
    label = _("Reading the roster")
    return [
        {
            "label": label,
            "done": 1840,
            "total": 3402,
            "remaining": _("about 20 seconds left"),
            "is_running": True,
            "id": "job-one",
            "cancel_url": "#progress",
        },
        {"label": _("Opening the file"), "done": 0, "total": 0, "is_running": False, "id": "job-two"},
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"label": _("Choose"), "is_done": True, "url": "#stepper"},
        {"label": _("Preview"), "is_current": True},
        {"label": _("Apply")},
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"label": WORDS["open"], "url": "#tabs", "count": 433, "is_current": True},
        {"label": WORDS["late"], "url": "#tabs", "count": 38},
        {"label": _("All"), "url": "#tabs", "count": 3342},
    ]


def _list_page() -> Page[Any]:
    return Paginator(range(412), 50).page(2)
