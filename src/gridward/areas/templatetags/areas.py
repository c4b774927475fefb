"""How the pages write what is particular to areas."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gridward.areas.words import difficulty_shape, difficulty_words

register = template.Library()


@register.simple_tag
def difficulty(level: int) -> SafeString:
    """Return how hard an area is as a shape and a word together."""
    return format_html(
        '<span class="difficulty"><span aria-hidden="true">{}</span> {}</span>',
        difficulty_shape(level),
        difficulty_words(level),
    )
