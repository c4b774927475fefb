"""Addresses at which samples are taken, and where tubes and visitors are looked at."""

from django.urls import path

from gridward.testing.sampling.views import desk

urlpatterns = [
    path("testing/desk/", desk.desk, name="testing_desk"),
    path("testing/desk/seat/", desk.desk_seat, name="testing_seat"),
]
