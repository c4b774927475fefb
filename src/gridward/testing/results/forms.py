"""What is typed and scanned of results, and how a file comes in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.shared.ids import new_id
from gridward.testing.results.importing import MOST_MEGABYTES
from gridward.testing.results.models import (
    ReleaseBasis,
    ResultImport,
    ResultValue,
    WithdrawReason,
)
from gridward.testing.results.saying import code_of, value_of
from gridward.testing.results.tables import COLUMNS, NEEDED

LETTERS = {value[0].upper(): value for value in ResultValue.values}
COLUMN_WORDS = {"code": _("Tube code"), "result": _("Result"), "at": _("Tested at")}


class ReadingForm(forms.Form):
    """Tube and result, read by one person; keyboard alone: scan, one letter, Enter."""

    fact = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Tube code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
                "enterkeyhint": "next",
            }
        ),
        error_messages={"required": _("Please scan or type the tube code.")},
    )
    value = forms.CharField(
        label=_("Result"),
        max_length=20,
        help_text=_("One letter or the word: N negative, P positive, G grey zone, I invalid"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "enterkeyhint": "go"}),
        error_messages={"required": _("Please write the result.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["fact"] = new_id()
        super().__init__(*args, **kwargs)
        typed = bool(self.is_bound and code_of(self.data.get("code", "")))
        self.fields["value" if typed else "code"].widget.attrs["data-look-here"] = ""

    def clean_code(self) -> str:
        """A code as it is kept."""
        code = code_of(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("This is no tube code. Please scan it again."))
        return code

    def clean_value(self) -> str:
        """A result as it is kept: by its letter, else by its word."""
        said = self.cleaned_data["value"].strip()
        value = LETTERS.get(said.upper(), "") or value_of(said)
        if not value:
            raise forms.ValidationError(_("We do not know this word. Please write N, P, G or I."))
        return value


class FileForm(forms.Form):
    """A laboratory's file."""

    laboratory = forms.CharField(
        label=_("Laboratory"),
        max_length=60,
        help_text=_("Its columns are remembered under this name."),
        error_messages={"required": _("Please write the name of the laboratory.")},
        widget=forms.TextInput(attrs={"list": "laboratories", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Results"),
        help_text=_(
            "Excel (.xlsx, .xls) or CSV, as the laboratory sent it. Nothing goes in before you have looked."
        ),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty: choose it again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )

    def clean_file(self) -> object:
        """Refuse what is larger than goes in at once."""
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES << 20:
            words = _("The file is larger than %(most)s MB.")
            raise forms.ValidationError(words, params={"most": MOST_MEGABYTES})
        return file


class ColumnsForm(forms.Form):
    """Which heading holds what."""

    def __init__(self, *args: Any, run: ResultImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((heading, heading) for heading in dict.fromkeys(run.headings))]
        for column in COLUMNS:
            self.fields[column] = forms.ChoiceField(
                label=COLUMN_WORDS[column],
                choices=choices,
                required=column in NEEDED,
                initial=run.columns.get(column, ""),
                error_messages={"required": _("Please choose the column.")},
            )

    def columns(self) -> dict[str, str]:
        """What was chosen."""
        return {column: self.cleaned_data[column] for column in COLUMNS if self.cleaned_data.get(column)}


class RowForm(forms.Form):
    """What a row means: another tube, the code as typed, or nothing."""

    row = forms.UUIDField()
    code = forms.CharField(required=False, max_length=40)
    leave_out = forms.BooleanField(required=False)


class WithdrawForm(forms.Form):
    """Why a result no longer stands."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "—"), *WithdrawReason.choices],
        error_messages={"required": _("Please choose a reason from the list.")},
    )


class ReleaseForm(forms.Form):
    """The decision, under the name of whoever is signed in."""

    basis = forms.ChoiceField(label=_("It rests on"), choices=ReleaseBasis.choices)
    is_traced = forms.BooleanField(
        label=_("Tracing found no close contact; I answer for it with my name."), required=False
    )

    def __init__(self, *args: Any, is_answered: bool = True, **kwargs: Any) -> None:
        """Before every suspicion is answered only what was never in the tube can be let go."""
        super().__init__(*args, **kwargs)
        if not is_answered:
            self.fields["basis"].choices = [(ReleaseBasis.NOT_IN_TUBE, ReleaseBasis.NOT_IN_TUBE.label)]  # type: ignore[attr-defined]
            del self.fields["is_traced"]


class NormsForm(forms.Form):
    """How quick results should be."""

    compare_minutes = forms.IntegerField(
        label=_("Comparing by a second person, minutes"), min_value=1, max_value=1440
    )
    resample_hours = forms.IntegerField(label=_("Sampling again, hours"), min_value=1, max_value=240)
    result_hours = forms.IntegerField(label=_("From swab to result, hours"), min_value=1, max_value=240)
