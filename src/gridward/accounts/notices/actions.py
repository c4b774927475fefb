"""Telling people at work: sent once, read, and taken back by telling again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice, Urgency
from gridward.accounts.notices.kinds import channels, notice_kinds
from gridward.audit.actions import announce
from gridward.facts.bulk import insert
from gridward.facts.clock import hold
from gridward.shared.ids import derived_id, new_id

WITHDRAWAL = "accounts.withdrawal"


@dataclass(frozen=True)
class NoticeFact:
    """What one worker is told: a registered kind, the thing it is about, ids its words need, and where it opens.

    `about_id` is what a withdrawal names (a result, a tube); `about` holds further ids by word. `id`: one derived from
    what happened makes a second sending do nothing.
    """

    worker_id: UUID
    kind: str
    about_id: UUID
    about: Mapping[str, UUID] = field(default_factory=dict)
    urgency: str = Urgency.ORDINARY
    url: str = ""
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def send(*, by: Actor, notices: Sequence[NoticeFact]) -> list[Notice]:
    """Tell people at work, each once: an id sent before is not sent again, not even withdrawn. Returns those sent now.

    Asks no right: the room whose verb tells has asked already. A constant number of statements. Raises KeyError for a
    kind no room registered.
    """
    for kind in {fact.kind for fact in notices}:
        notice_kinds[kind]
    if not notices:
        return []
    hold(by.community_id)
    facts = {fact.id: fact for fact in notices}
    known = set(Notice.objects.with_ids(by.community_id, facts).values_list("id", flat=True))
    return _send_out(by, [_row(by, fact) for id, fact in facts.items() if id not in known], "notice.sent")


@transaction.atomic
def withdraw(*, by: Actor, about_id: UUID, reason: str = "") -> int:
    """Take back all that was said about a thing; everyone told is told so, once. Returns how many are told.

    `reason` is a code among the kind's own reasons. Asks no right, as `send`.
    """
    hold(by.community_id)
    standing = Notice.objects.of(by.community_id).filter(
        about_id=about_id, withdrawn_at=None, withdraws_id=None
    )
    told = list(standing.order_by("sent_at", "id"))
    if not told:
        return 0
    ids = [notice.id for notice in told]
    Notice.objects.with_ids(by.community_id, ids).update(
        withdrawn_at=timezone.now(), withdrawn_by_id=by.worker_id, withdrawn_why=reason
    )
    last = {notice.worker_id: notice for notice in told}
    _send_out(by, [_withdrawal(by, notice) for notice in last.values()], "notice.withdrawn", also=ids)
    return len(last)


@transaction.atomic
def mark_read(*, by: Actor, ids: Collection[UUID]) -> int:
    """Keep that the actor has read own notices; others' are left alone. Returns how many were unread."""
    own = Notice.objects.with_ids(by.community_id, ids).filter(worker_id=by.worker_id, read_at=None)
    unread = list(own.values_list("id", flat=True))
    if unread:
        Notice.objects.with_ids(by.community_id, unread).update(read_at=timezone.now())
        _announce(by, "notice.read", unread)
    return len(unread)


def keep_in_app(by: Actor, notices: Sequence[Notice]) -> None:
    """The channel within the application: the notice stands on its reader's page."""
    insert(Notice, notices)


def _send_out(by: Actor, fresh: list[Notice], deed: str, also: Sequence[UUID] = ()) -> list[Notice]:
    if fresh:
        for deliver in channels:
            deliver(by, fresh)
        _announce(by, deed, [*also, *(notice.id for notice in fresh)])
    return fresh


def _row(by: Actor, fact: NoticeFact) -> Notice:
    return Notice(
        community_id=by.community_id,
        id=fact.id,
        worker_id=fact.worker_id,
        kind=fact.kind,
        about_id=fact.about_id,
        about={word: str(id) for word, id in fact.about.items()},
        urgency=fact.urgency,
        url=fact.url,
        sent_by_id=by.worker_id,
    )


def _withdrawal(by: Actor, notice: Notice) -> Notice:
    return Notice(
        community_id=by.community_id,
        id=derived_id("withdrawal", by.community_id, notice.id),
        worker_id=notice.worker_id,
        kind=WITHDRAWAL,
        about_id=notice.about_id,
        withdraws_id=notice.id,
        urgency=notice.urgency,
        url=notice.url,
        sent_by_id=by.worker_id,
    )


def _announce(by: Actor, deed: str, ids: Sequence[UUID]) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("notice", id) for id in ids])
