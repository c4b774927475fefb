"""Addresses of signing in and of the people who work."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
