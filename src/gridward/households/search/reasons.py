"""Why a person came up: which sign of the query fits what, in words that show nothing masked."""

from django.utils.translation import gettext as _

from gridward.households.search.terms import Word, words_of
from gridward.households.sight import PersonView


def why(view: PersonView, text: str) -> str:
    """What of the query fits this person, word by word."""
    said = dict.fromkeys(_reason(view, word) for word in words_of(text))
    return _("; ").join(reason for reason in said if reason)


def _reason(view: PersonView, word: Word) -> str:
    kinds = {kind for group in word.groups for kind, _text in group}
    if word.is_number:
        return _number(view, word)
    if "piece" in kinds:
        return _("Name holds “%(word)s”") % {"word": word.text}
    if "pinyin" in kinds:
        return _("Name sounds like “%(word)s”") % {"word": word.text}
    return _("Address fits “%(word)s”") % {"word": word.text}


def _number(view: PersonView, word: Word) -> str:
    """The last four signs of a number stand unmasked on the page, so they may be compared."""
    end = word.text[-4:].upper()
    if any(phone.number.endswith(end) for phone in view.phones):
        return _("Phone ends in %(end)s") % {"end": end}
    if view.id_number.upper().endswith(end):
        return _("Document number ends in %(end)s") % {"end": end}
    return _("A number fits") if len(word.text) > 4 else _("A number or the address fits")
