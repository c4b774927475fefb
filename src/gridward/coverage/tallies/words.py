"""What a street or county says in the group chat: units and counts. There is no person in what it is made from."""

from django.utils.translation import gettext as _

from gridward.coverage.tallies.queries import Level, Row
from gridward.shared.templatetags.dates import zhdate
from gridward.shared.templatetags.words import count


def carry_text(level: Level) -> str:
    """The sum and every unit that still owes something, as text to paste."""
    total = level.total
    head = _("%(unit)s, as of %(when)s") % {
        "unit": level.unit.name,
        "when": zhdate(total.counted_at, "short"),
    }
    if not total.missing:
        return f"{head}\n" + _("Nothing is open any more. Thank you, everybody.")
    said = _("Still to be done: %(missing)s, of them late: %(late)s") % _numbers(total)
    lines = [_("%(unit)s: %(missing)s, late %(late)s") % _numbers(row) for row in level.rows if row.missing]
    return "\n".join([head, said, *lines])


def _numbers(row: Row) -> dict[str, str]:
    return {"unit": row.name, "missing": count(row.missing), "late": count(row.counts["late"])}
