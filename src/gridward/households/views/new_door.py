"""A new door, from the address as somebody types it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.areas.actions import BuildingFact, put_buildings
from gridward.areas.forms import usual_name
from gridward.areas.models import Site
from gridward.areas.queries import sites_of
from gridward.households import actions, queries
from gridward.households.addresses import name_of_building
from gridward.households.entries import DoorFact
from gridward.households.forms.doors import PLACES, AddressForm, NewDoorForm
from gridward.households.queries.placing import Placement, next_step, placement_of
from gridward.households.views.frames import register_page
from gridward.shared.htmx import wants_part
from gridward.shared.ids import derived_id
from gridward.shared.refusals import is_taken, sent

KEEPERS = (Role.COORDINATOR, Role.DATA_OFFICER)


@require_http_methods(["GET", "POST"])
@register_page
def door_new(request: ActorRequest) -> HttpResponse:
    """First what was typed is shown as it is understood; then the door is put in."""
    must_be(request.actor, *KEEPERS)
    said = request.POST or request.GET
    text = said.get("address", "")[:120]
    address = AddressForm({"address": text, "site": said.get("site")}, sites=sites_of(request.actor))
    site = address.cleaned_data.get("site") if address.is_valid() else None
    placement = placement_of(request.actor, text, site.id if site else None) if text else None
    form = new_door_form(request, text, site)
    if request.method == "POST" and placement and placement.site and form.is_valid():
        site, found = placement.site, placement
        if is_taken(form, lambda: put_in(request, site, found, form), PLACES):
            messages.success(request, _("The door is in the register. Now who lives there."))
            return redirect("door", form.cleaned_data["id"])
    page = {
        "address": address,
        "placement": placement,
        "form": form,
        "building_name": building_name(placement),
    }
    template = "households/_placement.html" if wants_part(request) else "households/door_new.html"
    return render(request, template, page, status=422 if form.is_bound and form.errors else 200)


def new_door_form(request: ActorRequest, text: str, site: Site | None) -> NewDoorForm:
    """What else is said of a new door."""
    start = {"address": text, "site": site.id if site else None, "state": "lived_in"}
    return NewDoorForm(
        sent(request),
        initial=start,
        states=queries.door_states_of(request.actor.community_id),
        actor=request.actor,
    )


def building_name(placement: Placement | None) -> str:
    """What a building that is not in the register yet would be called."""
    if placement is None or placement.site is None or placement.building is not None:
        return ""
    number = placement.address.building
    is_house = placement.address.kind == "house"
    return usual_name(placement.site, number) if is_house else name_of_building(number)


def put_in(request: ActorRequest, site: Site, placement: Placement, form: NewDoorForm) -> None:
    """The building where it is missing, then the door; sent twice, both stand once."""
    said, address = form.cleaned_data, placement.address
    building_id: UUID = (
        placement.building.id if placement.building else new_building(request, site, placement)
    )
    fact = DoorFact(
        id=said["id"],
        building_id=building_id,
        unit=address.unit,
        room=address.room,
        sub=address.sub,
        plate=said["plate"].strip(),
        state=said["state"],
        worker_id=said["worker"].id if said["worker"] else None,
        walking_order=next_step(request.actor, building_id),
        address_as_written="" if placement.is_understood else address.as_written,
        flags=tuple(sorted(address.flags)) if not placement.is_understood else (),
    )
    actions.put_doors(by=request.actor, doors=[fact])


def new_building(request: ActorRequest, site: Site, placement: Placement) -> UUID:
    """A building of the site, under an id that follows from both."""
    number = placement.address.building
    fact = BuildingFact(
        id=derived_id("building", site.id, number),
        site_id=site.id,
        number=number,
        name=building_name(placement) or None,
    )
    return put_buildings(by=request.actor, buildings=[fact])[0]
