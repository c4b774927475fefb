"""Typing in a paper form: each row resolved to a person, a choice of few, or a visitor; nothing typed is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.accounts.naming import worker_names
from gridward.facts.answers import Answer, Verdict
from gridward.households.access import persons_for
from gridward.households.models import Person
from gridward.households.sight import views_of
from gridward.operations.zones.queries import zones_of_buildings
from gridward.rounds.words import flag_words
from gridward.shared.ids import derived_id
from gridward.testing import access
from gridward.testing.actions import PaperFact, type_paper
from gridward.testing.finding import Hit, find, hits_of
from gridward.testing.finding.looking import how_of, seer_of
from gridward.testing.ground import who_is_alone
from gridward.testing.judging import MUST_BE_SINGLE
from gridward.testing.models import Found, TestDay
from gridward.testing.samples import LONGEST_WORD, SampleFact, VisitorWords, tube_code
from gridward.testing.sampling.taking import visitor_id

ROWS: Final = 20
VISITOR: Final = "visitor"


@dataclass(frozen=True)
class PaperRow:
    """A row as it stands: what was typed, whom it means, who it may be, or what is still wrong with it."""

    number: int
    text: str = ""
    subject: str = ""
    who: str = ""
    hits: Sequence[Hit] = field(default_factory=tuple)
    name: str = ""
    id_number: str = ""
    error: str = ""
    is_alone: bool = False

    @property
    def is_visitor(self) -> bool:
        """Whether it is somebody on no register."""
        return self.subject == VISITOR

    @property
    def is_settled(self) -> bool:
        """Whether it says whom it means."""
        return bool(self.subject) and not (self.is_visitor and not self.name)


def rows_sent(sent: Mapping[str, str]) -> list[PaperRow]:
    """The rows as the page sent them; a choice made for another text is forgotten."""
    rows = []
    for number in range(1, ROWS + 1):
        text = sent.get(f"text-{number}", "").strip()[:100]
        is_same = sent.get(f"was-{number}", "").strip() == text
        subject = sent.get(f"subject-{number}", "") if is_same else ""
        rows.append(
            PaperRow(
                number,
                text,
                subject if subject == VISITOR or _as_id(subject) else "",
                name=sent.get(f"name-{number}", "").strip()[:LONGEST_WORD] if is_same else "",
                id_number=sent.get(f"id-{number}", "").strip()[:30] if is_same else "",
            )
        )
    return rows


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def resolved(actor: Actor, day: TestDay, row: PaperRow) -> PaperRow:
    """The row with whom it means: one person at once, a choice of few, or a visitor to be named."""
    if not row.text or row.is_settled:
        return row
    if row.is_visitor:
        return _with(row, error=_("Write the name of this visitor."))
    found = find(by=actor, day=day, text=row.text)
    if len(found.hits) == 1:
        hit = found.hits[0]
        return _with(row, subject=str(hit.id), who=f"{hit.name} {hit.plate}".strip())
    if found.hits:
        return _with(row, hits=tuple(found.hits), error=_("Choose who is meant."))
    if found.trouble:
        return _with(row, error=found.trouble)
    if found.asks_for_more:
        return _with(row, error=_("Too many fit: add the plate or the name."))
    is_number = how_of(row.text) == Found.ID
    name, number = ("", row.text) if is_number else (row.text, "")
    missing = _("Not on the register: write the name of this visitor.") if is_number else ""
    return _with(row, subject=VISITOR, name=name, id_number=number, error=missing)


def _with(row: PaperRow, **changes: Any) -> PaperRow:
    return PaperRow(**{**vars(row), **changes})


def named(actor: Actor, day: TestDay, rows: Iterable[PaperRow]) -> list[PaperRow]:
    """The rows with the names of those who are settled, as the typist may see them."""
    listed = with_alone(actor, day, list(rows))
    ids = {id for row in listed if not row.who and (id := _as_id(row.subject))}
    views = views_of(seer_of(actor), persons_for(seer_of(actor)).filter(id__in=ids))
    words = {hit.id: f"{hit.name} {hit.plate}".strip() for hit in hits_of(actor, day, views)}
    words |= worker_names(ids - words.keys())
    return [
        _with(row, who=row.who or (words.get(id, "") if (id := _as_id(row.subject)) else ""))
        for row in listed
    ]


@dataclass(frozen=True)
class PaperHead:
    """What stands above the rows of the form."""

    fact_id: UUID
    day: TestDay
    tube: str
    phase: str
    station_id: UUID | None
    sampler_id: UUID
    at: datetime


def day_at(actor: Actor, at: datetime) -> TestDay | None:
    """The day of testing a form belongs to, by its date: open, or closed since."""
    days = access.days_for(actor).filter(date=timezone.localtime(at).date())
    return days.exclude(state=TestDay.State.PLANNED).first()


def sampler_named(actor: Actor, name: str) -> UUID | None:
    """The worker of the community with a name, where there is just one."""
    workers = Worker.objects.filter(community_id=actor.community_id, left_at=None, name=name.strip())
    ids = list(workers.values_list("id", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None


def sampler_names(actor: Actor) -> list[str]:
    """Names to choose from while typing."""
    workers = Worker.objects.filter(community_id=actor.community_id, left_at=None)
    return list(workers.order_by("name").values_list("name", flat=True)[:500])


def keep(actor: Actor, head: PaperHead, rows: Sequence[PaperRow]) -> tuple[int, list[str]]:
    """Keep a whole form by the verb; how many samples stand, and what is odd, row by row."""
    filled = with_alone(actor, head.day, [row for row in rows if row.text])
    capacity = _capacity(actor, head, filled)
    facts = [_fact(actor, head, row, capacity) for row in filled]
    paper = PaperFact(head.fact_id, tube_code(head.tube), head.sampler_id, head.at)
    answers = type_paper(by=actor, paper=paper, facts=facts)
    alone = next((row.number for row in filled if row.is_alone), 0)
    told = [_odd(row, answer, alone) for row, answer in zip(filled, answers, strict=True) if answer.code]
    return sum(answer.is_kept for answer in answers), told


def with_alone(actor: Actor, day: TestDay, rows: Sequence[PaperRow]) -> list[PaperRow]:
    """The rows, those of people who must have a tube alone marked."""
    ids = [id for row in rows if (id := _as_id(row.subject))]
    alone = who_is_alone(actor.community_id, day.id, ids) if ids else set()
    return [_with(row, is_alone=_as_id(row.subject) in alone) for row in rows]


def _capacity(actor: Actor, head: PaperHead, rows: Sequence[PaperRow]) -> int:
    """What the tube of a form may hold: one who must be alone, else as many as the zones of its people allow."""
    if len(rows) == 1 and rows[0].is_alone:
        return 1
    persons: Any = Person.objects.with_ids(
        actor.community_id, [id for r in rows if (id := _as_id(r.subject))]
    )
    buildings = set(persons.order_by().values_list("door__building_id", flat=True)) - {None}
    zones = zones_of_buildings(actor.community_id, buildings, head.day.date)
    return head.day.pool_size(head.phase, frozenset(str(id) for ids in zones.values() for id in ids))


def _odd(row: PaperRow, answer: Answer, alone: int) -> str:
    kept = _("Row %(row)s is kept, and somebody will look at it: %(why)s")
    lost = _("Row %(row)s is not kept: %(why)s")
    words = lost if answer.verdict == Verdict.REFUSED else kept
    why = flag_words(answer.code)
    if answer.code == MUST_BE_SINGLE.code:
        shared = _("the person in row %(row)s should have had a tube alone.") % {"row": alone}
        why = _("this person should have had a tube alone.") if row.is_alone or not alone else shared
    return words % {"row": row.number, "why": why}


def _fact(actor: Actor, head: PaperHead, row: PaperRow, capacity: int) -> SampleFact:
    words = VisitorWords(name=row.name, id_number=row.id_number) if row.is_visitor else None
    row_id = derived_id(head.fact_id, row.number)
    subject = visitor_id(actor.community_id, words, row_id) if words else UUID(row.subject)
    return SampleFact(
        id=derived_id(row_id, subject),
        day_id=head.day.id,
        subject_id=subject,
        tube_code=head.tube,
        phase=head.phase,
        station_id=head.station_id,
        place=row.number,
        how=Found.PAPER,
        capacity=capacity,
        visitor=words,
        happened_at=head.at,
    )


def twice(rows: Sequence[PaperRow]) -> list[PaperRow]:
    """The rows with the same person in two of them marked."""
    seen: dict[str, int] = {}
    marked = []
    for row in rows:
        before = seen.get(row.subject) if row.subject and not row.is_visitor else None
        seen.setdefault(row.subject, row.number)
        error = _("The same person as in row %(row)s.") % {"row": before} if before else row.error
        marked.append(_with(row, error=error))
    return marked
