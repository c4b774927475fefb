"""Zones put into words."""

from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from gridward.operations.zones.queries import AnyZone

FIELDS: Final[dict[str, Any]] = {
    "name": gettext_lazy("Name"),
    "level": gettext_lazy("Level"),
    "outline": gettext_lazy("Outline"),
    "bound_east": gettext_lazy("Bounded in the east by"),
    "bound_south": gettext_lazy("Bounded in the south by"),
    "bound_west": gettext_lazy("Bounded in the west by"),
    "bound_north": gettext_lazy("Bounded in the north by"),
    "areas": gettext_lazy("Areas that lie in it whole"),
    "sites": gettext_lazy("Sites that lie in it whole"),
    "buildings": gettext_lazy("Buildings that lie in it"),
    "measures": gettext_lazy("What holds there"),
    "test_dates": gettext_lazy("Days of testing"),
    "test_every_days": gettext_lazy("Testing every so many days"),
    "pool_door": gettext_lazy("People a tube at the door"),
    "pool_central": gettext_lazy("People a tube at the central site"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "is_closed": gettext_lazy("Closed"),
}
# How a zone stands: the shape of the house and its word.
STATES: Final[dict[str, tuple[str, Promise]]] = {
    "in_force": ("open", pgettext_lazy("zone", "In force")),
    "coming": ("open", pgettext_lazy("zone", "Not begun yet")),
    "over": ("late", pgettext_lazy("zone", "Past its last day")),
    "closed": ("done", pgettext_lazy("zone", "Closed")),
}


def said(row: Any, name: str) -> str:
    """What a row says in the reader's language: `name` or `text`."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return str(getattr(row, f"{name}_zh" if is_chinese else f"{name}_en"))


def pool_words(size: int | None) -> str:
    """How many people share a tube."""
    if size is None:
        return ""
    if size == 0:
        return _("one household, one tube")
    if size == 1:
        return _("one person, one tube")
    return ngettext("%(n)s person a tube", "%(n)s people a tube", size) % {"n": size}


def bounds_words(zone: AnyZone) -> str:
    """The bounds in words, as they are read out: from the east around to the north."""
    sides = (
        (_("east to %(place)s"), zone.bound_east),
        (_("south to %(place)s"), zone.bound_south),
        (_("west to %(place)s"), zone.bound_west),
        (_("north to %(place)s"), zone.bound_north),
    )
    return _(", ").join(words % {"place": place} for words, place in sides if place)


def test_words(zone: AnyZone) -> str:
    """How often is tested."""
    parts = []
    if zone.test_every_days:
        every = ngettext("every day", "every %(n)s days", zone.test_every_days)
        parts.append(every % {"n": zone.test_every_days} if "%" in every else every)
    days = [date.fromisoformat(day) for day in zone.test_dates]
    parts += [_("%(month)s/%(day)s") % {"month": day.month, "day": day.day} for day in days]
    return _(", ").join(parts)
