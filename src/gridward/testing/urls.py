"""Addresses of testing."""

from django.urls import path

from gridward.testing.board import views as board
from gridward.testing.setup.urls import urlpatterns as setup_urls

urlpatterns = [
    *setup_urls,
    path("testing/", board.board, name="testing"),
    path("testing/days/<uuid:day_id>/board/", board.board, name="testing_board"),
    path("testing/days/<uuid:day_id>/people/", board.people, name="testing_people"),
    path("testing/days/<uuid:day_id>/tubes/", board.tubes, name="testing_tubes"),
    path("testing/days/<uuid:day_id>/poster/", board.poster, name="testing_poster"),
    path("testing/flags/", board.flagged, name="testing_flags"),
]
