"""Every address of the product: each room brings its own."""

from django.urls import include, path

PAGED_ROOMS = (
    "console",
    "accounts",
    "areas",
    "households",
    "allocation",
    "operations",
    "rounds",
    "coverage",
    "testing",
    "briefings",
    "sync",
)

urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
    *(path("", include(f"gridward.{room}.urls")) for room in PAGED_ROOMS),
    path("", include("gridward.households.importing.urls")),
    path("", include("gridward.testing.results.urls")),
    path("", include("gridward.testing.sampling.urls")),
    path("", include("gridward.testing.sheets.urls")),
    path("", include("gridward.testing.transport.urls")),
]
