"""Addresses of boxes, hand-overs and the way of a tube."""

from django.urls import path

from gridward.testing.transport import views

urlpatterns = [
    path("testing/handovers/", views.handovers, name="testing_handovers"),
    path("testing/handovers/new/", views.hand_over_new, name="testing_hand_over_new"),
    path("testing/handovers/<uuid:hand_over_id>/", views.hand_over_page, name="testing_hand_over"),
    path("testing/handovers/<uuid:hand_over_id>/receive/", views.take_in, name="testing_receive"),
    path("testing/boxes/fill/", views.box_fill, name="testing_box_fill"),
    path("testing/boxes/<uuid:box_id>/", views.box, name="testing_box"),
    path("testing/tubes/<uuid:tube_id>/way/", views.way, name="testing_tube_way"),
]
