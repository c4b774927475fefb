"""Addresses of the room operations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
