"""Addresses of testing."""

from django.urls import path

from gridward.testing.above import views as above
from gridward.testing.board import views as board
from gridward.testing.setup.urls import urlpatterns as setup_urls

urlpatterns = [
    *setup_urls,
    path("above/testing/", above.above_testing, name="above_testing"),
    path("above/testing/<uuid:unit_id>/", above.above_testing, name="above_testing_of"),
    path(
        "above/testing/<uuid:unit_id>/features/",
        above.above_testing_features,
        name="above_testing_features_of",
    ),
    path("testing/", board.board, name="testing"),
    path("testing/days/<uuid:day_id>/board/", board.board, name="testing_board"),
    path("testing/days/<uuid:day_id>/people/", board.people, name="testing_people"),
    path("testing/days/<uuid:day_id>/tubes/", board.tubes, name="testing_tubes"),
    path("testing/days/<uuid:day_id>/poster/", board.poster, name="testing_poster"),
    path("testing/flags/", board.flagged, name="testing_flags"),
]
