"""What the database's planner knows of the tables' sizes."""

from django.apps import apps
from django.db import connection

ROOMS = ("areas", "facts", "households", "rounds", "testing")


def refresh_statistics() -> None:
    """Let the planner count again after a community came in at one stroke.

    Without it PostgreSQL plans for empty tables until its own turn comes: a figure was seen to take minutes.
    """
    quote = connection.ops.quote_name
    tables = [model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {quote(table)}")
