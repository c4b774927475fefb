"""The map with 1,000 and with 20,000 buildings: bytes, and seconds until Chromium has drawn it; points in areas."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil, sqrt
from pathlib import Path
from random import Random
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from playwright.sync_api import Page, sync_playwright
from shapely.geometry import Point, shape

from bench.frame import Ratio, Size, turn_by_turn
from bench.ground import a_community, signed_in
from gridward.accounts.actions import make_account
from gridward.accounts.actors import Actor
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.writing import write_areas, write_buildings, write_sites
from gridward.facts.versions import Stamp
from gridward.shared.geometry import which_outline

FEW, MANY, POINTS = Size(1_000, 200), Size(20_000, 5_000), Size(100_000, 5_000)
AREAS, TIMES = 44, 5
WEST, SOUTH, STEP = 110.30, 33.66, 0.0003
CHROMIUM = Path("/usr/bin/chromium")


@dataclass(frozen=True)
class Town:
    """A community laid out in rows, and its session."""

    by: Actor
    session: str
    size: int


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Points in areas, then the map of the large town against that of the small one."""
    yield in_areas(POINTS.of(is_quick))
    few, many = a_town(FEW.of(is_quick), 201), a_town(MANY.of(is_quick), 202)
    with_pages = threading.Thread(target=serve, daemon=True)
    with_pages.start()
    ready.wait(30)
    address = f"http://127.0.0.1:{port[0]}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        small, large = (opened(chromium, address, town) for town in (few, many))
        of, than = f"the map, {many.size:,} buildings", f"the same with {few.size:,}"
        sizes = [float(len(fetched(page))) for page in (small, large)]
        yield Ratio(f"kilobytes of {of}", "one kilobyte", [sizes[1] / 1000])
        yield Ratio(f"kilobytes of the map, {few.size:,} buildings", "one kilobyte", [sizes[0] / 1000])
        drawing = f"time until Chromium has drawn {of}"
        yield turn_by_turn(drawing, partial(draw, large), than, partial(draw, small), TIMES)
        yield Ratio(f"seconds until Chromium has drawn {of}", "one second", seconds(large))
        yield Ratio(f"seconds until Chromium has drawn the map, {few.size:,}", "one second", seconds(small))
        chromium.close()


def outlines() -> list[dict[str, Any]]:
    """Areas side by side, four rows of eleven, over a town of any size."""
    return [square(WEST + (n % 11) * 0.01, SOUTH + (n // 11) * 0.01, 0.01) for n in range(AREAS)]


def square(west: float, south: float, side: float) -> dict[str, Any]:
    """An outline of four corners."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def in_areas(points: int) -> Ratio:
    """Which area each door lies in, all at once, against asking every area for every door."""
    random, areas = Random(3), outlines()
    doors = [(WEST + random.random() * 0.11, SOUTH + random.random() * 0.04) for _door in range(points)]
    shapes = [shape(area) for area in areas]

    def one_by_one() -> None:
        for x, y in doors:
            point = Point(x, y)
            [area for area in shapes if area.intersects(point)]

    return turn_by_turn(
        f"finding the area of {points:,} doors",
        lambda: which_outline(areas, doors),
        f"asking each of {AREAS} areas for each door",
        one_by_one,
        2,
        limit=1.0,
    )


def a_town(buildings: int, number: int) -> Town:
    """A community of so many buildings with footprints in 44 areas."""
    by = a_community(f"{buildings}栋社区", number)
    stamp = Stamp(by.worker_id, "bench")
    with transaction.atomic():
        facts = [
            AreaFact(number=n + 1, name=f"第{n + 1}片区", outline=outline)
            for n, outline in enumerate(outlines())
        ]
        areas = write_areas(by.community_id, facts, stamp).ids
        (site,) = write_sites(by.community_id, [SiteFact(name="一小区", kind="compound")], stamp).ids
        across = ceil(sqrt(buildings * 2.75))
        wide, high = 0.108 / across, 0.038 / ceil(buildings / across)
        houses = []
        for n in range(buildings):
            x, y = WEST + 0.001 + (n % across) * wide, SOUTH + 0.001 + (n // across) * high
            area = areas[int((y - SOUTH) // 0.01) * 11 + int((x - WEST) // 0.01)]
            houses.append(
                BuildingFact(
                    site_id=site,
                    number=str(n + 1),
                    area_id=area,
                    lng=x,
                    lat=y,
                    footprint=square(x, y, wide / 3),
                )
            )
        write_buildings(by.community_id, houses, stamp)
    make_account(
        by=by,
        worker_id=by.worker_id,
        username=f"map{number}",
        password="a-map-of-Xiawan",
        must_change_password=False,
    )
    return Town(by, signed_in(by).cookies[settings.SESSION_COOKIE_NAME].value, buildings)


ready, port = threading.Event(), [0]


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_said: Any) -> None:
        """Say nothing."""


def serve() -> None:
    """The pages on a port of this machine, until the process ends."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        port[0] = server.server_port
        ready.set()
        server.serve_forever()


def opened(chromium: Any, address: str, town: Town) -> Page:
    """A page signed in as the maker of a town, warm."""
    context = chromium.new_context(base_url=address, viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": town.session, "url": address}])
    page: Page = context.new_page()
    draw(page)
    return page


def draw(page: Page) -> None:
    """Open the map and wait until all of it is drawn."""
    page.goto("/map/")
    page.wait_for_selector("[data-map][data-drawn]")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def seconds(page: Page) -> list[float]:
    """How long Chromium took from the click to the map drawn, by its own clock."""
    times = []
    for _turn in range(TIMES):
        draw(page)
        times.append(float(page.evaluate("() => performance.now()")) / 1000)
    return times


def fetched(page: Page) -> bytes:
    """What the map is made of."""
    return page.request.get("/map/features/?colour=difficulty").body()
