"""Addresses of the room briefings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
