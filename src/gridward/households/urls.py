"""Addresses of the room households."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
