"""Addresses of the room areas."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
