"""Why a whole file cannot be read."""

from gridward.shared.problems import problem_code

NOT_JSON = problem_code(
    "areas.map_not_json", 422, "This file is broken: it stops being JSON at {where}. Nothing went in."
)
NO_MAP = problem_code(
    "areas.map_none",
    422,
    "This file is JSON but no map: GeoJSON was expected, found {reason}. Nothing went in.",
)
UNREADABLE = problem_code(
    "areas.map_unreadable",
    422,
    "This file could not be opened as a map."
    " GeoJSON, .osm, .osm.pbf, GPKG, zipped Shapefile, KML, GML and DXF can be read.",
)
EMPTY_MAP = problem_code("areas.map_empty", 422, "There is no shape in this file. Nothing went in.")
