"""Addresses of the console."""

from django.urls import path

from gridward.console import views

urlpatterns = [
    path("", views.today, name="today"),
    path("board/", views.board, name="board"),
]
