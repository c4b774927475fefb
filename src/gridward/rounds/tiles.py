"""One due on the worker's phone: where, who is behind the door, and what a tap may say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.rounds.answers import NUMBER, PLACE, answer_of, answers_of
from gridward.rounds.headcounts import last_place, shelters_of
from gridward.rounds.models import Due, RoundKind, Subject
from gridward.rounds.subjects import people_at, subject_words
from gridward.rounds.words import SHAPES, outcome_words, reason_words
from gridward.shared.ids import new_id
from gridward.shared.registries import recorders
from gridward.shared.templatetags.dates import zhdate

Taps = tuple[tuple[str, Promise], ...]
ALL_WELL: Final[dict[str, Promise]] = {
    Subject.DOOR: gettext_lazy("All as before"),
    Subject.PERSON: gettext_lazy("Seen, all as before"),
    Subject.PLACE: gettext_lazy("Done here"),
}
OTHER: Final[dict[str, Taps]] = {
    Subject.DOOR: (
        ("absent", gettext_lazy("Nobody answered")),
        ("refused", pgettext_lazy("outcome", "Refused")),
        ("moved", gettext_lazy("Moved away")),
        ("vacant", gettext_lazy("Nobody lives here")),
        ("done-phone", gettext_lazy("As before, by phone")),
        ("done-plate", gettext_lazy("As before, plate scanned")),
    ),
    Subject.PERSON: (
        ("absent", gettext_lazy("Not met")),
        ("refused", pgettext_lazy("outcome", "Refused")),
        ("moved", gettext_lazy("Moved away")),
        ("done-phone", gettext_lazy("As before, by phone")),
    ),
    Subject.PLACE: (
        ("absent", gettext_lazy("Could not get in")),
        ("refused", pgettext_lazy("outcome", "Refused")),
    ),
}


ATTEMPTS: Final = ("absent", "refused", "moved")


@dataclass(frozen=True)
class DueTile:
    """What a tile shows; `fact` is the id the next tap will carry."""

    due: Due
    state: str
    word: str
    plate: str
    title: str
    people: str = ""
    note: str = ""
    all_well: str = ""
    other: tuple[tuple[str, str], ...] = ()
    tap: str = "done"
    question: str = ""
    asks: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    place: str = ""
    record_url: str = ""
    record_words: str = ""
    fact: UUID = field(default_factory=new_id)

    @property
    def asks_number(self) -> bool:
        """Whether an answer here brings a number."""
        return NUMBER in self.asks

    @property
    def asks_place(self) -> bool:
        """Whether an answer here names a place."""
        return PLACE in self.asks

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done here."""
        return self.due.state == Due.State.OPEN

    @property
    def door_url(self) -> str:
        """The door's page, where changes are entered; it knows which due one comes from."""
        if self.due.door_id is None:
            return ""
        return f"{reverse('door', args=[self.due.door_id])}?due={self.due.id}"


def tiles_of(actor: Actor, dues: Iterable[Due], now: datetime) -> list[DueTile]:
    """Tiles in the order of the dues (which come with round, kind and door); three statements for all of them."""
    listed = list(dues)
    people = people_at(actor.community_id, {due.door_id for due in listed if due.door_id})
    names: dict[UUID, str] = {}
    for subject in (Subject.PERSON, Subject.PLACE):
        ids = [due.subject_id for due in listed if due.round.kind.subject == subject]
        names |= subject_words(actor, subject, ids) if ids else {}
    places = places_for(actor.community_id, listed)
    usual = usual_place(actor, places)
    return [_tile(due, people, names, Places(places, usual), now) for due in listed]


@dataclass(frozen=True)
class Places:
    """The places an answer may name, and the one that stands there already."""

    choices: tuple[tuple[str, str], ...] = ()
    usual: str = ""


def usual_place(actor: Actor, places: tuple[tuple[str, str], ...]) -> str:
    """The only place, else the one the actor named last, so that one tap is enough; nothing where neither is."""
    if len(places) < 2:
        return places[0][0] if places else ""
    last = last_place(actor.community_id, actor.worker_id)
    return next((id for id, _name in places if id == str(last)), "")


def places_for(community_id: UUID, dues: Iterable[Due]) -> tuple[tuple[str, str], ...]:
    """The places an answer may name, where one of the kinds asks for it: those of open head-counts, else every site."""
    kinds = {due.round.kind.id: due.round.kind for due in dues}.values()
    if not any(PLACE in answer.asks for kind in kinds for answer in answers_of(kind)):
        return ()
    return tuple((str(id), name) for id, name in shelters_of(community_id))


def _tile(
    due: Due,
    people: dict[UUID, tuple[int, int]],
    names: dict[UUID, str],
    places: Places,
    now: datetime,
) -> DueTile:
    subject, door = due.round.kind.subject, due.door
    name = names.get(due.subject_id, "")
    address = door.address if door else name
    return DueTile(
        due=due,
        state=state_of(due, now),
        word=word_of(due),
        plate=(door.plate if door else "") or address,
        title=address if door and door.plate else "",
        people=name
        if subject == Subject.PERSON
        else people_words(*people.get(due.door_id or due.id, (0, 0))),
        note=note_of(due),
        question=question_of(due.round.kind),
        **taps_of(due.round.kind, places),
        **record_of(due),
    )


def record_of(due: Due) -> dict[str, Any]:
    """Where the act that settles this due is recorded, if that is another room's."""
    recorder = recorders.get(due.round.kind.recorded_by)
    return {"record_url": recorder.url(due), "record_words": str(recorder.words)} if recorder else {}


def question_of(kind: RoundKind) -> str:
    """What is asked at the door, in the reader's language."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return kind.question_zh if is_chinese else kind.question_en


def taps_of(kind: RoundKind, places: Places) -> dict[str, Any]:
    """The big button, the others, and what they ask for: the kind's own answers, else the usual ones.

    Without a big button, and without what settles, where another room's act settles the due.
    """
    answers = answers_of(kind)
    if not answers:
        subject = Subject(kind.subject)
        taps = [(tap, str(words)) for tap, words in OTHER[subject]]
        if kind.recorded_by:
            return {"other": tuple(tap for tap in taps if tap[0] in ATTEMPTS)}
        return {"all_well": str(ALL_WELL[subject]), "other": tuple(taps)}
    if kind.recorded_by:
        return {"other": tuple((answer.code, answer.words) for answer in answers if not answer.settles)}
    first = next(answer for answer in answers if answer.settles)
    asks = tuple({ask for answer in answers for ask in answer.asks})
    return {
        "tap": first.code,
        "all_well": first.words,
        "other": tuple((answer.code, answer.words) for answer in answers if answer is not first),
        "asks": asks,
        "places": places.choices if PLACE in asks else (),
        "place": places.usual if PLACE in asks else "",
    }


def state_of(due: Due, now: datetime) -> str:
    """The state a page shows: late is open past the window."""
    if due.state == Due.State.OPEN and due.round.closes_at <= now:
        return "late"
    return SHAPES[Due.State(due.state)]


def word_of(due: Due) -> str:
    """The word beside the shape, where the usual one does not tell enough."""
    if due.state in (Due.State.SIGNED_OFF, Due.State.LEFT):
        return str(Due.State(due.state).label)
    return ""


def people_words(people: int, tenants: int) -> str:
    """How many people are behind the door; nothing where nobody is on record."""
    if not people:
        return ""
    words = ngettext("%(count)s person", "%(count)s people", people) % {"count": people}
    if not tenants:
        return words
    return words + _(", %(count)s of them tenants") % {"count": tenants}


def note_of(due: Due) -> str:
    """What the worker should know before going: earlier attempts, an exemption asked for, when to come again."""
    parts: list[Any] = []
    if due.state == Due.State.OPEN and due.attempts:
        answer = answer_of(due.round.kind, due.answer)
        words = {
            "what": answer.words if answer else outcome_words(due.last_kind),
            "when": zhdate(due.last_at, "short"),
            "count": due.attempts,
        }
        text = ngettext("%(what)s, %(when)s", "%(what)s, %(when)s; attempt %(count)s", due.attempts)
        parts.append(text % words)
    if due.state == Due.State.OPEN and due.door and due.door.recheck_on:
        parts.append(_("come again from %(day)s") % {"day": zhdate(due.door.recheck_on, "short")})
    if due.state == Due.State.OPEN and due.asked_by_id:
        parts.append(_("exemption asked for: %(reason)s") % {"reason": reason_words(due.asked_reason)})
    return _("; ").join(str(part) for part in parts)
