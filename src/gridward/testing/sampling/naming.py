"""Who a sample is of, in words one actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.households.access import persons_for
from gridward.households.sight import views_of
from gridward.rounds.queries import worker_names
from gridward.testing.models import Sample, SubjectKind, Visitor
from gridward.vault.masks import mask_name
from gridward.vault.seals import unseal


@dataclass(frozen=True)
class Named:
    """Name and plate of somebody, as far as they may be seen."""

    name: str
    plate: str = ""


def names_of(actor: Actor, samples: Iterable[Sample]) -> dict[UUID, Named]:
    """Names by subject id; one statement for each kind of subject there is."""
    ids: dict[str, set[UUID]] = {}
    for sample in samples:
        ids.setdefault(sample.subject, set()).add(sample.subject_id)
    named: dict[UUID, Named] = {}
    if persons := ids.get(SubjectKind.PERSON):
        views = views_of(actor, persons_for(actor).filter(id__in=persons))
        named |= {view.id: Named(view.name, view.door.plate or view.door.address) for view in views}
    if workers := ids.get(SubjectKind.WORKER):
        named |= {id: Named(name) for id, name in worker_names(workers).items()}
    if visitors := ids.get(SubjectKind.VISITOR):
        rows: Any = Visitor.objects.with_ids(actor.community_id, visitors)
        named |= {visitor.id: Named(visitor_name(visitor)) for visitor in rows}
    return named


def visitor_name(visitor: Visitor) -> str:
    """A visitor's name, masked."""
    said = unseal(visitor.id, "identity", bytes(visitor.sealed_identity))
    return mask_name(said.get("name", "")) or _("Visitor")
