"""The rules of an operation and of the database it lies in."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.operations.queries import open_operation_of
from gridward.operations.zones import membership
from gridward.shared.registries import Check, Finding
from gridward.shared.templatetags.dates import zhdate


def find_damage(community_id: UUID) -> Iterator[Finding]:
    """What SQLite itself finds wrong with its file; a PostgreSQL server looks after its own."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(20)")
        faults = [row[0] for row in cursor.fetchall()]
    for fault in faults:
        if fault != "ok":
            yield Finding("database.whole", _("the database file"), fault)


def find_overdue_review(community_id: UUID) -> Iterator[Finding]:
    """An open operation whose day of review has gone by without anybody looking again."""
    current = open_operation_of(community_id)
    if current is not None and current.review_on < timezone.localdate():
        words = _("was to be reviewed on %(day)s: look again, then name the next day") % {
            "day": zhdate(current.review_on)
        }
        yield Finding("operations.reviewed", current.name, words, reverse("operation"))


def find_strayed_buildings(community_id: UUID) -> Iterator[Finding]:
    """Open zones whose kept buildings are not those that lie in it by outline and lists."""
    for zone, number in membership.strayed(community_id):
        words = ngettext("%(n)s building", "%(n)s buildings", number) % {"n": number}
        yield Finding("operations.zones", zone.name, words, reverse("zone", args=[zone.id]))


CHECKS = (
    Check("database.whole", "The database file is whole.", find_damage),
    Check(
        "operations.zones",
        "Every zone holds the buildings that lie in it by outline or list, and no others.",
        find_strayed_buildings,
    ),
    Check("operations.reviewed", "The open operation was reviewed in time.", find_overdue_review),
)
