"""The proof that no corner is dead, over a few doors and over 100,000: statements, and how its time grows."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.frame import Ratio, Size, clocked, turn_by_turn
from bench.ground import PIECE, Ground, a_community, signed_in
from gridward.accounts.actions import make_account
from gridward.accounts.actors import Actor
from gridward.areas.models import Area, Building, MapShape, Site
from gridward.coverage.gaps.report import report_of
from gridward.facts.versions import Stamp, write
from gridward.households.models import Door
from gridward.shared.batches import in_batches

FEW, MANY = Size(1_114, 120), Size(100_000, 1_200)
TIMES = 3
WEST, SOUTH, STEP, ROW = 110.0, 33.0, 0.0005, 100


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Counting all kinds, the page of one kind, and every one by name."""
    few, many = grid_of(FEW.of(is_quick), 501), grid_of(MANY.of(is_quick), 502)
    where, than = f"{MANY.of(is_quick):,} doors", f"the same with {FEW.of(is_quick):,}"
    grown = MANY.of(is_quick) / FEW.of(is_quick)
    for name, deed in deeds(many).items():
        peer = deeds(few)[name]
        deed()
        with CaptureQueriesContext(connection) as captured:
            deed()
        yield Ratio(f"statements of {name}, {where}", "one statement", [float(len(captured))])
        took = [clocked(deed) for _ in range(TIMES)]
        yield Ratio(
            f"seconds of {name}, {where}", "one second", [t.wall for t in took], [t.cpu for t in took]
        )
        yield turn_by_turn(f"time of {name}, {where}", deed, than, peer, TIMES, limit=grown)


def deeds(by: Actor) -> dict[str, Callable[[], object]]:
    """What is measured."""
    browser, page = signed_in(by), reverse("gaps")
    return {
        "counting every kind of gap": lambda: report_of(by).total(),
        "the page of gaps": partial(browser.get, page, {"kind": "door.verified"}),
        "every gap by name": lambda: sum(1 for kind in report_of(by).kinds for _gap in kind.every()),
    }


def grid_of(doors: int, number: int) -> Actor:
    """A community of so many doors, drawn and placed on a map; every hundredth thing lacks something."""
    by = a_community(f"{doors}户社区", number)
    make_account(
        by=by,
        worker_id=by.worker_id,
        username=f"dora{number}",
        password="a-door-in-a-bench",
        must_change_password=False,
    )
    ground, stamp = Ground(by.community_id, doors * 3), Stamp(by.worker_id, "bench")
    with transaction.atomic():
        write(
            [Site(community_id=by.community_id, id=ground.id("site"), name="锦绣花园", kind="compound")],
            stamp,
        )
        write(areas_of(ground, by), stamp)
        buildings = placed(ground)
        write(buildings, stamp)
        MapShape.objects.bulk_create(shapes_of(ground, buildings), batch_size=2000)
    for numbers in in_batches(range(ground.doors), PIECE):
        with transaction.atomic():
            write([door_of(ground, by, n) for n in numbers], stamp)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return by


def square(at: int, side: float) -> dict[str, object]:
    """A square of ground on a chessboard."""
    west, south = WEST + at % ROW * STEP, SOUTH + at // ROW * STEP
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def areas_of(ground: Ground, by: Actor) -> list[Area]:
    """Areas led by whoever is there, each a row of squares of its buildings."""
    areas = ground.areas()
    squares: dict[object, list[object]] = {}
    for building in ground.buildings():
        squares.setdefault(building.area_id, []).append(square(int(building.number), STEP)["coordinates"])
    for area in areas:
        area.leader_id = by.worker_id
        area.outline = (
            {"type": "MultiPolygon", "coordinates": squares[area.id]} if area.id in squares else None
        )
    return areas


def placed(ground: Ground) -> list[Building]:
    """Buildings in the middle of their squares; every hundredth in the next area's."""
    buildings = ground.buildings()
    for n, building in enumerate(buildings):
        at = int(building.number) + (20 if n % 100 == 99 else 0)
        building.footprint = square(at, STEP / 2)
        building.lng, building.lat = WEST + (at % ROW + 0.5) * STEP, SOUTH + (at // ROW + 0.5) * STEP
    return buildings


def shapes_of(ground: Ground, buildings: list[Building]) -> list[MapShape]:
    """A shape of the map for each building; every hundredth is unknown to the register."""
    return [
        MapShape(
            community_id=ground.community_id,
            id=ground.id("shape", n),
            import_id=ground.id("map"),
            position=n + 1,
            kind="building",
            ref=f"way/{n}",
            geometry=building.footprint,
            lng=building.lng,
            lat=building.lat,
            verdict="new" if n % 100 == 98 else "sure",
            building_id=None if n % 100 == 98 else building.id,
            is_current=True,
        )
        for n, building in enumerate(buildings)
    ]


def door_of(ground: Ground, by: Actor, n: int) -> Door:
    """A door; of a hundred one has no plate and one nobody who answers."""
    door = ground.door(n)
    door.worker_id = None if n % 100 == 97 else by.worker_id
    door.plate = "" if n % 100 == 96 else door.plate
    return door
