"""Counts put into words: for the group chat, for the wall, for the sheet."""

from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gridward.coverage.queries import AreaGaps
from gridward.rounds.models import Round
from gridward.shared.templatetags.dates import zhdate

MOST_PLACES: Final = 40
CHANGES: Final[dict[str, Promise]] = {
    "door_new": gettext_lazy("New doors"),
    "door_lived_in": gettext_lazy("Doors lived in now"),
    "door_vacant": gettext_lazy("Doors vacant now"),
    "door_no_answer": gettext_lazy("Doors without answer now"),
    "door_refused": gettext_lazy("Doors that refuse now"),
    "door_under_construction": gettext_lazy("Doors under construction now"),
    "door_state": gettext_lazy("Doors in another state"),
    "door_worker": gettext_lazy("Doors under another worker"),
    "person_arrived": gettext_lazy("Persons who came"),
    "person_left": gettext_lazy("Persons who left"),
    "person_other_door": gettext_lazy("Persons behind another door"),
    "phone_changed": gettext_lazy("Phones changed"),
    "identity_changed": gettext_lazy("Names or ID numbers corrected or added"),
    "whereabouts_changed": gettext_lazy("Whereabouts changed"),
}

# What answers say besides the state, as tiles and lists name it.
SAID_WORDS: Final[dict[str, Promise]] = {
    "moved": pgettext_lazy("answer", "Moved to safety"),
    "refused": pgettext_lazy("answer", "Refused"),
    "unaccounted": pgettext_lazy("answer", "Unaccounted for"),
    "gone_up": gettext_lazy("Gone up to somebody"),
}


def group_text(round_: Round, gaps: list[AreaGaps], now: datetime) -> str:
    """The open list for the group chat: areas, plates and counts. There is no name in what it is made from."""
    total = sum(gap.count for gap in gaps)
    head = _("%(round)s, as of %(when)s") % {"round": round_.name, "when": zhdate(now, "short")}
    if not total:
        return f"{head}\n" + _("Nothing is open any more. Thank you, everybody.")
    lines = [
        head,
        ngettext("%(count)s is still open:", "%(count)s are still open:", total) % {"count": total},
    ]
    lines += [_area_line(gap) for gap in gaps]
    window = _("Please finish by %(when)s. Thank you.") % {"when": zhdate(round_.closes_at, "short")}
    is_over = round_.closes_at <= now
    return "\n".join([*lines, _("The window is over; please go today. Thank you.") if is_over else window])


def _area_line(gap: AreaGaps) -> str:
    places = _(", ").join(gap.places[:MOST_PLACES]) + ("…" if len(gap.places) > MOST_PLACES else "")
    words = {"area": gap.name or _("In no area"), "count": gap.count, "places": places}
    return _("%(area)s (%(count)s): %(places)s") % words
