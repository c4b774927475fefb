"""What plates give to the map."""

from django.utils.translation import gettext_noop

from gridward.households.plates.queries import area_paints
from gridward.shared.registries import MapColour

COLOUR = MapColour("plates", gettext_noop("Plates that are up"), "area", area_paints)
