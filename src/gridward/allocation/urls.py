"""Addresses of the room allocation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
