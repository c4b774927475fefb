"""The rules of an operation and of the database it lies in."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.operations.queries import open_operation_of
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


CHECKS = (
    Check("database.whole", "The database file is whole.", find_damage),
    Check("operations.reviewed", "The open operation was reviewed in time.", find_overdue_review),
)
