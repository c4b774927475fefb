"""What a street or county says of a day of testing in the group chat: units and counts, and no person."""

from django.utils.translation import gettext as _

from gridward.shared.templatetags.dates import zhdate
from gridward.shared.templatetags.words import count
from gridward.testing.above.queries import Level


def carry_text(level: Level) -> str:
    """The sum and every unit that still misses somebody, as text to paste."""
    total = level.total.tested
    head = _("%(day)s, as of %(when)s") % {
        "day": f"{level.unit.name} {zhdate(level.on, 'day')}",
        "when": zhdate(level.counted_at, "short"),
    }
    said = _("%(due)s due, %(done)s sampled, %(missing)s still missing.") % {
        "due": count(total.due),
        "done": count(total.done),
        "missing": count(total.missing),
    }
    if not total.missing:
        return "\n".join([head, said, _("Everybody has been sampled. Thank you, everybody.")])
    lines = [
        _("%(unit)s: %(missing)s missing") % {"unit": row.name, "missing": count(row.tested.missing)}
        for row in level.rows
        if row.tested.missing
    ]
    return "\n".join([head, said, *lines])
