"""Relations between owned rows join on (community_id, id): wrapped here once."""

from typing import Any

from django.db import models
from django.db.models.fields.related import ForeignObject


def owned_relation(to: str, column: str, related_name: str = "+") -> Any:
    """A relation from `column` of this owned row to the id of another of the same community; never cascades."""
    return ForeignObject(
        to,
        on_delete=models.DO_NOTHING,
        from_fields=["community_id", column],
        to_fields=["community_id", "id"],
        related_name=related_name,
        null=True,
    )
