"""Addresses of the room briefings."""

from django.urls import path

from gridward.briefings import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/briefing/", views.briefing, name="briefing"),
    path("figures/<str:code>/", views.figure, name="figure"),
    path("settings/check/", views.check, name="check"),
]
