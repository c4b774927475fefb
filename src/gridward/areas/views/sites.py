"""Sites and the buildings on them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.areas import actions, queries
from gridward.areas.forms import PLACES, BuildingForm, SiteForm, values_of_building, values_of_site
from gridward.areas.models import Site
from gridward.areas.overview import KEEPERS, may_keep
from gridward.areas.views.areas import show_form
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent


@require_GET
@signed_in
def sites(request: ActorRequest) -> HttpResponse:
    """All sites: what kind each is, whether it is clear who manages it, and its buildings."""
    lines = queries.site_lines(request.actor)
    page = {
        "lines": lines,
        "buildings": sum(line.buildings for line in lines),
        "unclear": [line for line in lines if line.site.managed == "unclear"],
        "may_keep": may_keep(request.actor),
    }
    return render(request, "areas/sites.html", page)


@require_GET
@signed_in
def site(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """One site with its buildings."""
    found = site_or_404(request, site_id)
    page = {
        "site": found,
        "buildings": list(queries.buildings_of_site(request.actor, site_id)),
        "may_keep": may_keep(request.actor),
    }
    return render(request, "areas/site.html", page)


def site_or_404(request: ActorRequest, site_id: UUID) -> Site:
    """A site of the actor's community, or of the own areas; raises shared.not_found."""
    seen = {line.site.id: line.site for line in queries.site_lines(request.actor)}
    if site_id not in seen:
        raise Problem(NOT_FOUND)
    return seen[site_id]


@require_http_methods(["GET", "POST"])
@signed_in
def site_new(request: ActorRequest) -> HttpResponse:
    """Take a compound, lane, village group, building site or other place into the register."""
    must_be(request.actor, *KEEPERS)
    areas = queries.open_areas(request.actor.community_id)
    form = SiteForm(sent(request), initial={"name": request.GET.get("name", "")}, areas=areas)
    if request.method == "POST" and form.is_valid() and kept(request, form):
        messages.success(request, _("%(name)s is in the register. Now its buildings.") % form.cleaned_data)
        return redirect("site", form.cleaned_data["id"])
    return show_form(request, form, _("Add a site"), reverse("sites"), _("Add"))


@require_http_methods(["GET", "POST"])
@signed_in
def site_edit(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Change what is recorded of a site; the addresses of its doors follow its name."""
    must_be(request.actor, *KEEPERS)
    standing = site_or_404(request, site_id)
    areas = queries.open_areas(request.actor.community_id)
    form = SiteForm(sent(request), initial=values_of_site(standing), areas=areas)
    if request.method == "POST" and form.is_valid() and kept(request, form, site_id):
        messages.success(request, _("The change is kept."))
        return redirect("site", site_id)
    heading = _("Change %(name)s") % {"name": standing.name}
    return show_form(request, form, heading, reverse("site", args=[site_id]), _("Keep"))


def kept(request: ActorRequest, form: SiteForm, site_id: UUID | None = None) -> bool:
    """Whether the verb took the site."""
    return is_taken(form, lambda: actions.put_sites(by=request.actor, sites=[form.fact(site_id)]), PLACES)


@require_http_methods(["GET", "POST"])
@signed_in
def building_new(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Add a building to a site."""
    must_be(request.actor, *KEEPERS)
    stands_on = site_or_404(request, site_id)
    return keep_building(
        request, stands_on, None, {"area": stands_on.area_id or "", "number": request.GET.get("number", "")}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def building_edit(request: ActorRequest, building_id: UUID) -> HttpResponse:
    """Change a building; the addresses and area of its doors follow."""
    must_be(request.actor, *KEEPERS)
    standing = queries.building_by_id(request.actor, building_id)
    if standing is None:
        raise Problem(NOT_FOUND)
    return keep_building(request, standing.site, building_id, values_of_building(standing))


def keep_building(
    request: ActorRequest, stands_on: Site, building_id: UUID | None, start: dict[str, object]
) -> HttpResponse:
    """The form of a building, new or standing."""
    areas = queries.open_areas(request.actor.community_id)
    form = BuildingForm(sent(request), initial=start, areas=areas)
    if request.method == "POST" and form.is_valid():
        fact = form.fact(stands_on, building_id)
        if is_taken(form, lambda: actions.put_buildings(by=request.actor, buildings=[fact]), PLACES):
            messages.success(request, _("%(name)s is in the register.") % {"name": fact.name})
            return redirect("site", stands_on.id)
    words = _("Change a building of %(name)s") if building_id else _("Add a building to %(name)s")
    back = reverse("site", args=[stands_on.id])
    return show_form(request, form, words % {"name": stands_on.name}, back, _("Keep"))
