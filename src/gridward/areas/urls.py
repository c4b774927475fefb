"""Addresses of the room areas."""

from django.urls import path

from gridward.areas.views import areas, map_imports, maps, placing, redrawing, sites

urlpatterns = [
    path("map/", maps.map_page, name="map"),
    path("map/features/", maps.map_features, name="map_features"),
    path("map/print/", maps.map_print, name="map_print"),
    path("map/tiles/<int:zoom>/<int:x>/<int:y>/", maps.map_tile, name="map_tile"),
    path("map/picture/", maps.map_picture, name="map_picture"),
    path("map/imports/", map_imports.map_imports, name="map_imports"),
    path("map/imports/<uuid:map_id>/", map_imports.map_import, name="map_import"),
    path("map/imports/<uuid:map_id>/shapes/", map_imports.map_import_features, name="map_import_features"),
    path("map/imports/<uuid:map_id>/progress/", map_imports.map_import_progress, name="map_import_progress"),
    path("map/imports/<uuid:map_id>/confirm/", map_imports.map_import_confirm, name="map_import_confirm"),
    path("map/imports/<uuid:map_id>/cancel/", map_imports.map_import_cancel, name="map_import_cancel"),
    path("map/imports/<uuid:map_id>/again/", map_imports.map_import_again, name="map_import_again"),
    path("map/imports/<uuid:map_id>/decide/", map_imports.map_import_decide, name="map_import_decide"),
    path("areas/", areas.areas, name="areas"),
    path("areas/new/", areas.area_new, name="area_new"),
    path("areas/buildings/", areas.buildings_move, name="buildings_move"),
    path("areas/merge/", redrawing.areas_merge, name="areas_merge"),
    path("areas/by-outline/", redrawing.areas_by_outline, name="areas_by_outline"),
    path("areas/<uuid:area_id>/split/", redrawing.area_split, name="area_split"),
    path("areas/<uuid:area_id>/border/", redrawing.area_border, name="area_border"),
    path("areas/<uuid:area_id>/", areas.area, name="area"),
    path("areas/<uuid:area_id>/edit/", areas.area_edit, name="area_edit"),
    path("areas/<uuid:area_id>/close/", areas.area_close, name="area_close"),
    path("sites/", sites.sites, name="sites"),
    path("sites/new/", sites.site_new, name="site_new"),
    path("sites/<uuid:site_id>/", sites.site, name="site"),
    path("sites/<uuid:site_id>/edit/", sites.site_edit, name="site_edit"),
    path("sites/<uuid:site_id>/buildings/new/", sites.building_new, name="building_new"),
    path("buildings/unplaced/", placing.buildings_unplaced, name="buildings_unplaced"),
    path("buildings/<uuid:building_id>/place/", placing.building_place, name="building_place"),
    path("buildings/<uuid:building_id>/", sites.building_edit, name="building_edit"),
]
