"""Facts come in: read one by one, handed kind by kind to the rooms' verbs, and answered each."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from gridward.accounts.actions import note_device_seen
from gridward.accounts.queries.devices import Sender
from gridward.facts.answers import Verdict
from gridward.shared.registries import FactKind, Incoming, fact_kinds
from gridward.sync.asides import note_refusals
from gridward.sync.problems import CANNOT_BE_KEPT, CLOCK_WRONG, DEVICE_REVOKED
from gridward.sync.wire import Call, Read, Said, read_facts

log = logging.getLogger("gridward.sync")
CLOCK_MAY_BE_OFF: Final = timedelta(hours=1)
ON_THE_WAY: Final = timedelta(minutes=1)


def take_in(sender: Sender, call: Call) -> list[Said]:
    """Keep the facts of a call; one answer each, in its order. Safe to repeat."""
    now = timezone.now()
    offset = call.sent_at - now
    facts = read_facts(call.facts)
    if sender.revoked_at is not None:
        _refuse_later(facts, sender.revoked_at + offset + ON_THE_WAY)
    flags = _flags(sender, offset)
    said: list[Said | None] = [
        Said(fact.id, Verdict.REFUSED, fact.code, at) if fact.code else None for at, fact in enumerate(facts)
    ]
    for name, kind in _kinds(facts):
        places = [at for at, fact in enumerate(facts) if fact.kind == name and not fact.code]
        incoming = [_incoming(facts[at], call, sender, flags) for at in places]
        for at, answer in zip(places, _kept(kind, sender, incoming), strict=True):
            said[at] = answer
    note_refusals(by=sender.actor, refused=[fact for fact in facts if fact.code and fact.id])
    if sender.has_news(now, offset.total_seconds()):
        note_device_seen(
            by=sender.actor, device_id=sender.device_id, at=now, clock_offset=offset.total_seconds()
        )
    return [one for one in said if one is not None]


def _kinds(facts: Sequence[Read]) -> list[tuple[str, FactKind]]:
    """The kinds of these facts, in the order rooms registered them."""
    there = {fact.kind for fact in facts if not fact.code}
    if len(there) == 1:
        name = next(iter(there))
        return [(name, fact_kinds[name])]
    return [(name, kind) for name, kind in fact_kinds.items() if name in there]


def _kept(kind: FactKind, sender: Sender, facts: Sequence[Incoming]) -> list[Said]:
    """Hand facts on; one that breaks the verb is sought by halves, so that the others go in all the same."""
    try:
        return [Said(answer.id, answer.verdict, answer.code) for answer in kind.keep(sender.actor, facts)]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(facts) > 1:
            half = len(facts) // 2
            return _kept(kind, sender, facts[:half]) + _kept(kind, sender, facts[half:])
        log.exception("fact %s cannot be kept", facts[0].id)
        return [Said(facts[0].id, Verdict.REFUSED, CANNOT_BE_KEPT.code)]


def _refuse_later(facts: Sequence[Read], revoked_at: datetime) -> None:
    """What a device claims to have seen after it was sent away; `revoked_at` is by its own clock."""
    for fact in facts:
        if fact.happened_at is not None and fact.happened_at > revoked_at:
            fact.code = DEVICE_REVOKED.code


def _flags(sender: Sender, offset: timedelta) -> tuple[str, ...]:
    flags = (DEVICE_REVOKED.code,) if sender.revoked_at is not None else ()
    return (*flags, CLOCK_WRONG.code) if abs(offset) > CLOCK_MAY_BE_OFF else flags


def _incoming(fact: Read, call: Call, sender: Sender, flags: tuple[str, ...]) -> Incoming:
    assert fact.id is not None and fact.happened_at is not None
    return Incoming(fact.id, fact.body, fact.happened_at, call.sent_at, sender.device_id, flags)
