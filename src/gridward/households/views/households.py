"""Households behind a door: taken in, changed, moved, gone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gridward.accounts.middleware import ActorRequest
from gridward.households import actions
from gridward.households.access import door_or_404
from gridward.households.entries import HouseholdFact
from gridward.households.forms.households import (
    DestinationForm,
    HouseholdForm,
    LeaveForm,
    MarksForm,
    household_of,
)
from gridward.households.models import Household
from gridward.households.queries import persons, placing
from gridward.households.views.frames import register_page, show_form
from gridward.shared.ids import new_id
from gridward.shared.refusals import is_taken, sent

PLACES = {
    "households.household_number_taken": "number",
    "households.personal_number_in_text": "note",
}


def to_door(door_id: UUID) -> str:
    """Where the door's page is."""
    return reverse("door", args=[door_id])


@require_http_methods(["GET", "POST"])
@register_page
def household_new(request: ActorRequest, door_id: UUID) -> HttpResponse:
    """A household is found behind a door; its people come next."""
    door = door_or_404(request.actor, door_id, to="record")
    form = HouseholdForm(sent(request), initial={"id": new_id()})
    if request.method == "POST" and form.is_valid():
        facts = [form.fact(door_id)]
        if is_taken(form, lambda: actions.put_households(by=request.actor, households=facts), PLACES):
            messages.success(request, _("The household is in the register. Who lives in it? The head first."))
            return redirect("person_new", form.cleaned_data["id"])
    heading = _("A household at %(address)s") % {"address": door.address}
    return show_form(request, form, heading=heading, back=to_door(door_id), button=_("Go on: its people"))


@require_http_methods(["GET", "POST"])
@register_page
def household_edit(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """Change what is recorded of a household."""
    household = persons.household_to_record(request.actor, household_id)
    form = HouseholdForm(sent(request), initial=household_of(household))
    if household.sealed_more:
        form.fields["note"].help_text = _("There is a note on record. Left empty it stays so.")
    if request.method == "POST" and form.is_valid():
        facts = [form.fact(household_id=household_id)]
        if is_taken(form, lambda: actions.put_households(by=request.actor, households=facts), PLACES):
            messages.success(request, _("The change is kept."))
            return redirect("door", household.door_id)
    heading = _("Household at %(address)s") % {"address": household.door.address}
    return show_form(request, form, heading=heading, back=to_door(household.door_id), button=_("Keep"))


@require_http_methods(["GET", "POST"])
@register_page
def household_marks(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """Which categories a household is in."""
    household = persons.household_to_record(request.actor, household_id)
    heading = _("Categories of the household at %(address)s") % {"address": household.door.address}
    return keep_marks(request, "household", household_id, household.door_id, heading)


def keep_marks(request: ActorRequest, subject: str, id: UUID, door_id: UUID, heading: str) -> HttpResponse:
    """The form of categories of a person or household."""
    form = MarksForm(
        sent(request),
        categories=persons.categories_for(request.actor, subject),
        on=persons.marks_on(request.actor, id),
    )
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and is_taken(form, lambda: actions.set_marks(by=request.actor, marks=form.facts(id))):
        messages.success(request, _("The change is kept."))
        return redirect("door", door_id)
    return show_form(request, form, heading=heading, back=to_door(door_id), button=_("Keep"))


@require_http_methods(["GET", "POST"])
@register_page
def household_move(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """A household goes to another door of the community, with everybody in it."""
    household = persons.household_to_record(request.actor, household_id)
    form = DestinationForm(
        sent(request),
        initial={"id": household_id},
        find=lambda text: placing.doors_named(request.actor, text),
    )
    if request.method == "POST" and form.is_valid() and form.door:
        to_id = form.door.id
        if is_taken(
            form,
            lambda: actions.move_household(by=request.actor, household_id=household_id, to_door_id=to_id),
        ):
            messages.success(request, _("The household is recorded at its new door."))
            return redirect("door", to_id)
    heading = _("Another door for the household at %(address)s") % {"address": household.door.address}
    return show_form(request, form, heading=heading, back=to_door(household.door_id), button=_("Move"))


@require_http_methods(["GET", "POST"])
@register_page
def household_leave(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """A household moves away from the community; it stays in the history."""
    household = persons.household_to_record(request.actor, household_id)
    form = LeaveForm(sent(request), initial={"since": timezone.localdate()})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and is_taken(form, lambda: leave(request, household, form)):
        messages.success(request, _("The household has moved away. Is the door vacant now?"))
        return redirect("door_state", household.door_id)
    heading = _("The household at %(address)s moves away") % {"address": household.door.address}
    return show_form(request, form, heading=heading, back=to_door(household.door_id), button=_("Moves away"))


def leave(request: ActorRequest, household: Household, form: LeaveForm) -> None:
    """Everybody has moved, and the household is closed; sent twice, nothing more happens."""
    facts = form.facts(persons.living_ids(request.actor, household.id))
    if facts:
        actions.set_whereabouts(by=request.actor, whereabouts=facts)
    actions.put_households(by=request.actor, households=[HouseholdFact(id=household.id, is_closed=True)])
