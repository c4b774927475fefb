"""Who a sample is of, in words one actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.households.access import persons_for
from gridward.households.sight import views_of
from gridward.testing.finding.looking import seer_of
from gridward.testing.models import Sample, SubjectKind, Visitor
from gridward.vault.masks import mask_name
from gridward.vault.seals import unseal


@dataclass(frozen=True)
class Named:
    """Name and plate of somebody, as far as they may be seen."""

    name: str
    plate: str = ""


def names_of(actor: Actor, samples: Iterable[Sample]) -> dict[UUID, Named]:
    """Names by subject id; one statement or two for each kind of subject there is.

    Whoever samples knows those of the own hand, and no others by the task.
    """
    ids: dict[str, set[UUID]] = {}
    own: set[UUID] = set()
    for sample in samples:
        ids.setdefault(sample.subject, set()).add(sample.subject_id)
        if sample.by_id == actor.worker_id:
            own.add(sample.subject_id)
    named: dict[UUID, Named] = {}
    if persons := ids.get(SubjectKind.PERSON):
        named |= _persons(actor, persons)
        taken = (persons & own) - named.keys()
        named |= _persons(seer_of(actor), taken) if taken else {}
    if workers := ids.get(SubjectKind.WORKER):
        named |= {id: Named(name) for id, name in worker_names(workers).items()}
    if visitors := ids.get(SubjectKind.VISITOR):
        rows: Any = Visitor.objects.with_ids(actor.community_id, visitors)
        named |= {visitor.id: Named(visitor_name(visitor)) for visitor in rows}
    return named


def _persons(seer: Actor, ids: set[UUID]) -> dict[UUID, Named]:
    views = views_of(seer, persons_for(seer).filter(id__in=ids))
    return {view.id: Named(view.name, view.door.plate or view.door.address) for view in views}


def visitor_name(visitor: Visitor) -> str:
    """A visitor's name, masked."""
    said = unseal(visitor.id, "identity", bytes(visitor.sealed_identity))
    return mask_name(said.get("name", "")) or _("Visitor")
