"""Dates and times as people write them: 2022年9月16日 14:05 in Chinese, 16 Sep 2022 14:05 in English."""

from datetime import date, datetime
from typing import Final

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

FORMATS: Final[dict[str, dict[str, str]]] = {
    "zh": {"full": "Y年n月j日", "short": "n月j日", "day": "n月j日 D"},
    "en": {"full": "j M Y", "short": "j M", "day": "D j M"},
}


@register.filter
def zhdate(moment: date | None, form: str = "full") -> str:
    """Return a date, with the local time where there is one, in the reader's language.

    `form`: full (2022年9月16日), short (9月16日) or day (9月16日 星期五). Nothing at all is shown as a dash.
    """
    if moment is None:
        return "–"
    formats = FORMATS["zh" if (get_language() or "zh").startswith("zh") else "en"]
    if not isinstance(moment, datetime):
        return format_date(moment, formats[form])
    return format_date(to_local(moment), f"{formats[form]} H:i")


@register.filter
def zhtime(moment: datetime | None) -> str:
    """Return the local time of day: 14:05."""
    return "–" if moment is None else format_date(to_local(moment), "H:i")


@register.simple_tag
def when(moment: date | None, form: str = "full") -> SafeString:
    """Return the same words as `zhdate` in a `<time>` element that machines can read."""
    if moment is None:
        return SafeString("–")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), zhdate(moment, form))


@register.simple_tag
def printed_now() -> str:
    """Return the present moment in words, for the foot of what is printed."""
    return zhdate(timezone.now())


def to_local(moment: datetime) -> datetime:
    """Return the moment on the community's clock; a naive one is taken to be local already."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
