"""Numbers and small phrases as the pages write them."""

from typing import Literal

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def count(amount: "int | Literal[''] | None") -> str:
    """Return a number with thousands separators: 3,342. Unknown is a dash, never a nought."""
    # A template hands on an empty text for a key that is not there yet.
    return "–" if amount is None or amount == "" else f"{amount:,}"


@register.filter
def choice_list(field: BoundField) -> bool:
    """Say whether a field is a list of radio buttons or boxes, which needs a legend instead of a label."""
    return bool(field.field.widget.use_fieldset)


@register.filter
def single_box(field: BoundField) -> bool:
    """Say whether a field is one tick box, whose label stands behind it."""
    return field.widget_type == "checkbox"
