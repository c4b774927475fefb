"""Addresses of the room operations."""

from django.urls import path

from gridward.operations import views
from gridward.operations.plans import views as plans
from gridward.operations.zones import views as zones

urlpatterns = [
    path("settings/", views.settings_home, name="settings"),
    path("settings/operation/", views.operation, name="operation"),
    path("settings/operation/edit/", views.operation_edit, name="operation_edit"),
    path("settings/operation/end/", views.operation_end, name="operation_end"),
    path("settings/operation/pattern/", views.operation_pattern, name="operation_pattern"),
    path("settings/operation/notice/", views.notice, name="notice"),
    path("settings/jobs/", views.jobs, name="jobs"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.plan_new, name="plan_new"),
    path("plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path("plans/<uuid:plan_id>/write/", plans.plan_write, name="plan_write"),
    path("plans/<uuid:plan_id>/compare/", plans.plan_compare, name="plan_compare"),
    path("plans/versions/<uuid:version_id>/decide/", plans.plan_decide, name="plan_decide"),
    path("plans/versions/<uuid:version_id>/file/", plans.plan_file, name="plan_file"),
    path("settings/plan-kinds/new/", plans.plan_kind, name="plan_kind_new"),
    path("settings/plan-kinds/<slug:code>/", plans.plan_kind, name="plan_kind"),
    path("zones/", zones.zones, name="zones"),
    path("zones/new/", zones.zone_new, name="zone_new"),
    path("zones/<uuid:zone_id>/", zones.zone, name="zone"),
    path("zones/<uuid:zone_id>/map/", zones.zone_map, name="zone_map"),
    path("zones/<uuid:zone_id>/edit/", zones.zone_edit, name="zone_edit"),
    path("zones/<uuid:zone_id>/close/", zones.zone_close, name="zone_close"),
    path("settings/zone-words/", zones.zone_words, name="zone_words"),
    path("settings/zone-words/level/", zones.zone_level, name="zone_level_new"),
    path("settings/zone-words/level/<slug:code>/", zones.zone_level, name="zone_level"),
    path("settings/zone-words/measure/", zones.zone_measure, name="zone_measure_new"),
    path("settings/zone-words/measure/<slug:code>/", zones.zone_measure, name="zone_measure"),
]
