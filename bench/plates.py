"""Numbering every door of a community anew by another scheme: what it shows first, and giving it."""

from collections.abc import Iterator
from functools import partial
from itertools import count

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.frame import Ratio, Size, clocked, ratio
from bench.gaps import grid_of
from gridward.accounts.actors import Actor
from gridward.households.plates.giving import Which, give_all, plan_numbers
from gridward.households.plates.lines import lines_for
from gridward.households.plates.schemes import SchemeFact, put_scheme

FEW, MANY = Size(1_225, 120), Size(10_000, 600)
TIMES = 3
EVERY_DOOR = Which(again=True, posted_too=True)
letters = count(1)


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """The preview, the giving, and the page of stairs and lanes."""
    few, many = grid_of(FEW.of(is_quick), 601), grid_of(MANY.of(is_quick), 602)
    where, than = f"{MANY.of(is_quick):,} doors", f"the same with {FEW.of(is_quick):,}"
    with CaptureQueriesContext(connection) as captured:
        number_all(many)
    yield Ratio(f"statements of numbering {where}", "one statement", [float(len(captured))])
    deeds = {"numbering": number_all, "the preview of numbering": preview, "stairs and lanes of": lines_for}
    for name, deed in deeds.items():
        took = {by: [clocked(partial(deed, by)) for _ in range(TIMES)] for by in (few, many)}
        for by, size in ((few, FEW.of(is_quick)), (many, MANY.of(is_quick))):
            walls, cpus = [t.wall for t in took[by]], [t.cpu for t in took[by]]
            yield Ratio(f"seconds of {name} {size:,} doors", "one second", walls, cpus)
        yield ratio(f"time of {name} {where}", took[many], than, took[few])


def number_all(by: Actor) -> None:
    """Every door gets a number it never had."""
    put_scheme(by=by, scheme=SchemeFact(f"T{next(letters)}-{{area:02}}-{{serial:03}}"))
    give_all(by=by, which=EVERY_DOOR)


def preview(by: Actor) -> None:
    """What numbering anew would do."""
    plan_numbers(by, EVERY_DOOR)
