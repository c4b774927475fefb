"""Forms about plates: the scheme, which doors get numbers, and all plates of an area at once."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.areas.models import Site
from gridward.households.plates.giving import Which
from gridward.households.plates.marking import IN_BULK
from gridward.households.plates.models import CheckKind, Fours, PlateScheme
from gridward.households.plates.schemes import SAID, SchemeFact
from gridward.shared.registries import NamedArea

PLACES = dict.fromkeys(
    (
        "households.plate_part",
        "households.plate_tells_of_people",
        "households.plate_without_serial",
        "households.plate_part_twice",
        "households.plate_parts_touch",
        "households.plate_check_missing",
        "households.plate_too_long",
        "households.plate_looks_official",
    ),
    "pattern",
) | {"households.plate_check_unchosen": "check_kind", "households.plate_keeps_nothing": "keep_after"}
NUMBER_PLACES = dict.fromkeys(
    (
        "households.plate_taken",
        "households.plate_too_long",
        "households.plate_looks_official",
        "households.plate_tells_of_people",
    ),
    "plate",
)


class SchemeForm(forms.Form):
    """How a community wants its numbers."""

    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=60,
        initial="{area:02}-{serial:03}",
        help_text=_(
            "Words and parts: {area} {group} {site} {building} {unit} {serial} {check}. {serial:03} has at least "
            "three digits. The serial counts anew wherever another part changes."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-keep": True}),
    )
    group_pattern = forms.CharField(
        label=_("Pattern in village groups"),
        max_length=60,
        required=False,
        help_text=_("Where they are numbered in another way: {group}组{serial}号"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-keep": True}),
    )
    start = forms.IntegerField(label=_("First number"), min_value=0, max_value=9999, initial=1)
    fours = forms.ChoiceField(
        label=_("Fours"), choices=Fours.choices, required=False, widget=forms.RadioSelect
    )
    left_out = forms.CharField(
        label=_("Other numbers to leave out"),
        max_length=200,
        required=False,
        help_text=_("Separated by commas: 13, 250"),
    )
    keep_after = forms.IntegerField(
        label=_("Keep numbers for later: after every"), min_value=0, max_value=999, initial=0, required=False
    )
    keep = forms.IntegerField(
        label=_("… leave so many free"),
        min_value=0,
        max_value=99,
        initial=0,
        required=False,
        help_text=_("For houses and doors that are found or built later."),
    )
    check_kind = forms.ChoiceField(
        label=_("Check digit"),
        choices=CheckKind.choices,
        required=False,
        help_text=_("It stands where the pattern has {check}, and catches a digit read or typed wrongly."),
    )

    def clean_left_out(self) -> tuple[int, ...]:
        """The numbers, in their order."""
        parts = [part for part in re.split(r"[\s,，、;；]+", self.cleaned_data["left_out"]) if part]
        if not all(part.isdecimal() and len(part) < 6 for part in parts):
            raise forms.ValidationError(_("Write whole numbers, separated by commas."))
        return tuple(sorted({int(part) for part in parts}))

    def fact(self) -> SchemeFact:
        """What the form says."""
        said = dict(self.cleaned_data)
        said["pattern"], said["group_pattern"] = said["pattern"].strip(), said["group_pattern"].strip()
        return SchemeFact(**said | {name: said[name] or 0 for name in ("keep_after", "keep")})


def values_of_scheme(scheme: PlateScheme | None) -> dict[str, Any]:
    """What stands, as the form shows it."""
    if scheme is None:
        return {}
    said = {name: getattr(scheme, name) for name in SAID}
    return said | {"left_out": ", ".join(str(number) for number in scheme.left_out)}


class WhichForm(forms.Form):
    """Which doors get numbers."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    site = forms.ChoiceField(label=_("Site or village group"), required=False)
    again = forms.BooleanField(
        label=_("Also doors that have a number already: give them anew by the scheme"), required=False
    )
    posted_too = forms.BooleanField(
        label=_("… even where the plate is up (it has to be taken down)"), required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: Iterable[NamedArea], sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", pgettext_lazy("areas or sites", "All"))
        self.fields["area"].choices = [every, *((str(a.id), a.words) for a in areas)]  # type: ignore[attr-defined]
        self.fields["site"].choices = [every, *((str(s.id), s.name) for s in sites)]  # type: ignore[attr-defined]

    def which(self) -> Which:
        """What was chosen."""
        said = self.cleaned_data
        ids = {name: UUID(said[name]) if said.get(name) else None for name in ("area", "site")}
        return Which(
            ids["area"], ids["site"], bool(said["again"]), bool(said["again"] and said["posted_too"])
        )


class MarkForm(forms.Form):
    """A step for all plates of an area that stand before it."""

    area = forms.ChoiceField(required=False)
    state = forms.ChoiceField(choices=[(state, state) for state in IN_BULK])

    def __init__(self, *args: Any, areas: Iterable[NamedArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", ""), *((str(a.id), a.words) for a in areas)]  # type: ignore[attr-defined]

    def area_id(self) -> UUID | None:
        """The area chosen; None for all."""
        return UUID(self.cleaned_data["area"]) if self.cleaned_data["area"] else None
