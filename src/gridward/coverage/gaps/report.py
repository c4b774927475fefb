"""All kinds of fault together: how many of each, in which area, under whom; every one by name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.areas.answering import Answering
from gridward.areas.gaps.finding import answering
from gridward.shared.gaps import NOWHERE, Asked, Found, Gap, GapKind, Look, Name
from gridward.shared.problems import Problem, problem_code
from gridward.shared.registries import gaps

UNKNOWN_KIND = problem_code(
    "coverage.unknown_gap", 404, "There is no kind of gap called {kind}; “gridward gaps” lists them."
)
EVERYTHING = Asked()


@dataclass(frozen=True)
class KindOfGap:
    """One kind with what was found of it within somebody's sight."""

    kind: GapKind
    found: Found

    @cached_property
    def counts(self) -> dict[Name, int]:
        """How many in each area under each person."""
        return dict(self.found.counts())

    @property
    def code(self) -> str:
        """The kind's code."""
        return self.kind.code

    @property
    def words(self) -> str:
        """The kind in the reader's language."""
        return _(self.kind.words)

    @property
    def rule(self) -> str:
        """What must hold, in the reader's language."""
        return _(self.kind.rule)

    @property
    def is_remark(self) -> bool:
        """Whether it is worth knowing and no fault."""
        return self.kind.is_remark

    def count(self, asked: Asked = EVERYTHING) -> int:
        """How many of those asked for."""
        return sum(n for name, n in self.counts.items() if self.fits(name, asked))

    @staticmethod
    def fits(name: Name, asked: Asked) -> bool:
        """Whether what stands in an area under a person is asked for."""
        said = (asked.area_id, asked.under_id)
        return all(
            wanted is None or held == (None if wanted == NOWHERE else wanted)
            for held, wanted in zip(name, said, strict=True)
        )

    def every(self, asked: Asked = EVERYTHING) -> Iterator[Gap]:
        """Every one asked for by name."""
        return self.found.every(asked)


@dataclass(frozen=True)
class Report:
    """Everything within one actor's sight; the counts of each kind are read once, the names when they are asked for."""

    look: Look
    kinds: list[KindOfGap] = field(default_factory=list)

    @property
    def who(self) -> Answering:
        """Who answers for what."""
        return answering(self.look)

    @property
    def faults(self) -> list[KindOfGap]:
        """The kinds that must be empty."""
        return [kind for kind in self.kinds if not kind.is_remark]

    @property
    def remarks(self) -> list[KindOfGap]:
        """The kinds that are only worth knowing."""
        return [kind for kind in self.kinds if kind.is_remark]

    def total(self, asked: Asked = EVERYTHING) -> int:
        """All faults asked for; remarks are none."""
        return sum(kind.count(asked) for kind in self.faults)

    def by_area(self) -> dict[UUID | None, int]:
        """Faults by open area in their order; None: in no area, first."""
        counted = self._counted(0)
        order = {area_id: place for place, area_id in enumerate(self.who.areas)}
        return {id: counted[id] for id in sorted(counted, key=lambda id: order.get(id, -1) if id else -1)}

    def by_person(self) -> dict[UUID | None, int]:
        """Faults by who answers, most first."""
        return dict(self._counted(1).most_common())

    def _counted(self, place: int) -> "Counter[UUID | None]":
        counted: Counter[UUID | None] = Counter()
        for kind in self.faults:
            for name, count in kind.counts.items():
                counted[name[place]] += count
        return counted


def report_of(actor: Actor, code: str = "") -> Report:
    """What an actor sees of every kind, or of one; raises coverage.unknown_gap."""
    look = Look(actor)
    wanted = [kind for kind in gaps if code in ("", kind.code)]
    if not wanted:
        raise Problem(UNKNOWN_KIND, {"kind": code})
    return Report(look, [KindOfGap(kind, kind.find(look)) for kind in wanted])
