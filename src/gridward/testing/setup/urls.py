"""Addresses at which a day is set up."""

from django.urls import path

from gridward.testing.setup import views

urlpatterns = [
    path("testing/days/", views.days, name="testing_days"),
    path("testing/setup/", views.set_up, name="testing_setup"),
    path("testing/days/<uuid:day_id>/", views.day, name="testing_day"),
    path("testing/days/<uuid:day_id>/open/", views.day_open, name="testing_day_open"),
    path("testing/days/<uuid:day_id>/copy/", views.day_copy, name="testing_day_copy"),
    path("testing/days/<uuid:day_id>/close/", views.day_close, name="testing_day_close"),
    path("testing/days/<uuid:day_id>/slots/", views.slots, name="testing_slots"),
    path("testing/stations/", views.stations, name="testing_stations"),
    path("testing/stations/<uuid:station_id>/", views.station, name="testing_station"),
    path("testing/exemptions/", views.exemptions, name="testing_exemptions"),
    path("testing/exemptions/decide/", views.exemptions_decide, name="testing_exemptions_decide"),
    path("testing/workers-here/", views.live_here, name="testing_workers_here"),
    path("settings/testing/", views.norms, name="testing_norms"),
]
