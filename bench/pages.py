"""Board and search with few people and with many: how many statements a page takes, and how its time grows."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TypeAlias

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.frame import Ratio, Size, turn_by_turn
from bench.ground import Ground, community_of, signed_in
from gridward.accounts.actors import Actor
from gridward.rounds.actions import Scope, open_round

FEW, MANY = Size(3_342, 600), Size(100_000, 3_342)
TIMES = 7
Visit: TypeAlias = tuple[Client, str]


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Each page, of the small and of the large community in turns."""
    few, many = community_of(FEW.of(is_quick)), community_of(MANY.of(is_quick))
    for by in (few, many):
        open_one(by)
    small, large = signed_in(few), signed_in(many)
    for name, address in pages(few).items():
        yield from of_page(name, is_quick, (small, address), (large, pages(many)[name]))


def of_page(name: str, is_quick: bool, small: Visit, large: Visit) -> Iterator[Ratio]:
    """Its statements, and how its time grows from the small community to the large one."""
    where, than = f"{MANY.of(is_quick):,} people", f"the same with {FEW.of(is_quick):,}"
    few, many = float(asked(*small)), float(asked(*large))
    yield Ratio(f"statements of {name}, {where}", "one statement", [many])
    yield Ratio(f"statements of {name}, {where}", than, [many / few])
    grown = MANY.of(is_quick) / FEW.of(is_quick)
    time = f"time of {name}, {where}"
    yield turn_by_turn(time, partial(shown, *large), than, partial(shown, *small), TIMES, limit=grown)


def pages(by: Actor) -> dict[str, str]:
    """Pages by what people call them."""
    ground = Ground(by.community_id, 0)
    search = reverse("search")
    return {
        "the board by area": reverse("board"),
        "the board by worker": f"{reverse('board')}?by=workers",
        "the list of doors": reverse("doors"),
        "one door": reverse("door", args=[ground.id("door", 100)]),
        "a search by name": f"{search}?q=王建华",
        "a search by two signs of a name": f"{search}?q=建华",
        "a search by initials": f"{search}?q=wjh",
        "a search by plate": f"{search}?q=0003-04",
        "a search by address": f"{search}?q=锦绣花园3号楼",
    }


def shown(browser: Client, address: str) -> None:
    """Fetch a page, which has to come; a search with one hit leads to its door."""
    answer = browser.get(address, follow=True)
    if answer.status_code != 200 or "sign-in" in answer.request["PATH_INFO"]:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def asked(browser: Client, address: str) -> int:
    """How many statements a page takes once it is warm."""
    shown(browser, address)
    with CaptureQueriesContext(connection) as captured:
        shown(browser, address)
    return len(captured)


def open_one(by: Actor) -> None:
    """A verification over every door, so that the board has something to count."""
    began = timezone.now() - timedelta(hours=1)
    open_round(
        by=by,
        kind_code="verification",
        name="第二次核查",
        scope=Scope(),
        opens_at=began,
        closes_at=began + timedelta(days=2),
    )
