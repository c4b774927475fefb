"""A map comes in: generated towns of houses, and a second time; against reading their JSON alone."""

import json
from collections.abc import Iterator
from itertools import count
from resource import RUSAGE_SELF, getrusage

from bench.frame import Ratio, Size, Took, clocked, ratio
from bench.ground import a_community
from gridward.areas.maps.command import bring_in
from gridward.areas.maps.runs import Options
from tests.areas.plans import collection, feature, square

HOUSES, TIMES, HOUSES_OF_A_STREET = (Size(2_000, 500), Size(20_000, 1_000)), 2, 200
ONE_SECOND = Took(1.0, 1.0)
numbers = count(401)


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Each town into a fresh community, then the same file again; all buildings are taken into the register."""
    for size in HOUSES:
        houses = size.of(is_quick)
        turns = [turn(town(houses)) for _ in range(TIMES)]
        alone, first, second = ([each[at] for each in turns] for at in range(3))
        name = f"a map of {houses:,} buildings"
        yield ratio(f"bringing in {name}", first, "reading its JSON alone", alone)
        yield ratio(f"seconds of bringing in {name}", first, "one second", [ONE_SECOND] * TIMES)
        yield ratio(f"bringing {name} in again", second, "the first time", first)
    yield Ratio("peak memory of all this", "one megabyte", [getrusage(RUSAGE_SELF).ru_maxrss / 1024])


def turn(content: bytes) -> tuple[Took, Took, Took]:
    """Reading the JSON alone, bringing the map in, and once more."""
    by = a_community("地图社区", next(numbers))

    def in_it_goes() -> None:
        bring_in(by=by, file_name="town.geojson", content=content, options=Options(take_new=True))

    return clocked(lambda: json.loads(content)), clocked(in_it_goes), clocked(in_it_goes)


def town(houses: int) -> bytes:
    """A GeoJSON file of houses in streets, each with its number and floors."""
    side = int(houses**0.5) + 1
    return collection(
        *(
            feature(
                square(40 * (at % side), 40 * (at // side)),
                f"way/{at}",
                building="yes",
                **{
                    "addr:street": f"第{at // HOUSES_OF_A_STREET}街",
                    "addr:housenumber": str(at % HOUSES_OF_A_STREET + 1),
                    "building:levels": "6",
                },
            )
            for at in range(houses)
        )
    )
