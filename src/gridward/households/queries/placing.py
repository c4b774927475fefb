"""What an address somebody typed means here: which site, building and door, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from gridward.accounts.actors import Actor
from gridward.areas.models import Building, Site
from gridward.households.access import doors_for
from gridward.households.addresses import DoorAddress, fold, format_address, parse_address, short_form
from gridward.households.models import Door
from gridward.households.search.terms import doors_like


@dataclass(frozen=True)
class Placement:
    """An address as read, and what of it stands in the register already."""

    address: DoorAddress
    site: Site | None
    building: Building | None
    door: Door | None

    @property
    def is_understood(self) -> bool:
        """Whether it names one door for sure."""
        return self.address.is_certain

    @property
    def full(self) -> str:
        """The address in full."""
        return format_address(self.address)

    @property
    def short(self) -> str:
        """The address as said within its site."""
        return short_form(self.address)


def placement_of(actor: Actor, text: str, site_id: UUID | None = None) -> Placement:
    """Read an address; `site_id` is the site it belongs to where it names none. At most four statements."""
    sites = Site.objects.of(actor.community_id)
    said = sites.filter(id=site_id).first() if site_id else None
    address = parse_address(text, place=said.name if said else "")
    site = sites.filter(name=address.place).first() if address.place else said
    if site is None or address.kind == "unread":
        return Placement(address, site, None, None)
    buildings = Building.objects.of(actor.community_id).filter(site_id=site.id)
    building = buildings.filter(number=address.building).select_related("site", "area").first()
    if building is None:
        return Placement(address, site, None, None)
    parts = {"unit": address.unit, "room": address.room, "sub": address.sub}
    here = doors_for(actor).filter(building_id=building.id, **parts)
    return Placement(address, site, building, here.first())


def doors_named(actor: Actor, text: str, most: int = 6) -> Sequence[Door]:
    """Doors within sight that a plate or address means: an exact plate alone, else all that fit, a few of them."""
    plated = list(doors_for(actor).filter(plate__iexact=text.strip()).select_related("area")[:2])
    if text.strip() and len(plated) == 1:
        return plated
    like = doors_like(text) if fold(text) else None
    if like is None:
        return []
    return list(doors_for(actor).filter(like).select_related("area").order_by("walking_order", "id")[:most])


def next_step(actor: Actor, building_id: UUID) -> int:
    """The place in the walking order behind the last door of a building, else behind the last of all."""
    doors = Door.objects.of(actor.community_id)
    here = doors.filter(building_id=building_id).aggregate(last=Max("walking_order"))["last"]
    return (doors.aggregate(last=Max("walking_order"))["last"] or 0) + 1 if here is None else here + 1
