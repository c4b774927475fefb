"""Telling both who used one tube, or took one person, without knowing of each other: no record is dropped."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice, Urgency
from gridward.accounts.naming import worker_names
from gridward.accounts.notices import NoticeFact, NoticeKind, NoticeWords, send
from gridward.shared.ids import derived_id
from gridward.testing.judging import SAMPLED_BEFORE, TUBE_ELSEWHERE, NewSample
from gridward.testing.models import Sample, Tube

TWO_USED_IT, IN_TWO_TUBES = "testing.two_used_a_tube", "testing.in_two_tubes"


def tell_both(by: Actor, fresh: Sequence[NewSample]) -> None:
    """Tell both parties at once, each the other's name; two statements and a sending, or nothing at all."""
    shared = {s.tube_id for s in fresh if TUBE_ELSEWHERE.code in s.flags}
    again = {s.subject_id for s in fresh if SAMPLED_BEFORE.code in s.flags}
    if not shared and not again:
        return
    rows: Any = Sample.objects.of(by.community_id).filter(is_void=False)
    rows = rows.filter(Q(tube_id__in=shared) | Q(subject_id__in=again, day_id__in={s.day_id for s in fresh}))
    known = list(rows.values_list("tube_id", "subject_id", "by_id"))
    facts = [
        notice
        for tube_id in shared
        for notice in _to_each(
            TWO_USED_IT, tube_id, {who: tube for tube, _id, who in known if tube == tube_id}
        )
    ]
    facts += [
        notice
        for id in again
        for notice in _to_each(IN_TWO_TUBES, id, {who: tube for tube, subject, who in known if subject == id})
    ]
    send(by=by, notices=facts)


def _to_each(kind: str, about_id: UUID, tubes: Mapping[UUID, UUID]) -> list[NoticeFact]:
    """One notice to each party, once, about its own tube and naming another party; none where there is only one."""
    parties = sorted(tubes)
    return [
        NoticeFact(
            who,
            kind,
            tubes[who],
            about={"other": next(other for other in parties if other != who)},
            urgency=Urgency.URGENT,
            url=reverse("testing_tube", args=[tubes[who]]),
            id=derived_id(kind, about_id, who),
        )
        for who in parties
        if len(parties) > 1
    ]


def _words(reader: Actor, notices: Sequence[Notice]) -> Mapping[UUID, NoticeWords]:
    """The tube and the other's name; nobody who was sampled is named."""
    tubes = Tube.objects.with_ids(reader.community_id, {notice.about_id for notice in notices})
    codes = dict(tubes.values_list("id", "code"))
    names = worker_names(UUID(notice.about["other"]) for notice in notices)
    return {
        notice.id: _said(notice, codes[notice.about_id], names.get(UUID(notice.about["other"]), ""))
        for notice in notices
        if notice.about_id in codes
    }


def _said(notice: Notice, code: str, other: str) -> NoticeWords:
    said = {"code": code, "name": other}
    if notice.kind == TWO_USED_IT:
        return NoticeWords(
            _("Tube %(code)s was also used by %(name)s") % said,
            _("Both records are kept. Please compare the tube in hand with its page."),
        )
    return NoticeWords(
        _("Somebody in tube %(code)s was also sampled by %(name)s") % said,
        _("Both records are kept. Please look at the two tubes together."),
    )


NOTICES: Final = (
    NoticeKind(TWO_USED_IT, gettext_lazy("One tube was used by two"), _words),
    NoticeKind(IN_TWO_TUBES, gettext_lazy("One person is in two tubes"), _words),
)
