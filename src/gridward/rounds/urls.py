"""Addresses of rounds as they are opened, walked and decided; their pages to watch are in `coverage`."""

from django.urls import path

from gridward.rounds.views import desk, doorstep, kinds

urlpatterns = [
    path("mine/", doorstep.mine, name="mine"),
    path("dues/<uuid:due_id>/", doorstep.due, name="due"),
    path("dues/<uuid:due_id>/record/", doorstep.record, name="due_record"),
    path("dues/<uuid:due_id>/exemption/", doorstep.ask, name="due_exemption"),
    path("rounds/new/", desk.round_new, name="round_new"),
    path("rounds/schedules/", desk.schedule_list, name="schedules"),
    path("rounds/schedules/<uuid:schedule_id>/", desk.schedule_switch, name="schedule_switch"),
    path("settings/round-kinds/", kinds.round_kinds, name="round_kinds"),
    path("settings/round-kinds/new/", kinds.round_kind_new, name="round_kind_new"),
    path("settings/round-kinds/<slug:code>/", kinds.round_kind_edit, name="round_kind_edit"),
    path("rounds/flags/", desk.flags, name="flags"),
    path("rounds/<uuid:round_id>/decide/", desk.decide, name="round_decide"),
    path("rounds/<uuid:round_id>/close/", desk.close, name="round_close"),
    path("rounds/<uuid:round_id>/refresh/", desk.refresh, name="round_refresh"),
]
