"""What every owned row shares: the community comes first, in the key and in every query."""

from collections.abc import Iterable
from typing import Self, TypeVar
from uuid import UUID

from django.db import models

from gridward.shared.ids import new_id

Row = TypeVar("Row", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[Row]):
    """A queryset whose first word is the community."""

    def of(self, community_id: UUID) -> Self:
        """Rows of one community."""
        return self.filter(community_id=community_id)

    def with_ids(self, community_id: UUID, ids: Iterable[UUID]) -> Self:
        """Rows of one community by id."""
        return self.filter(community_id=community_id, id__in=list(ids))


OwnedManager = models.Manager.from_queryset(OwnedQuerySet)


class OwnedRow(models.Model):
    """A row owned by one community; its primary key is (community_id, id), as a distributed database asks."""

    pk = models.CompositePrimaryKey("community_id", "id")
    community_id = models.UUIDField()
    id = models.UUIDField(default=new_id)

    objects = OwnedManager()

    class Meta:
        abstract = True
