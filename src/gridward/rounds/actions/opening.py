"""Opening a round and keeping it true to the register: a rule, not a snapshot."""

from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils import timezone

from gridward.accounts.actors import NOBODY, Actor
from gridward.areas.models import Site
from gridward.audit.actions import announce
from gridward.facts.clock import hold, last_number
from gridward.facts.statistics import refresh_statistics
from gridward.households.models import LIVING_HERE, Door, Person
from gridward.rounds import access
from gridward.rounds.models import Due, Round, RoundKind, Subject
from gridward.rounds.outcomes import CLOSED
from gridward.rounds.scopes import Scope, is_in, subjects_in
from gridward.shared.ids import derived_id, new_id
from gridward.shared.problems import NOT_YOURS, Problem, problem_code
from gridward.shared.registries import round_exemptions

CHUNK = 2000
# So many new dues change what a database should think of its tables, before it comes to look by itself.
MANY = 1000
BAD_WINDOW = problem_code("rounds.bad_window", 422, "A round has to end after it begins.")
NAMELESS = problem_code("rounds.nameless", 422, "Please give the round a name.")
UNKNOWN_KIND = problem_code("rounds.unknown_kind", 422, "There is no kind of round called {code} here.")
ID_TAKEN = problem_code("rounds.id_taken", 409, "This round was already opened with other words.")


@dataclass(frozen=True)
class Refreshed:
    """What a refresh changed: dues added, ended, opened again, passed to the present area and worker, exempted."""

    added: int = 0
    left: int = 0
    returned: int = 0
    passed: int = 0
    exempted: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(astuple(self))


def open_round(
    *,
    by: Actor,
    kind_code: str,
    name: str,
    scope: Scope,
    opens_at: datetime,
    closes_at: datetime,
    id: UUID | None = None,
    schedule_id: UUID | None = None,
    is_late: bool = False,
) -> Round:
    """Open a round and make its dues in chunks, each a short transaction; opening the same id twice opens one.

    A coordinator opens any, an area leader within the own areas. Raises shared.not_yours, rounds.unknown_kind,
    rounds.bad_window, rounds.nameless, rounds.id_taken.
    """
    if not by.is_system and not access.may_rule(by, scope):
        raise Problem(NOT_YOURS)
    kind = kind_or_refuse(by.community_id, kind_code)
    _refuse_nonsense(name, opens_at, closes_at)
    opened = Round(
        id=id or new_id(),
        community_id=by.community_id,
        kind_id=kind.id,
        name=name.strip(),
        scope=scope.as_json(),
        opens_at=opens_at,
        closes_at=closes_at,
        schedule_id=schedule_id,
        opened_by_id=by.worker_id,
        was_opened_late=is_late,
    )
    _put(opened)
    refresh_round(by=by, round_id=opened.id)
    return access.round_or_404(by, opened.id)


def kind_or_refuse(community_id: UUID, code: str) -> RoundKind:
    """A kind of round by its code; raises rounds.unknown_kind."""
    kind: RoundKind | None = RoundKind.objects.of(community_id).filter(code=code).first()
    if kind is None:
        raise Problem(UNKNOWN_KIND, {"code": code})
    return kind


def _refuse_nonsense(name: str, opens_at: datetime, closes_at: datetime) -> None:
    if not name.strip():
        raise Problem(NAMELESS)
    if closes_at <= opens_at:
        raise Problem(BAD_WINDOW)


@transaction.atomic
def _put(opened: Round) -> None:
    """Write the round once; the second time with the same words changes nothing."""
    hold(opened.community_id)
    standing = Round.objects.with_ids(opened.community_id, [opened.id]).first()
    if standing is None:
        Round.objects.bulk_create([opened])
        announce(
            "round.opened",
            community_id=opened.community_id,
            by_id=opened.opened_by_id,
            changed=[("round", opened.id)],
        )
        return
    said = ("kind_id", "name", "scope", "opens_at", "closes_at")
    if any(getattr(standing, field) != getattr(opened, field) for field in said):
        raise Problem(ID_TAKEN)


def refresh_round(*, by: Actor, round_id: UUID) -> Refreshed:
    """Make the dues of an open round what its scope asks for now; safe to repeat, and quiet when nothing changed.

    Newcomers get a due; open dues of those who left end as left, with the reason; those who came back are open
    again; open dues pass to the present area and worker; whom another room exempts is exempt. Settled dues keep
    theirs. Raises shared.not_found.
    """
    opened = access.round_or_404(by, round_id)
    if opened.state != Round.State.OPEN:
        return Refreshed()
    seen_seq = last_number(by.community_id)
    added = _add_newcomers(by, opened)
    if added >= MANY:
        refresh_statistics()
    return _settle_the_rest(by, opened, added, seen_seq)


def _add_newcomers(by: Actor, opened: Round) -> int:
    """Dues for subjects in scope without one, in chunks: walked by id, so that each subject is looked at once."""
    if Scope.from_json(opened.scope).is_named:
        return 0
    sources = subjects_in(by.community_id, opened.kind.subject, Scope.from_json(opened.scope), opened.id)
    return sum(_add_from(by, opened, subjects) for subjects in sources)


def _add_from(by: Actor, opened: Round, subjects: QuerySet[Any]) -> int:
    its_due = Due.objects.of(by.community_id).filter(round_id=opened.id, subject_id=OuterRef("id"))
    newcomers = subjects.filter(~Exists(its_due)).order_by("id")
    newcomers = newcomers.values_list("id", "its_door", "its_area", "its_worker")
    added, last = 0, None
    while rows := list((newcomers.filter(id__gt=last) if last else newcomers)[:CHUNK]):
        added += _add_chunk(by, opened, rows)
        last = rows[-1][0]
        if len(rows) < CHUNK:
            break
    return added


@transaction.atomic
def _add_chunk(by: Actor, opened: Round, rows: list[Any]) -> int:
    """One chunk under the clock; another process that refreshes at the same time makes the very same ids."""
    hold(by.community_id)
    if not Round.objects.with_ids(by.community_id, [opened.id]).filter(state=Round.State.OPEN).exists():
        return 0
    dues = [
        Due(
            id=derived_id("due", opened.id, subject_id),
            community_id=by.community_id,
            round_id=opened.id,
            subject_id=subject_id,
            door_id=door_id,
            area_id=area_id,
            worker_id=worker_id,
        )
        for subject_id, door_id, area_id, worker_id in rows
    ]
    Due.objects.bulk_create(dues, ignore_conflicts=True)
    _announce_refresh(by, opened, len(dues))
    return len(dues)


@transaction.atomic
def _settle_the_rest(by: Actor, opened: Round, added: int, seen_seq: int) -> Refreshed:
    hold(by.community_id)
    now = timezone.now()
    done = Refreshed(
        added=added,
        left=_end_leavers(by, opened, now),
        returned=_reopen_returners(opened),
        passed=_pass_on(opened),
        exempted=sum(exempt(opened, now) for exempt in round_exemptions),
    )
    rounds = Round.objects.with_ids(by.community_id, [opened.id]).filter(state=Round.State.OPEN)
    rounds.update(refreshed_at=now, refreshed_seq=seen_seq)
    if done.total > added:
        _announce_refresh(by, opened, done.total - added)
    return done


def _announce_refresh(by: Actor, opened: Round, how_many: int) -> None:
    announce(
        "round.refreshed",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("round", opened.id)],
        how_many=how_many,
    )


def _dues(opened: Round, state: str) -> QuerySet[Any]:
    dues: QuerySet[Any] = Due.objects.of(opened.community_id).filter(round_id=opened.id, state=state)
    return dues


def _belongs(opened: Round) -> Q:
    """Whether a due's subject is in scope. A door's state may change through the very attempt that was made there,
    so once there was an attempt the state no longer takes a due out."""
    scope = Scope.from_json(opened.scope)
    if scope.is_named:
        # Who was named stays; who was let go by name stays so.
        return Q(state=Due.State.OPEN)
    here = is_in(subjects_in(opened.community_id, opened.kind.subject, scope, opened.id), "subject_id")
    if not scope.door_states:
        return here
    loose = subjects_in(opened.community_id, opened.kind.subject, replace(scope, door_states=()), opened.id)
    return here | Q(attempts__gt=0) & is_in(loose, "subject_id")


def _end_leavers(by: Actor, opened: Round, now: datetime) -> int:
    reason: Any = Value("scope")
    if opened.kind.subject == Subject.PERSON:
        gone = Person.objects.of(opened.community_id).filter(id=OuterRef("subject_id"))
        where = gone.exclude(whereabouts__in=LIVING_HERE).values("whereabouts")[:1]
        reason = Coalesce(Subquery(where), Value("scope"))
    leavers = _dues(opened, Due.State.OPEN).filter(~_belongs(opened))
    return int(
        leavers.update(state=Due.State.LEFT, reason=reason, settled_at=now, settled_by_id=by.worker_id)
    )


def _reopen_returners(opened: Round) -> int:
    returners = _dues(opened, Due.State.LEFT).filter(_belongs(opened))
    return int(returners.update(state=Due.State.OPEN, reason="", settled_at=None, settled_by_id=None))


def _pass_on(opened: Round) -> int:
    """Open dues follow their person's door, and their door's or site's present area and worker."""
    community_id, dues = opened.community_id, _dues(opened, Due.State.OPEN)
    if opened.kind.subject == Subject.PLACE:
        sites = Site.objects.of(community_id).filter(id=OuterRef("subject_id"))
        return _follow(dues, sites, "area_id", "area__leader_id")
    if opened.kind.subject == Subject.PERSON:
        # Workers are owed without a door.
        dues = dues.filter(door_id__isnull=False)
        persons = Person.objects.of(community_id).filter(id=OuterRef("subject_id"))
        strayed = dues.filter(~Exists(persons.filter(door_id=OuterRef("door_id"))))
        strayed.update(door_id=Subquery(persons.values("door_id")[:1]))
    doors = Door.objects.of(community_id).filter(id=OuterRef("door_id"))
    return _follow(dues, doors, "area_id", "worker_id")


def _follow(dues: QuerySet[Any], places: QuerySet[Any], area: str, worker: str) -> int:
    same = places.filter(_is_same(area, "area_id"), _is_same(worker, "worker_id"))
    strayed = dues.filter(~Exists(same))
    return int(
        strayed.update(
            area_id=Subquery(places.values(area)[:1]), worker_id=Subquery(places.values(worker)[:1])
        )
    )


def _is_same(column: str, of_due: str) -> Exact:
    """Equal, or both empty."""
    nobody = Value(NOBODY, output_field=UUIDField())
    return Exact(Coalesce(F(column), nobody), Coalesce(OuterRef(of_due), nobody))


@transaction.atomic
def change_scope(*, by: Actor, round_id: UUID, scope: Scope) -> Refreshed:
    """Let an open round owe what another scope says from now on; what is settled stays.

    A coordinator changes any, an area leader within the own areas. Raises shared.not_found, shared.not_yours,
    rounds.closed.
    """
    hold(by.community_id)
    opened = access.round_or_404(by, round_id)
    if not access.may_rule(by, scope) or not access.may_rule(by, Scope.from_json(opened.scope)):
        raise Problem(NOT_YOURS)
    rounds = Round.objects.with_ids(by.community_id, [round_id]).filter(state=Round.State.OPEN)
    if not rounds.update(scope=scope.as_json()):
        raise Problem(CLOSED)
    announce(
        "round.rescoped", community_id=by.community_id, by_id=by.worker_id, changed=[("round", round_id)]
    )
    return refresh_round(by=by, round_id=round_id)
