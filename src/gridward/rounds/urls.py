"""Addresses of the room rounds."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
