"""Devices that send what their workers see: listed, joined by a code, sent away."""

from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts import actions
from gridward.accounts.forms.devices import DeviceCodeForm
from gridward.accounts.guards import open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.accounts.queries import devices as queries

ENROL_AT = "/sync/enrol"


@require_GET
@signed_in
@open_to(Role.SAMPLER)
def devices(request: ActorRequest) -> HttpResponse:
    """One's own devices, or all for who keeps the accounts."""
    return show_devices(request, DeviceCodeForm(workers=queries.workers_with_devices(request.actor)))


def show_devices(request: ActorRequest, form: DeviceCodeForm, status: int = 200) -> HttpResponse:
    """The list, and the form for a code."""
    lines = queries.device_lines(request.actor)
    page = {"lines": lines, "form": form, "in_use": sum(1 for line in lines if not line.device.revoked_at)}
    return render(request, "accounts/devices.html", page, status=status)


@never_cache
@require_POST
@signed_in
@open_to(Role.SAMPLER)
def device_code(request: ActorRequest) -> HttpResponse:
    """A one-time code as a picture, on this page and nowhere else."""
    form = DeviceCodeForm(request.POST, workers=queries.workers_with_devices(request.actor))
    if not form.is_valid():
        return show_devices(request, form, status=422)
    code = actions.offer_device_code(by=request.actor, worker_id=form.worker_id())
    address = f"{request.build_absolute_uri(ENROL_AT)}#{code.code}"
    name = dict(form.fields["worker"].choices)[str(form.worker_id())]  # type: ignore[attr-defined]
    page = {"code": code, "address": address, "picture": qr(address), "name": name}
    return render(request, "accounts/device_code.html", page)


def qr(text: str) -> SafeString:
    """A QR code as a picture of lines; it has no words, so those stand beside it."""
    made = segno.make(text, error="m", micro=False, boost_error=False)
    return mark_safe(made.svg_inline(scale=5, border=4, light="#fff", svgclass=None))


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def device_revoke(request: ActorRequest, device_id: UUID) -> HttpResponse:
    """Send a device away."""
    actions.revoke_devices(by=request.actor, device_ids=[device_id])
    messages.success(request, _("The device is sent away. What it saw before is still taken, with a flag."))
    return redirect("devices")
