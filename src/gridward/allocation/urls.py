"""Addresses of the room allocation."""

from django.urls import path

from gridward.allocation.views import byhand, deciding, proposing, settings, workers

app_name = "allocation"
urlpatterns = [
    path("allocation/", proposing.home, name="home"),
    path("allocation/assign/", proposing.new_workers, name="new_workers"),
    path("allocation/divide/", proposing.new_areas, name="new_areas"),
    path("allocation/away/", proposing.away, name="away"),
    path("allocation/by-hand/", byhand.by_hand, name="by_hand"),
    path("allocation/by-hand/map.json", byhand.by_hand_map, name="by_hand_map"),
    path("allocation/workers/", workers.workers, name="workers"),
    path("allocation/my-walk/", workers.my_walk, name="my_walk"),
    path("allocation/workers/<uuid:worker_id>/", workers.worker, name="worker"),
    path("allocation/workers/<uuid:worker_id>/limits/", workers.limits, name="limits"),
    path("allocation/workers/<uuid:worker_id>/back/", workers.back, name="back"),
    path("allocation/workers/<uuid:worker_id>/walk/", workers.walk, name="walk"),
    path("allocation/workers/<uuid:worker_id>/map.json", workers.walk_map, name="walk_map"),
    path("allocation/weights/", settings.weights, name="weights"),
    path("allocation/pins/", settings.pins, name="pins"),
    path("allocation/<uuid:proposal_id>/", deciding.proposal, name="proposal"),
    path("allocation/<uuid:proposal_id>/progress/", deciding.progress, name="progress"),
    path("allocation/<uuid:proposal_id>/map/<str:when>.json", deciding.proposal_map, name="proposal_map"),
    path("allocation/<uuid:proposal_id>/change/", deciding.change, name="change"),
    path("allocation/<uuid:proposal_id>/accept/", deciding.accept, name="accept"),
    path("allocation/<uuid:proposal_id>/cancel/", deciding.cancel, name="cancel"),
    path("allocation/<uuid:proposal_id>/again/", deciding.again, name="again"),
]
