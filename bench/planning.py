"""Dividing and assigning: seconds, limits, contiguity, compactness, gap to the bound, on made and real towns.

Peers: the same centres without any limit (nearest centre, what no balanced plan can beat by far), and for somebody
falling ill a fresh plan of everything. METIS (contiguous, 5 % of imbalance) where somebody installed `pymetis`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from math import hypot
from pathlib import Path
from random import Random

import numpy
import osmium
import shapely
from shapely.geometry import shape

from bench.frame import Ratio, Size, Took, clocked
from gridward.demo.community import make_community
from gridward.demo.community.town import draw_town
from gridward.planning.assigning import assign
from gridward.planning.centres import points_of, spread_out, weights_of
from gridward.planning.dividing import parts_for
from gridward.planning.measures import measure
from gridward.planning.neighbours import gabriel, neighbours_of
from gridward.planning.pieces import Block, Part, Plan, Task
from gridward.planning.repairing import repair
from gridward.planning.routing import Stop, walking_order
from gridward.shared.geometry import in_metres, point_in

MAPS = Path(__file__).resolve().parents[2] / "shared/data"
FEWEST, MOST, SHARE = 35, 45, 40
HOMES_A_FOOTPRINT = 250.0
BIG = Size(1_333, 200)


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Made towns, the known grid, the real maps, an illness, and a walk."""
    for name, task in tasks(is_quick):
        yield from of(name, task)
    yield from of_an_illness("30 workers, 1,200 doors", a_town(400, 1_200, 30))
    yield from of_an_illness("100 workers, 4,000 doors", a_town(BIG.of(is_quick), BIG.of(is_quick) * 3, 100))
    yield from of_metis("1,200 doors in 400 buildings, 30 workers", a_town(400, 1_200, 30))
    yield from of_too_few()
    yield of_a_walk()
    if MAPS.is_dir():
        yield from of_known_tours()


def tasks(is_quick: bool) -> Iterator[tuple[str, Task]]:
    """Everything that is planned afresh, by name."""
    yield "1,200 doors in 400 buildings, 30 workers", a_town(400, 1_200, 30)
    big = BIG.of(is_quick)
    yield (
        f"{big * 3:,} doors in {big:,} buildings, 100 workers",
        a_town(big, big * 3, max(1, big * 3 // SHARE)),
    )
    yield "the demonstration into 44 areas", the_demonstration(44, 0.35)
    yield "the demonstration for 27 workers, buildings whole", the_demonstration(27, 0.125)
    yield "the demonstration for 27 workers, by stairs", the_demonstration(27, 0.125, by_stairs=True)
    if not MAPS.is_dir():
        return
    yield "Gerrymandria, 64 cells into 8", gerrymandria()
    for name, buildings in real_maps():
        yield f"{name}: {len(buildings):,} buildings", of_buildings(buildings[: 300 if is_quick else None])


def of(name: str, task: Task) -> Iterator[Ratio]:
    """The figures of one plan."""
    plans: list[Plan] = []
    took = clocked(lambda: plans.append(assign(task)))
    figures = measure(task, plans[0])
    yield seconds(f"{name}: seconds", took)
    kept = sum(
        part.fewest - 1e-3 <= load <= part.most + 1e-3
        for part, load in zip(task.parts, figures.loads, strict=True)
    )
    yield Ratio(f"{name}: parts within limits", "all parts", [kept / len(task.parts)])
    yield Ratio(
        f"{name}: parts in more than one piece", "all parts", [figures.not_contiguous / len(task.parts)]
    )
    yield Ratio(
        f"{name}: mean distance to the centre", "no limits at all", [figures.compactness / unlimited(task)]
    )
    if figures.gap is not None:
        yield Ratio(f"{name}: cost not proved to be needed", "the cost", [figures.gap])


def of_an_illness(name: str, task: Task) -> Iterator[Ratio]:
    """One of them is away: seconds and doors moved against planning everything afresh."""
    plan = assign(task)
    at_work = replace(
        task,
        blocks=[
            replace(block, now=None if part is None else task.parts[part].id)
            for block, part in zip(task.blocks, plan.part_of, strict=True)
        ],
        parts=[replace(part, most=MOST + 2) for part in task.parts],
    )
    gone = task.parts[len(task.parts) // 2].id
    found: list[int] = []
    took = clocked(lambda: found.extend(move.block for move in repair(at_work, {gone})[1]))
    left = replace(at_work, parts=[part for part in at_work.parts if part.id != gone])
    fresh: list[Plan] = []
    afresh = clocked(lambda: fresh.append(assign(left)))
    moved = sum(at_work.blocks[block].doors for block in found)
    changed = sum(
        block.doors
        for block, part in zip(at_work.blocks, fresh[0].part_of, strict=True)
        if part is None or left.parts[part].id != block.now
    )
    theirs = sum(block.doors for block in at_work.blocks if block.now == gone)
    yield seconds(f"one of {name} ill: seconds", took)
    yield Ratio(f"one of {name} ill: doors moved", "the doors of whoever is ill", [moved / theirs])
    yield Ratio(f"one of {name} ill: doors moved", "planning all afresh", [moved / max(1, changed)])
    yield Ratio(f"one of {name} ill: time", "planning all afresh", [took.wall / afresh.wall])


def of_a_walk() -> Ratio:
    """The walk past sixty doors."""
    chance = Random(1)
    stops = [Stop(str(at), chance.uniform(0, 500), chance.uniform(0, 300)) for at in range(60)]
    return seconds("walking order of 60 doors: seconds", clocked(lambda: walking_order(stops)))


def of_too_few() -> Iterator[Ratio]:
    """Thirty workers who may have twenty doors at most, where forty are to be had."""
    town = a_town(400, 1_200, 30)
    task = replace(town, parts=[replace(part, fewest=10, most=20) for part in town.parts])
    plans: list[Plan] = []
    yield seconds("30 workers of 20 doors for 1,200: seconds", clocked(lambda: plans.append(assign(task))))
    figures = measure(task, plans[0])
    for name, load in (("fewest", figures.fewest), ("most", figures.most)):
        yield Ratio(f"30 workers of 20 doors for 1,200: {name} doors", "an even share", [load / SHARE])


def of_known_tours() -> Iterator[Ratio]:
    """Open walks over TSPLIB's places, against its best round tours without their longest leg."""
    for name in ("att48", "eil51", "berlin52", "st70", "kroA100"):
        lines = (MAPS / f"tsp/{name}.tsp").read_text().split("NODE_COORD_SECTION")[1].split("EOF")[0]
        rows = [line.split() for line in lines.strip().splitlines()]
        stops = [Stop(number, float(x), float(y)) for number, x, y in rows]
        tour = (MAPS / f"tsp/{name}.opt.tour").read_text().split("TOUR_SECTION")[1].split("-1")[0].split()
        places = {stop.id: stop for stop in stops}
        legs = [
            hypot(places[a].x - places[b].x, places[a].y - places[b].y) for a, b in pairwise([*tour, tour[0]])
        ]
        yield Ratio(
            f"walk over {name}: metres",
            "the best round tour without its longest leg",
            [walking_order(stops).metres / (sum(legs) - max(legs))],
        )


def seconds(what: str, took: Took) -> Ratio:
    """A time as a ratio to a second."""
    return Ratio(what, "one second", [took.wall], [took.cpu])


def unlimited(task: Task) -> float:
    """Mean distance of the weight to the nearest of as many centres, metres."""
    points, weights = points_of(task), weights_of(task)
    centres = spread_out(points, weights, len(task.parts), task.seed)
    near = numpy.sqrt(((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).min(axis=1))
    return float((near * weights).sum() / weights.sum()) or 1.0


def the_demonstration(parts: int, tolerance: float, *, by_stairs: bool = False) -> Task:
    """The made-up community on its drawn map, its doors shared evenly within a tolerance; stairs stand 8 m apart."""
    told, stair_by = make_community(), 0.00008
    town = draw_town(told)
    doors = Counter((door.building_ref, door.unit if by_stairs else "") for door in told.doors)
    seen: Counter[str] = Counter()
    places = []
    for ref, _stair in doors:
        lng, lat = point_in(town.buildings[ref])
        places.append((lng + seen[ref] * stair_by, lat))
        seen[ref] += 1
    task = laid_out(in_metres(places), list(doors.values()), parts)
    return replace(task, parts=parts_for(task.blocks, parts, tolerance))


def of_metis(name: str, task: Task) -> Iterator[Ratio]:
    """The same town by METIS, where it is installed: time and distance against ours."""
    if find_spec("pymetis") is None:
        return
    pymetis = import_module("pymetis")
    options = pymetis.Options(ufactor=50, contig=1, seed=1)
    around = neighbours_of(len(task.blocks), task.neighbours)
    weights = [block.doors for block in task.blocks]
    found: list[Plan] = []
    ours = clocked(lambda: found.append(assign(task)))
    theirs = clocked(
        lambda: found.append(
            Plan(
                pymetis.part_graph(len(task.parts), around, vweights=weights, options=options)[1],
                0.0,
                None,
                "metis",
                True,
            )
        )
    )
    mine, other = (measure(task, plan) for plan in found)
    yield Ratio(f"{name}: time", "METIS", [ours.wall / theirs.wall])
    yield Ratio(f"{name}: mean distance to the centre", "METIS", [mine.compactness / other.compactness])
    kept = sum(FEWEST <= load <= MOST for load in other.loads)
    yield Ratio(f"{name}: parts of METIS within limits", "all parts", [kept / len(task.parts)])
    yield Ratio(
        f"{name}: parts of METIS in more than one piece",
        "all parts",
        [other.not_contiguous / len(task.parts)],
    )


def a_town(buildings: int, doors: int, workers: int) -> Task:
    """Buildings on a bent grid with one to many doors each, the same on every run."""
    chance = Random(1)
    side = int(buildings**0.5 + 0.999)
    counts = [1] * buildings
    for _extra in range(doors - buildings):
        counts[chance.randrange(buildings)] += 1
    places = [
        (50.0 * (at % side) + chance.uniform(-15, 15), 50.0 * (at // side) + chance.uniform(-15, 15))
        for at in range(buildings)
    ]
    return laid_out(places, counts, workers)


def laid_out(places: list[tuple[float, float]], counts: list[int], workers: int) -> Task:
    """A task of 35 to 45 doors a worker."""
    blocks = [
        Block(str(at), x, y, float(count), count)
        for at, ((x, y), count) in enumerate(zip(places, counts, strict=True))
    ]
    parts = [Part(str(at), FEWEST, MOST) for at in range(workers)]
    return Task(blocks, parts, gabriel(places))


def of_buildings(buildings: list[shapely.Geometry]) -> Task:
    """Footprints as a task: a home for each 250 square metres of ground, 40 at most, a worker for each 40 homes."""
    places = in_metres([(b.centroid.x, b.centroid.y) for b in buildings])
    metre = 1 / 111_320.0
    counts = [
        max(1, min(40, round(b.area / metre**2 * numpy.cos(numpy.radians(b.centroid.y)) / HOMES_A_FOOTPRINT)))
        for b in buildings
    ]
    return laid_out(places, counts, max(1, round(sum(counts) / SHARE)))


def gerrymandria() -> Task:
    """The 8 × 8 grid that districting libraries test on, with its own neighbours."""
    read = json.loads((MAPS / "districting/gerrymandria.json").read_text())
    blocks = [Block(str(n["id"]), 100.0 * n["x"], 100.0 * n["y"], float(n["TOTPOP"])) for n in read["nodes"]]
    place = {block.id: at for at, block in enumerate(blocks)}
    pairs = {
        tuple(sorted((place[str(node["id"])], place[str(other["id"])])))
        for node, others in zip(read["nodes"], read["adjacency"], strict=True)
        for other in others
    }
    return Task(blocks, [Part(str(at), 8, 8) for at in range(8)], sorted(pairs))  # type: ignore[arg-type]


def real_maps() -> Iterator[tuple[str, list[shapely.Geometry]]]:
    """The buildings of towns that nobody here drew."""
    features = json.loads((MAPS / "osm-shanghai/buildings.geojson").read_text())["features"]
    yield "Shanghai", [shape(each["geometry"]) for each in features if each["geometry"]["type"] != "Point"]
    for name, path in (("Krems", "osm-krems/krems.osm.gz"), ("Helsinki", "osm-helsinki/Helsinki.osm.pbf")):
        yield name, list(buildings_of(MAPS / path))


def buildings_of(path: Path) -> Iterator[shapely.Geometry]:
    """Closed ways that are buildings."""
    for way in osmium.FileProcessor(path).with_locations().with_filter(osmium.filter.KeyFilter("building")):
        if isinstance(way, osmium.osm.Way) and way.is_closed() and len(way.nodes) > 3:
            ring = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
            if len(ring) == len(way.nodes):
                yield shapely.make_valid(shapely.Polygon(ring))
