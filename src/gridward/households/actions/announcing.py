"""One audit line for what a verb of this room touched; nothing touched, nothing said."""

from collections.abc import Sequence
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.said import Put


def announced(deed: str, by: Actor, *puts: tuple[str, Put], purpose: str = "") -> list[UUID]:
    """Announce what was new or changed, as (kind, put); the ids of the first put's facts, in their order."""
    changed: Sequence[tuple[str, UUID]] = [(kind, id) for kind, put in puts for id in put.touched]
    if changed:
        announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed, purpose=purpose)
    return puts[0][1].ids
