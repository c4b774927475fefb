"""The day figures are counted for."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    """A day up to today; none given means today."""

    as_of = forms.DateField(
        required=False,
        label=_("As of the end of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any) -> None:
        super().__init__({"as_of": data.get("as_of") or timezone.localdate().isoformat()})

    def clean_as_of(self) -> date:
        """Refuse a day that has not been."""
        day: date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not been yet; choose today or a day before."))
        return day

    def day(self) -> date:
        """The day asked for; today where it makes no sense."""
        return self.cleaned_data["as_of"] if self.is_valid() else timezone.localdate()
