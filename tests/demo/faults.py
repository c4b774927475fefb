"""Ten faults of every kind of dead corner, planted in a filled demonstration by the verbs people use.

`plant_faults(by)` takes the coordinator of a demonstration and answers what it did, by the code of the kind of fault.
"""

import json
from typing import Any

from shapely.affinity import scale, translate
from shapely.geometry import mapping, shape
from shapely.ops import nearest_points

from gridward.accounts.actors import Actor
from gridward.areas.actions import AreaFact, BuildingFact, SiteFact, put_areas, put_buildings, put_sites
from gridward.areas.maps.command import bring_in
from gridward.areas.models import Area, Building, Site, SiteKind
from gridward.facts.said import EMPTY
from gridward.households.actions import DoorFact, assign_doors, give_plates, put_doors
from gridward.households.models import Door

A_METRE = 0.00001


def plant_faults(by: Actor) -> dict[str, str]:
    """Plant one fault of each of ten kinds; the name each is listed by, by kind."""
    planted = {
        "building.area": _building_in_no_area(by),
        "site.area": _site_in_no_area(by),
        "building.two_areas": _building_in_two_areas(by),
        "area.leader": _area_without_leader(by),
        "door.plate": _door(by, "老街", 3, "plate"),
        "door.worker": _door(by, "河滨巷", 5, "worker"),
        "door.verified": _new_door(by),
        "building.place": _building_without_place(by),
    }
    planted["shape.building"], planted["building.door"] = _houses_of_a_newer_map(by)
    # The doors of a building that lies in no area lie in none either, and two outlines over one house overlap.
    return planted | {"door.area": planted["building.area"], "area.overlap": "第26片区"}


def _site(by: Actor, name: str) -> Site:
    return Site.objects.of(by.community_id).get(name=name)


def _building(by: Actor, site: str, place: int = 0) -> Building:
    found = Building.objects.of(by.community_id).filter(site_id=_site(by, site).id).select_related("site")
    return list(found.order_by("walking_order"))[place]


def _named(building: Building) -> str:
    return f"{building.site.name}{building.name}"


def _building_in_no_area(by: Actor) -> str:
    building = _building(by, "二桥新村")
    put_buildings(by=by, buildings=[BuildingFact(id=building.id, area_id=EMPTY)])
    return _named(building)


def _site_in_no_area(by: Actor) -> str:
    put_sites(by=by, sites=[SiteFact("南关停车场", SiteKind.OTHER)])
    return "南关停车场"


def _building_in_two_areas(by: Actor) -> str:
    """The next area claims the house at the border too."""
    building = _building(by, "花庙巷", 22)
    other = Area.objects.of(by.community_id).exclude(id=building.area_id).get(number=27)
    claimed, house = shape(other.outline), shape(building.footprint)
    way, _ = nearest_points(claimed, house)
    both = claimed.union(house.union(way).convex_hull.buffer(2 * A_METRE))
    put_areas(by=by, areas=[AreaFact(id=other.id, outline=_plain(both))])
    return _named(building)


def _area_without_leader(by: Actor) -> str:
    area = Area.objects.of(by.community_id).get(number=20)
    put_areas(by=by, areas=[AreaFact(id=area.id, leader_id=EMPTY)])
    return area.name


def _door(by: Actor, site: str, place: int, lacks: str) -> str:
    doors = Door.objects.of(by.community_id).filter(site_id=_site(by, site).id).order_by("walking_order")
    door = list(doors)[place]
    if lacks == "plate":
        give_plates(by=by, plates={door.id: ""})
    else:
        assign_doors(by=by, worker_id=None, door_ids=[door.id])
    return door.address


def _new_door(by: Actor) -> str:
    """A door found after the last verification, complete but for that."""
    building = _building(by, "3组", 2)
    neighbour = Door.objects.of(by.community_id).filter(building_id=building.id).first()
    assert neighbour is not None
    fact = DoorFact(building.id, sub="后院", plate="37-901", worker_id=neighbour.worker_id)
    [id] = put_doors(by=by, doors=[fact])
    return Door.objects.of(by.community_id).get(id=id).address


def _houses_of_a_newer_map(by: Actor) -> tuple[str, str]:
    """A newer map shows a house the register has never heard of, and a new house that has no door yet."""
    unheard, doorless = _building(by, "5组", 4), _building(by, "6组", 3)
    put_buildings(by=by, buildings=[BuildingFact(doorless.site_id, "99", "99号", doorless.area_id)])
    features = [
        _house("way/9001", unheard, name="东头平房"),
        _house("way/9002", doorless, **{"addr:place": "6组", "addr:housenumber": "99"}),
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    bring_in(by=by, file_name="newer.geojson", content=content)
    return "东头平房", "6组99号"


def _house(ref: str, near: Building, **tags: str) -> dict[str, Any]:
    """A small house in the field north of another."""
    said = {"@id": ref, "building": "house", **tags}
    stands = translate(scale(shape(near.footprint), 0.6, 0.6), yoff=16 * A_METRE)
    return {"type": "Feature", "id": ref, "geometry": _plain(stands), "properties": said}


def _building_without_place(by: Actor) -> str:
    building = _building(by, "东关巷", 7)
    put_buildings(
        by=by, buildings=[BuildingFact(id=building.id, footprint=EMPTY, lng=EMPTY, lat=EMPTY, map_ref="")]
    )
    return _named(building)


def _plain(drawn: Any) -> dict[str, Any]:
    rings = [[list(point) for point in ring] for ring in mapping(drawn)["coordinates"]]
    return {"type": "Polygon", "coordinates": rings}
