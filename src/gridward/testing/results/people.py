"""Who waits, in words one actor may see."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.accounts.naming import worker_names
from gridward.households.models import Person
from gridward.households.sight import views_of
from gridward.testing.models import SubjectKind, Visitor
from gridward.testing.results.models import Waiting
from gridward.vault.masks import mask_name
from gridward.vault.seals import unseal

CLEAR = (Role.SAMPLER, Role.HEALTH_CONTACT)


def names_of(actor: Actor, waits: Iterable[Waiting]) -> dict[UUID, str]:
    """Names by subject id of waitings that were fetched through `access`; one statement for each kind of subject."""
    ids: dict[str, set[UUID]] = {}
    for wait in waits:
        ids.setdefault(wait.subject, set()).add(wait.subject_id)
    named: dict[UUID, str] = {}
    if persons := ids.get(SubjectKind.PERSON):
        found = Person.objects.with_ids(actor.community_id, persons)
        named |= {view.id: view.name for view in views_of(actor, found, at_task=True)}
    if workers := ids.get(SubjectKind.WORKER):
        named |= worker_names(workers)
    if visitors := ids.get(SubjectKind.VISITOR):
        for visitor in Visitor.objects.with_ids(actor.community_id, visitors):
            name = unseal(visitor.id, "identity", bytes(visitor.sealed_identity)).get("name", "")
            named[visitor.id] = (name if actor.is_any_of(*CLEAR) else mask_name(name)) or _("Visitor")
    return named
