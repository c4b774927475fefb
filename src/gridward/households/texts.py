"""Free text holds no ID and no phone number: it is stopped with an offer of the right field."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.shared.problems import Problem, problem_code

NUMBER_IN_TEXT = problem_code(
    "households.personal_number_in_text",
    422,
    "“{field}” seems to hold {kind}. Put the number into its own field, where it is protected, and leave it out here.",
)
FIELDS: Final[dict[str, Promise]] = {
    "address_as_written": _("Address as written"),
    "moved_to": _("Moved to"),
    "note": _("Note"),
    "purpose": _("Purpose"),
    "registered_address": _("Registered address"),
    "relation": _("Relation to the head"),
    "remark": _("Remark"),
}
KINDS: Final[dict[str, Promise]] = {"id": _("an ID number"), "phone": _("a phone number")}
_GAP: Final = r"[\s\-.·]?"
_NUMBERS: Final = (
    ("id", re.compile(r"(?<![0-9])(?:[0-9]" + _GAP + r"){17}[0-9X](?![0-9])|(?<![0-9])[0-9]{15}(?![0-9])")),
    ("phone", re.compile(r"(?<![0-9])1[3-9](?:" + _GAP + r"[0-9]){9}(?![0-9])")),
)


def number_in(text: str) -> str:
    """Which kind of personal number a text holds: id, phone or none (empty)."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return next((kind for kind, pattern in _NUMBERS if pattern.search(plain)), "")


def refuse_numbers(texts: Mapping[str, str | None]) -> None:
    """Raise households.personal_number_in_text for the first text, by field, that holds an ID or phone number."""
    for field, text in texts.items():
        if text and (kind := number_in(text)):
            raise Problem(NUMBER_IN_TEXT, {"field": str(FIELDS.get(field, field)), "kind": str(KINDS[kind])})
