"""Addresses that devices ask; see docs/sync.md."""

from django.urls import path

from gridward.sync.views import device_call

urlpatterns = [
    path("sync/facts", device_call, name="sync_facts"),
    path("sync/slice", device_call, name="sync_slice"),
    path("sync/enrol", device_call, name="sync_enrol"),
]
