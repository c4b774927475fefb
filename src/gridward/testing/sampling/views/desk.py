"""The desk: a laptop with a scanner that types, or a phone; keyboard alone from start to end."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gridward.accounts.guards import must_be, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.shared.htmx import part_or_page
from gridward.shared.ids import new_id
from gridward.testing import access
from gridward.testing.sampling import sitting as seats
from gridward.testing.sampling.desk import Shown, step
from gridward.testing.sampling.forms import DeskForm, SitForm
from gridward.testing.sampling.pictures import picture_of
from gridward.testing.sampling.saying import bad
from gridward.testing.sampling.sitting import Sitting


@require_http_methods(["GET", "POST"])
@signed_in
@open_to(Role.SAMPLER)
def desk(request: ActorRequest) -> HttpResponse:
    """Scan a tube, then the people; each step is one form."""
    must_be(request.actor, *access.SAMPLERS)
    sitting = seats.sitting_of(request.actor, request.session)
    if sitting is None:
        return choose(request)
    if request.method == "GET":
        return shown(request, Shown(sitting))
    form = DeskForm(request.POST)
    if not form.is_valid():
        return shown(request, Shown(sitting, bad(_("Please scan again"))), status=422)
    after = step(request.actor, sitting, form, request.POST)
    seats.keep(after.sitting, request.session)
    is_wrong = after.visitor is not None and after.visitor.is_bound and not after.visitor.is_valid()
    return shown(request, after, status=422 if is_wrong else 200)


@require_http_methods(["GET", "POST"])
@signed_in
@open_to(Role.SAMPLER)
def desk_seat(request: ActorRequest) -> HttpResponse:
    """Choose station, desk and phase; they stay until somebody chooses again."""
    must_be(request.actor, *access.SAMPLERS)
    return choose(request)


def choose(request: ActorRequest) -> HttpResponse:
    """The form of the seat, or the reason there is none."""
    day = seats.open_day(request.actor)
    form = SitForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if day and request.method == "POST" and form.is_valid():
        station = access.stations_for(request.actor).get(id=form.station_id)
        desk = next((d for d in seats.desks_of(request.actor) if str(d.id) == form.desk_id), None)
        seats.keep(Sitting(day, station, desk, form.cleaned_data["phase"]), request.session)
        return redirect("testing_desk")
    page = {"day": day, "form": form}
    return render(request, "testing/desk_seat.html", page, status=422 if form.errors else 200)


def shown(request: ActorRequest, after: Shown, status: int = 200) -> HttpResponse:
    """The desk as it stands now: the part for htmx, else the page."""
    sitting: Sitting = after.sitting
    context = {
        "sitting": sitting,
        "shown": after,
        "picture": picture_of(request.actor, sitting.tube) if sitting.tube else None,
        "fact": new_id(),
    }
    return part_or_page(request, "testing/_desk.html", "testing/desk.html", context, status)
