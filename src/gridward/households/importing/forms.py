"""The form by which a roster comes in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.households.importing.runs import MOST_MEGABYTES

KINDS = ".xlsx,.xls,.ods,.csv"


class RosterForm(forms.Form):
    """One file: a workbook or table as the street office sends it."""

    file = forms.FileField(
        label=_("Roster"),
        help_text=_(
            "Excel (.xlsx, .xls), .ods or .csv, as it was sent to you. Nothing is written before you have looked."
        ),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty: choose the roster again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": KINDS}),
    )

    def clean_file(self) -> object:
        """Refuse what is larger than goes in at once."""
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES << 20:
            words = _("The file has %(size)s MB; at most %(most)s MB go in at once.")
            raise forms.ValidationError(words, params={"size": file.size >> 20, "most": MOST_MEGABYTES})
        return file
