"""Addresses at which samples are taken, and where tubes and visitors are looked at."""

from django.urls import path

from gridward.testing.sampling.views import desk, door, paper, tube, visitors

urlpatterns = [
    path("testing/desk/", desk.desk, name="testing_desk"),
    path("testing/desk/seat/", desk.desk_seat, name="testing_seat"),
    path("testing/doors/", door.door, name="testing_door"),
    path("testing/doors/<uuid:household_id>/", door.door_take, name="testing_door_take"),
    path("testing/tubes/<uuid:tube_id>/", tube.tube, name="testing_tube"),
    path("testing/tubes/<uuid:tube_id>/seal/", tube.tube_seal, name="testing_tube_seal"),
    path("testing/tubes/<uuid:tube_id>/move/", tube.tube_move, name="testing_tube_move"),
    path("testing/tubes/<uuid:tube_id>/strike-out/", tube.tube_void, name="testing_tube_void"),
    path("testing/visitors/", visitors.visitors, name="testing_visitors"),
    path("testing/visitors/<uuid:visitor_id>/", visitors.visitor, name="testing_visitor"),
    path("testing/paper/", paper.paper, name="testing_paper"),
    path("testing/paper/rows/<int:number>/", paper.paper_row, name="testing_paper_row"),
]
