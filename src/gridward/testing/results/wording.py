"""Notices about results in the words of whoever reads them, from what stands now."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice
from gridward.accounts.notices import NoticeKind, NoticeWords
from gridward.shared.templatetags.dates import zhdate
from gridward.testing.access import SAMPLERS
from gridward.testing.models import Sample
from gridward.testing.results import telling
from gridward.testing.results.access import DECIDERS, ENTERERS, FIELD, TEAM, WATCHERS
from gridward.testing.results.models import Result, ResultState, Waiting, WithdrawReason

Words = Callable[[Sequence[Waiting]], NoticeWords]
REASONS: Final = {reason.value: reason.label for reason in WithdrawReason}


def _waits(reader: Actor, notices: Sequence[Notice]) -> dict[UUID, list[Waiting]]:
    ids = {UUID(id) for notice in notices for id in notice.about.values()}
    rows: Any = Waiting.objects.with_ids(reader.community_id, ids).select_related("door", "tube")
    found = {wait.id: wait for wait in rows}
    return {n.id: [found[UUID(id)] for id in n.about.values() if UUID(id) in found] for n in notices}


def _plates(waits: Sequence[Waiting]) -> str:
    doors = dict.fromkeys(wait.door.plate or wait.door.address for wait in waits if wait.door)
    return _(", ").join(doors)


def _said(
    roles: Sequence[str], words: Words
) -> Callable[[Actor, Sequence[Notice]], Mapping[UUID, NoticeWords]]:
    """Words about waitings, for readers who still hold one of the roles (no role named: about oneself)."""

    def say(reader: Actor, notices: Sequence[Notice]) -> Mapping[UUID, NoticeWords]:
        if roles and not reader.is_any_of(*roles):
            return {}
        return {id: words(waits) for id, waits in _waits(reader, notices).items() if waits}

    return say


def _of_team(waits: Sequence[Waiting]) -> NoticeWords:
    title = ngettext(
        "Tube %(code)s: %(count)d person waits in place",
        "Tube %(code)s: %(count)d people wait in place",
        len(waits),
    ) % {"code": waits[0].tube.code if waits[0].tube else "–", "count": len(waits)}
    return NoticeWords(
        title, _("Single re-sampling is open for exactly these people. Doors: ") + _plates(waits)
    )


def _of_doors(waits: Sequence[Waiting]) -> NoticeWords:
    title = ngettext(
        "%(count)d person behind your doors waits in place for a re-sample",
        "%(count)d people behind your doors wait in place for a re-sample",
        len(waits),
    ) % {"count": len(waits)}
    please = _("Please ask them to stay in until the re-sample is in. This is not isolation. Doors: ")
    return NoticeWords(title, please + _plates(waits))


def _of_stays(waits: Sequence[Waiting]) -> NoticeWords:
    until = zhdate(max(wait.expected_until for wait in waits), "short")
    return NoticeWords(_("Doors whose people stay in until %(until)s") % {"until": until}, _plates(waits))


def _of_self(waits: Sequence[Waiting]) -> NoticeWords:
    return NoticeWords(
        _("Please wait where you are for a re-sample"),
        _("You are sampled again, alone, as soon as may be. This is not isolation. Thank you."),
    )


def _of_proposed(waits: Sequence[Waiting]) -> NoticeWords:
    return NoticeWords(
        _("Re-sample negative: please decide on the release"),
        _("Did tracing find no close contact? Door: ") + _plates(waits),
    )


def _of_case(reader: Actor, notices: Sequence[Notice]) -> Mapping[UUID, NoticeWords]:
    if not reader.is_any_of(*DECIDERS):
        return {}
    words = NoticeWords(
        _("Re-sample positive: a case for the health authority"),
        _("The household is told by the health contact and by nobody else."),
    )
    return {notice.id: words for notice in notices}


def _of_release(waits: Sequence[Waiting]) -> NoticeWords:
    title = ngettext(
        "%(count)d person need not wait any longer", "%(count)d people need not wait any longer", len(waits)
    ) % {"count": len(waits)}
    return NoticeWords(title, _("Doors: ") + _plates(waits))


def _of_ended(waits: Sequence[Waiting]) -> NoticeWords:
    return NoticeWords(_("People behind these doors may go out again"), _plates(waits))


def _of_freedom(waits: Sequence[Waiting]) -> NoticeWords:
    return NoticeWords(_("You need not wait any longer. Thank you."))


def _of_result(title: Any) -> Callable[[Actor, Sequence[Notice]], Mapping[UUID, NoticeWords]]:
    """Words about a tube, for those who enter results."""

    def say(reader: Actor, notices: Sequence[Notice]) -> Mapping[UUID, NoticeWords]:
        if not reader.is_any_of(*ENTERERS):
            return {}
        rows = Result.objects.with_ids(reader.community_id, {notice.about_id for notice in notices})
        codes = dict(rows.values_list("id", "code"))
        found = {n.id: codes[n.about_id] for n in notices if n.about_id in codes}
        return {id: NoticeWords(str(title) % {"code": code}) for id, code in found.items()}

    return say


def _again(
    roles: Sequence[str], words: Callable[[Sequence[Sample]], NoticeWords]
) -> Callable[[Actor, Sequence[Notice]], Mapping[UUID, NoticeWords]]:
    """Words about people of an invalid tube; where it has a result after all, that nothing is to be done."""

    def say(reader: Actor, notices: Sequence[Notice]) -> Mapping[UUID, NoticeWords]:
        if roles and not reader.is_any_of(*roles):
            return {}
        stands = set(
            Result.objects.with_ids(reader.community_id, {notice.about_id for notice in notices})
            .filter(state=ResultState.FINAL)
            .values_list("id", flat=True)
        )
        ids = {UUID(id) for notice in notices for id in notice.about.values()}
        rows: Any = Sample.objects.with_ids(reader.community_id, ids).select_related("tube", "due__door")
        found = {sample.id: sample for sample in rows}
        said = {n.id: [found[UUID(id)] for id in n.about.values() if UUID(id) in found] for n in notices}
        over = NoticeWords(_("The laboratory has a result after all: nobody need be sampled again"))
        return {n.id: words(said[n.id]) if n.about_id in stands else over for n in notices if said[n.id]}

    return say


def _doors_of(samples: Sequence[Sample]) -> str:
    doors = [sample.due.door for sample in samples if sample.due and sample.due.door]
    return _(", ").join(dict.fromkeys(door.plate or door.address for door in doors))


def _of_team_again(samples: Sequence[Sample]) -> NoticeWords:
    title = ngettext(
        "Tube %(code)s is invalid: please sample %(count)d person again",
        "Tube %(code)s is invalid: please sample %(count)d people again",
        len(samples),
    ) % {"code": samples[0].tube.code, "count": len(samples)}
    return NoticeWords(title, _("Nobody is suspected and nobody waits. Doors: ") + _doors_of(samples))


def _of_doors_again(samples: Sequence[Sample]) -> NoticeWords:
    title = ngettext(
        "%(count)d person behind your doors is to be sampled again",
        "%(count)d people behind your doors are to be sampled again",
        len(samples),
    ) % {"count": len(samples)}
    please = _("The swab gave no result; nobody is suspected. Please ask them to be sampled again. Doors: ")
    return NoticeWords(title, please + _doors_of(samples))


def _of_self_again(samples: Sequence[Sample]) -> NoticeWords:
    return NoticeWords(_("Please be sampled again"), _("Your swab gave no result, good or bad. Thank you."))


def _kind(code: str, label: Any, words: Any) -> NoticeKind:
    return NoticeKind(code, label, words, REASONS)


TO_COMPARE_WORDS = gettext_lazy("Tube %(code)s: a second person compares tube and result")
BACK_WORDS = gettext_lazy("Tube %(code)s: the two readings differ; please read it again")
KINDS: Final = (
    _kind(telling.COMPARE, gettext_lazy("A result is to be compared"), _of_result(TO_COMPARE_WORDS)),
    _kind(telling.BACK, gettext_lazy("Two readings differ"), _of_result(BACK_WORDS)),
    _kind(telling.WAITS, gettext_lazy("People wait in place"), _said(TEAM, _of_team)),
    _kind(telling.DOORS, gettext_lazy("People behind your doors wait in place"), _said(FIELD, _of_doors)),
    _kind(telling.STAYS, gettext_lazy("Doors whose people stay in"), _said(WATCHERS, _of_stays)),
    _kind(telling.SELF, gettext_lazy("Please wait in place"), _said((), _of_self)),
    _kind(telling.PROPOSED, gettext_lazy("A release is to be decided"), _said(DECIDERS, _of_proposed)),
    _kind(telling.CASE, gettext_lazy("A case for the health authority"), _of_case),
    _kind(telling.RELEASED, gettext_lazy("Waiting is over"), _said((*TEAM, *FIELD), _of_release)),
    _kind(telling.ENDED, gettext_lazy("A stay is over"), _said(WATCHERS, _of_ended)),
    _kind(telling.FREE, gettext_lazy("Your waiting is over"), _said((), _of_freedom)),
    _kind(telling.AGAIN, gettext_lazy("People are to be sampled again"), _again(SAMPLERS, _of_team_again)),
    _kind(
        telling.DOORS_AGAIN,
        gettext_lazy("People behind your doors are to be sampled again"),
        _again(FIELD, _of_doors_again),
    ),
    _kind(telling.SELF_AGAIN, gettext_lazy("Please be sampled again"), _again((), _of_self_again)),
)
