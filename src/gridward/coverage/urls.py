"""Addresses of rounds as they are watched."""

from django.urls import path

from gridward.coverage import views
from gridward.coverage.gaps import views as gaps
from gridward.coverage.tallies import views as tallies

urlpatterns = [
    path("above/", tallies.above, name="above"),
    path("above/<uuid:unit_id>/", tallies.above, name="above_unit"),
    path("above/<uuid:unit_id>/features/", tallies.above_features, name="above_features_of"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/map.json", gaps.gaps_map, name="gaps_map"),
    path("gaps/<str:kind>/<slug:way>/", gaps.gaps_mend, name="gaps_mend"),
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/<uuid:round_id>/", views.round_page, name="round"),
    path("rounds/<uuid:round_id>/poster/", views.poster, name="round_poster"),
    path("rounds/<uuid:round_id>/changes/", views.comparison, name="round_changes"),
]
