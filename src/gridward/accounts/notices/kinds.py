"""What can be told, in whose words, and the channels it goes out by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice
from gridward.shared.registries import Registry


@dataclass(frozen=True)
class NoticeWords:
    """A notice as its reader may see it now: a short title, and what to do."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice a room sends: its label, its words, and the words of the reasons it may be withdrawn for.

    A notice keeps ids alone. `words(reader, notices)` says what they mean, in the reader's language and within the
    reader's rights, by notice id and in a few statements for all of them; one left out shows its label and no more.
    """

    code: str
    label: str | Promise
    words: Callable[[Actor, Sequence[Notice]], Mapping[UUID, NoticeWords]]
    reasons: Mapping[str, str | Promise] = field(default_factory=dict)


Channel = Callable[[Actor, Sequence[Notice]], None]

notice_kinds: Registry[NoticeKind] = Registry()
channels: Registry[Channel] = Registry()
"""How notices go out, called with (who sends, fresh notices) inside the sender's transaction: what leaves this machine
only queues here, and a job sends it. A withdrawal goes out the same ways, as a notice."""
