"""What every owned row shares: the community comes first, in the key and in every query."""

from collections.abc import Iterable
from typing import ClassVar, Self, TypeVar
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


class OwnedManager(models.Manager[Row]):
    """The way to owned rows; written out, because types of a manager made from a queryset stay with the base."""

    def get_queryset(self) -> OwnedQuerySet[Row]:
        """Rows of every community, until `of` or `with_ids` names one."""
        return OwnedQuerySet(self.model, using=self._db)

    def of(self, community_id: UUID) -> OwnedQuerySet[Row]:
        """Rows of one community."""
        return self.get_queryset().of(community_id)

    def with_ids(self, community_id: UUID, ids: Iterable[UUID]) -> OwnedQuerySet[Row]:
        """Rows of one community by id."""
        return self.get_queryset().with_ids(community_id, ids)


class OwnedRow(models.Model):
    """A row owned by one community; its primary key is (community_id, id), as a distributed database asks."""

    pk = models.CompositePrimaryKey("community_id", "id")
    community_id = models.UUIDField()
    id = models.UUIDField(default=new_id)

    objects: ClassVar[OwnedManager[Self]] = OwnedManager()

    class Meta:
        abstract = True
