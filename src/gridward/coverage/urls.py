"""Addresses of rounds as they are watched."""

from django.urls import path

from gridward.coverage import views

urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/<uuid:round_id>/", views.round_page, name="round"),
    path("rounds/<uuid:round_id>/poster/", views.poster, name="round_poster"),
    path("rounds/<uuid:round_id>/changes/", views.comparison, name="round_changes"),
]
