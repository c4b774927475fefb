"""Which doors lie in which zone: twenty drawn zones over a few doors and over 100,000, worked out anew and followed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.frame import Ratio, Size, clocked, turn_by_turn
from bench.gaps import grid_of
from gridward.accounts.actors import Actor
from gridward.areas.models import Building
from gridward.facts.versions import Stamp
from gridward.operations.models import Zone, ZoneBuilding
from gridward.operations.zones.actions import open_zone, put_levels
from gridward.operations.zones.entries import LevelFact, ZoneFact
from gridward.operations.zones.membership import follow_buildings, open_zones, refresh_zones
from gridward.operations.zones.queries import zone_lines
from gridward.rounds.actions import Scope, open_round
from gridward.shared.geometry import box_of

FEW, MANY = Size(1_114, 120), Size(100_000, 1_200)
ZONES, MOVED, TIMES = 20, 100, 3
numbers = count(1)


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Everything anew, a hundred buildings that moved, the list of zones, and a round over one zone."""
    few, many = drawn(grid_of(FEW.of(is_quick), 601)), drawn(grid_of(MANY.of(is_quick), 602))
    where, than = f"{MANY.of(is_quick):,} doors", f"the same with {FEW.of(is_quick):,}"
    grown = MANY.of(is_quick) / FEW.of(is_quick)
    for name, deed in deeds(many).items():
        with CaptureQueriesContext(connection) as captured:
            deed()
        yield Ratio(f"statements of {name}, {where}", "one statement", [float(len(captured))])
        took = [clocked(deed) for _ in range(TIMES)]
        walls, cpus = [t.wall for t in took], [t.cpu for t in took]
        yield Ratio(f"seconds of {name}, {where}", "one second", walls, cpus)
        yield turn_by_turn(f"time of {name}, {where}", deed, than, deeds(few)[name], TIMES, limit=grown)


def drawn(by: Actor) -> Actor:
    """Twenty strips from west to east, one beside the other, each a zone."""
    put_levels(by=by, facts=[LevelFact("high", "高风险区")])
    points = Building.objects.of(by.community_id).exclude(lng=None).values_list("lng", "lat")
    box = box_of({"type": "Point", "coordinates": point} for point in points)
    assert box is not None
    west, south, east, north = box
    step = (north - south + 0.001) / ZONES
    for n in range(ZONES):
        low, high = south - 0.0005 + n * step, south - 0.0005 + (n + 1) * step
        ring = [[west - 1, low], [east + 1, low], [east + 1, high], [west - 1, high], [west - 1, low]]
        outline = {"type": "Polygon", "coordinates": [ring]}
        open_zone(by=by, fact=ZoneFact(f"区域{n + 1}", "high", timezone.localdate(), "1号", outline=outline))
    return by


def deeds(by: Actor) -> dict[str, Callable[[], object]]:
    """What is measured."""
    return {
        f"working out {ZONES} zones": partial(work_out, by),
        f"following {MOVED} buildings": partial(follow, by),
        "the list of zones with their doors": partial(zone_lines, by.community_id),
        "opening a round over one zone": partial(a_round, by),
    }


@transaction.atomic
def work_out(by: Actor) -> None:
    """All zones from nothing."""
    ZoneBuilding.objects.of(by.community_id).delete()
    refresh_zones(by.community_id, open_zones(by.community_id), timezone.now())


@transaction.atomic
def follow(by: Actor) -> None:
    """What a verb does after it moved buildings."""
    ids = list(Building.objects.of(by.community_id).order_by("id").values_list("id", flat=True)[:MOVED])
    follow_buildings(by.community_id, ids, Stamp(by.worker_id, "bench"))


def a_round(by: Actor) -> None:
    """A verification of the doors in the first zone."""
    zone = Zone.objects.of(by.community_id).order_by("name").values_list("id", flat=True)[0]
    began = timezone.now()
    open_round(
        by=by,
        kind_code="verification",
        name=f"第{next(numbers)}轮",
        scope=Scope(zone_ids=(zone,)),
        opens_at=began,
        closes_at=began + timedelta(days=1),
    )
