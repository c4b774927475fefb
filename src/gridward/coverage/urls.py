"""Addresses of the room coverage."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
