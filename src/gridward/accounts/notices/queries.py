"""One's own notices in words, and how many are unread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice, Unit, Urgency, Worker
from gridward.accounts.notices.kinds import NoticeKind, NoticeWords, notice_kinds
from gridward.shared.problems import NOT_FOUND, Problem

SHOWN = 100


@dataclass(frozen=True)
class NoticeLine:
    """A notice as its reader sees it; `state`: of its shape and colour."""

    notice: Notice
    title: str
    text: str
    by: str
    withdrawn_by: str = ""
    withdrawn_why: str = ""

    @property
    def state(self) -> str:
        """Unread open, urgent and unread late, read done, withdrawn exempt."""
        if self.notice.withdrawn_at:
            return "exempt"
        if self.notice.read_at:
            return "done"
        return "late" if self.notice.urgency == Urgency.URGENT else "open"


@dataclass(frozen=True)
class Unread:
    """How many of one's notices wait to be read, and how many of them are urgent."""

    count: int = 0
    urgent: int = 0

    @property
    def mark(self) -> str:
        """Changes when the bell would."""
        return f"{self.count}-{self.urgent}"

    @property
    def url(self) -> str:
        """Where the bell asks again."""
        return f"{reverse('notices_count')}?shown={self.mark}"


def notices_for(actor: Actor) -> "QuerySet[Notice]":
    """The actor's own notices, the newest first."""
    own: QuerySet[Notice] = Notice.objects.of(actor.community_id).filter(worker_id=actor.worker_id)
    return own.order_by("-sent_at", "-id")


def notice_or_404(actor: Actor, notice_id: UUID) -> Notice:
    """One of the actor's own notices; raises shared.not_found."""
    found = notices_for(actor).filter(id=notice_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def ids_among(asked: Sequence[str]) -> list[UUID]:
    """The ids among texts of a form; what is none is left out."""
    ids = []
    for text in asked:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


def notice_lines(actor: Actor, limit: int = SHOWN) -> list[NoticeLine]:
    """The latest notices in words: two statements, and those of each kind among them."""
    shown = list(notices_for(actor)[:limit])
    words = words_of(actor, shown)
    ids = {n.sent_by_id for n in shown} | {n.withdrawn_by_id for n in shown if n.withdrawn_by_id}
    names: dict[UUID | None, str] = {w.id: w.name for w in Worker.objects.filter(id__in=ids)}
    return [_line(notice, words[notice.id], names) for notice in shown]


def _line(notice: Notice, words: NoticeWords, names: Mapping[UUID | None, str]) -> NoticeLine:
    kind = _registered(notice.kind)
    why = str(kind.reasons.get(notice.withdrawn_why, "")) if kind else ""
    by, withdrawn_by = names.get(notice.sent_by_id, ""), names.get(notice.withdrawn_by_id, "")
    return NoticeLine(notice, words.title, words.text, by, withdrawn_by, why)


def words_of(actor: Actor, notices: Sequence[Notice]) -> dict[UUID, NoticeWords]:
    """Each notice in the words of the room that sent it; what its reader may not see any more has its label alone."""
    words: dict[UUID, NoticeWords] = {}
    for code in dict.fromkeys(notice.kind for notice in notices):
        kind = _registered(code)
        alike = [notice for notice in notices if notice.kind == code]
        said: Mapping[UUID, NoticeWords] = kind.words(actor, alike) if kind else {}
        plain = NoticeWords(str(kind.label) if kind else _("Notice"))
        words |= {notice.id: said.get(notice.id, plain) for notice in alike}
    return words


def words_of_withdrawals(actor: Actor, notices: Sequence[Notice]) -> dict[UUID, NoticeWords]:
    """What was taken back, in its own words with “withdrawn” before them and the reason after."""
    ids = [notice.withdraws_id for notice in notices if notice.withdraws_id]
    first = {n.id: n for n in notices_for(actor).filter(id__in=ids)}
    words = words_of(actor, list(first.values()))
    return {
        notice.id: NoticeWords(
            _("Withdrawn: {words}").format(words=words[notice.withdraws_id].title),
            _why(first[notice.withdraws_id]),
        )
        for notice in notices
        if notice.withdraws_id in first
    }


def _why(notice: Notice) -> str:
    kind = _registered(notice.kind)
    why = kind.reasons.get(notice.withdrawn_why) if kind else None
    please = _("Please tell whoever heard it from you.")
    return _("Reason: {why}. {please}").format(why=why, please=please) if why else please


def _registered(code: str) -> NoticeKind | None:
    return dict(notice_kinds.items()).get(code)


def community_with_unread(actor: Actor) -> tuple[Unit, Unread]:
    """The actor's community, and the actor's unread notices counted in the same statement."""
    units: Any = Unit.objects.annotate(unread=_count(actor), urgent=_count(actor, Q(urgency=Urgency.URGENT)))
    unit = units.get(id=actor.community_id)
    return unit, Unread(unit.unread, unit.urgent)


def unread_of(actor: Actor) -> Unread:
    """The actor's unread notices, counted."""
    counted = _unread(actor).aggregate(all=Count("id"), urgent=Count("id", Q(urgency=Urgency.URGENT)))
    return Unread(counted["all"], counted["urgent"])


def _unread(actor: Actor) -> "QuerySet[Notice]":
    return notices_for(actor).order_by().filter(read_at=None, withdrawn_at=None)


def _count(actor: Actor, which: Q | None = None) -> Any:
    found = _unread(actor).filter(which or Q())
    counted = found.values("worker_id").annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
