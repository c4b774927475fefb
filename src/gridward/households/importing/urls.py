"""Addresses of the roster's way in."""

from django.urls import path

from gridward.households.importing import views

urlpatterns = [
    path("roster/", views.roster_imports, name="roster_imports"),
    path("roster/<uuid:import_id>/", views.roster_import, name="roster_import"),
    path("roster/<uuid:import_id>/progress/", views.roster_progress, name="roster_progress"),
    path("roster/<uuid:import_id>/confirm/", views.roster_confirm, name="roster_confirm"),
    path("roster/<uuid:import_id>/cancel/", views.roster_cancel, name="roster_cancel"),
    path("roster/<uuid:import_id>/hidden/", views.roster_hidden, name="roster_hidden"),
]
