"""Work that a job does and a page watches: kept as a row, taken up by one process, its states moved one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gridward.shared.models import OwnedQuerySet, OwnedRow
from gridward.shared.problems import Problem, ProblemCode

FAILED = "failed"


class Run(OwnedRow):
    """A piece of work on its way; what it is about, and the states it goes through, are the room's own."""

    state = models.CharField(max_length=10)
    by_id = models.UUIDField()
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text="last sign of life of the process that works on it")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True


AnyRun = TypeVar("AnyRun", bound=Run)


@dataclass(frozen=True, slots=True)
class Course(Generic[AnyRun]):
    """How runs of one kind go. Every move is a compare-and-set, so that two processes never do the same work.

    `working`: the states a process works in, by the state it takes a run up from (the same where it takes over from
    one that died). `over`: where nothing is worked on any more. `silence`: whoever has not beaten for so long is dead.
    `heavy`: fields too large to read along.
    """

    model: type[AnyRun]
    states: type[models.TextChoices]
    working: Mapping[str, str]
    over: frozenset[str]
    cancelled: ProblemCode
    silence: timedelta = timedelta(seconds=60)
    heavy: tuple[str, ...] = ()

    def mine(self, community_id: UUID, id: UUID) -> OwnedQuerySet[AnyRun]:
        """The one run, to compare and set."""
        return self.model.objects.with_ids(community_id, [id])

    def claim(self, community_id: UUID, id: UUID) -> bool:
        """Whether this process now works on the run: it was waiting, or its process fell silent."""
        now = timezone.now()
        silent = Q(beat_at=None) | Q(beat_at__lt=now - self.silence)
        for before, during in self.working.items():
            if self.mine(community_id, id).filter(silent, state=before).update(state=during, beat_at=now):
                return True
        return False

    def take_up(self, community_id: UUID, work: Callable[[AnyRun], object]) -> int:
        """Work on every run that waits or whose process died, the oldest first; returns how many."""
        waiting = self.model.objects.of(community_id).filter(state__in=self.working).defer(*self.heavy)
        return sum(self.take_up_one(run, work) for run in waiting.order_by("started_at"))

    def take_up_one(self, run: AnyRun, work: Callable[[AnyRun], object]) -> bool:
        """Work on a run here and now, if nobody else does."""
        if not self.claim(run.community_id, run.id):
            return False
        run.refresh_from_db()
        work(run)
        return True

    def beat(self, run: AnyRun, done: int, total: int) -> None:
        """Say how far the work is; raises the problem `cancelled` when somebody stopped it."""
        alive = self.mine(run.community_id, run.id).exclude(state__in=self.over)
        if not alive.update(done=done, total=total, beat_at=timezone.now()):
            raise Problem(self.cancelled)

    def move(self, run: AnyRun, before: str, after: str, **values: Any) -> bool:
        """Move a run from one state to the next if it still stands in the first."""
        return self.mine(run.community_id, run.id).filter(state=before).update(state=after, **values) == 1

    def fail(self, run: AnyRun, code: str, **values: Any) -> None:
        """Keep why a run failed, unless it is over."""
        alive = self.mine(run.community_id, run.id).exclude(state__in=self.over)
        alive.update(state=FAILED, problem=code, finished_at=timezone.now(), **values)

    def state_words(self, run: AnyRun) -> str:
        """The state in words, as it stands now."""
        now = self.mine(run.community_id, run.id).values_list("state", flat=True).get()
        return str(self.states(now).label)
