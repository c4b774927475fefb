"""Every address of the product: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("gridward.console.urls")),
    path("", include("gridward.accounts.urls")),
]
