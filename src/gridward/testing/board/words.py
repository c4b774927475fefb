"""What is said of a day: the text for the work group. There is no resident in what it is made from."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gridward.shared.templatetags.dates import zhdate
from gridward.shared.templatetags.words import count
from gridward.testing.board.counting import Tested
from gridward.testing.board.pages import PeopleRow
from gridward.testing.models import TestDay

MOST_PLACES: Final = 40


def group_text(
    day: TestDay, total: Tested, areas: list[PeopleRow], plates: dict[object, list[str]], now: datetime
) -> str:
    """Who is missing for the group chat: areas, plates and counts."""
    words = {"day": day.name, "when": zhdate(now, "short")}
    head = _("%(day)s, as of %(when)s") % words
    said = _("%(due)s due, %(done)s sampled, %(missing)s still missing.") % {
        "due": count(total.due),
        "done": count(total.done),
        "missing": count(total.missing),
    }
    if not total.missing:
        return "\n".join([head, said, _("Everybody has been sampled. Thank you, everybody.")])
    lines = [_area_line(row, plates.get(row.id, [])) for row in areas if row.tested.missing]
    return "\n".join([head, said, *lines, _("Please see to them today. Thank you.")])


def _area_line(row: PeopleRow, plates: list[str]) -> str:
    places = _(", ").join(plates[:MOST_PLACES]) + ("…" if len(plates) > MOST_PLACES else "")
    words = {"area": row.name or _("In no area"), "count": count(row.tested.missing), "places": places}
    return _("%(area)s (%(count)s): %(places)s") % words
