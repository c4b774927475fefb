"""Parts several forms share: days, free text that holds no numbers, phones line by line."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gridward.households.identity import Phone, read_phones
from gridward.households.texts import number_in

NO_NUMBERS = _("No ID numbers, illnesses or judgements here.")
RIGHT_FIELD = {
    "id": _(
        "This holds an ID number. Put it into “Document number”, where it is protected, and leave it out here."
    ),
    "phone": _(
        "This holds a phone number. Put it into “Phones”, where it is protected, and leave it out here."
    ),
}


class Sent(forms.Form):
    """A form in which everything may be left empty: only the form itself says that it was sent."""

    sent = forms.CharField(widget=forms.HiddenInput, initial="yes")


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day."""

    widget = DayInput
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("Write the day as 2022-09-16.")}


class PlainText(forms.CharField):
    """Free text; an ID or phone number in it is stopped with an offer of the right field."""

    def clean(self, value: Any) -> str:
        """The text, or what to do about a number in it."""
        text = str(super().clean(value))
        if kind := number_in(text):
            raise ValidationError(RIGHT_FIELD[kind])
        return text


class PhonesField(forms.CharField):
    """Phones, one a line, each with a word behind it where wanted."""

    def __init__(self, **kwargs: Any) -> None:
        rows = forms.Textarea(
            attrs={"rows": 3, "autocomplete": "off", "inputmode": "tel", "spellcheck": "false"}
        )
        super().__init__(widget=rows, required=False, max_length=400, **kwargs)

    def clean(self, value: Any) -> Any:
        """The phones, or the line that is none."""
        return tuple(phone for line in str(super().clean(value)).splitlines() for phone in phones_in(line))


def phones_in(line: str) -> tuple[Phone, ...]:
    """The numbers of one line; raises ValidationError where it holds something else."""
    read = read_phones(line)
    if line.strip() and (read.codes or not read.phones):
        words = _("“%(line)s” is not a phone number: a mobile has 11 digits, a landline its area code.")
        raise ValidationError(words, params={"line": line.strip()})
    return read.phones


def written_phones(phones: tuple[Phone, ...]) -> str:
    """Phones as the field shows them."""
    return "\n".join(f"{phone.number} {phone.note}".strip() for phone in phones)
