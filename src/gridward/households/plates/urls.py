"""Addresses of plates."""

from django.urls import path

from gridward.households.plates import views

urlpatterns = [
    path("plates/", views.plates, name="plates"),
    path("plates/scheme/", views.plates_scheme, name="plates_scheme"),
    path("plates/scheme/preview/", views.plates_preview, name="plates_preview"),
    path("plates/give/", views.plates_give, name="plates_give"),
    path("plates/mark/", views.plates_mark, name="plates_mark"),
    path("plates/lines/", views.plates_lines, name="plates_lines"),
    path("doors/<uuid:door_id>/plate/state/", views.door_plate_state, name="door_plate_state"),
]
