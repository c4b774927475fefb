"""How the pages write what is particular to areas."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gridward.areas.screen.base import base_map as base_map_of_settings
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


@register.simple_tag
def base_map() -> dict[str, object]:
    """Where the pictures of the base map are, if there is one: `tiles` and `deepest`, or `picture` and `box`."""
    under = base_map_of_settings()
    if under is None:
        return {}
    if under.is_picture:
        return {"picture": reverse("map_picture"), "box": ",".join(map(str, under.box))}
    tiles = reverse("map_tile", args=[0, 1, 2]).replace("0/1/2", "{z}/{x}/{y}")
    return {"tiles": tiles, "deepest": under.deepest}
