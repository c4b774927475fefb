"""Addresses of the room operations."""

from django.urls import path

from gridward.operations import views

urlpatterns = [
    path("settings/", views.settings_home, name="settings"),
    path("settings/operation/", views.operation, name="operation"),
    path("settings/operation/edit/", views.operation_edit, name="operation_edit"),
    path("settings/operation/end/", views.operation_end, name="operation_end"),
    path("settings/operation/notice/", views.notice, name="notice"),
    path("settings/jobs/", views.jobs, name="jobs"),
]
