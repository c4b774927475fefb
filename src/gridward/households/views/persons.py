"""People: taken in, changed, where they are, who answers for the young, and seeing what is masked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gridward.accounts.middleware import ActorRequest
from gridward.households import actions
from gridward.households.access import can_record
from gridward.households.ages import is_under_14
from gridward.households.entries import HouseholdFact, PersonFact
from gridward.households.forms.households import PersonMoveForm
from gridward.households.forms.people import GuardianForm, PersonForm, RevealForm, WhereaboutsForm
from gridward.households.purpose import Purpose
from gridward.households.queries import checking, persons, placing
from gridward.households.queries.persons import PersonEntry
from gridward.households.sight import PersonView
from gridward.households.views.frames import register_page, show_form
from gridward.households.views.households import keep_marks, to_door
from gridward.households.words import RELATIONS
from gridward.shared.htmx import wants_part
from gridward.shared.refusals import is_taken, sent

PLACES = {
    "households.nameless": "name",
    "households.unfit_guardian": "guardian",
    "households.unknown_whereabouts": "whereabouts",
}
FORM = "households/person_form.html"


@require_http_methods(["GET", "POST"])
@register_page
def person_new(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """Somebody lives in a household; the first is proposed as its head."""
    household = persons.household_to_record(request.actor, household_id)
    is_first = not persons.living_ids(request.actor, household_id)
    start = {"is_head": is_first, "relation": "户主" if is_first else "", "is_tenant": household.is_tenant}
    form = PersonForm(sent(request), initial=start)
    if request.method == "POST" and form.is_valid():
        fact = form.fact(household_id)
        if is_taken(form, lambda: actions.put_persons(by=request.actor, persons=[fact]), PLACES):
            return after_keeping(request, form.cleaned_data["id"], household_id)
    heading = _("Somebody who lives at %(address)s") % {"address": household.door.address}
    more = {"relations": RELATIONS, "may_go_on": True, "template": FORM}
    return show_form(
        request, form, heading=heading, back=to_door(household.door_id), button=_("Keep"), **more
    )


def after_keeping(request: ActorRequest, person_id: UUID, household_id: UUID) -> HttpResponse:
    """A child first gets somebody who answers for it; else the next person, or the door."""
    entry = persons.person_to_record(request.actor, person_id)
    if is_under_14(entry.person) and entry.person.guardian_id is None:
        messages.info(request, _("On record. Under 14: please say who answers for the child."))
        return redirect("person_guardian", person_id)
    messages.success(request, _("On record."))
    if request.POST.get("next") == "another":
        return redirect("person_new", household_id)
    return redirect(f"{to_door(entry.person.door_id)}#person-{person_id}")


@require_http_methods(["GET", "POST"])
@register_page
def person_edit(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Change what is recorded of a person; what is masked may first be shown, which is logged."""
    entry = persons.person_to_record(request.actor, person_id)
    if request.method == "POST" and request.POST.get("show") == "yes":
        groups = entry.view.can_reveal
        shown = actions.reveal(
            by=request.actor, person_id=person_id, groups=groups, purpose=Purpose.CORRECTION
        )
        return edit_page(
            request, entry, PersonForm(view=PersonEntry(entry.person, shown).view, opened=groups)
        )
    form = PersonForm(sent(request), view=entry.view)
    if request.method == "POST" and form.is_valid():
        fact, is_correction = form.fact(person_id=person_id), form.cleaned_data["is_correction"]
        if is_taken(
            form,
            lambda: actions.put_persons(by=request.actor, persons=[fact], is_correction=is_correction),
            PLACES,
        ):
            return after_keeping(request, person_id, entry.person.household_id)
    return edit_page(request, entry, form)


def edit_page(request: ActorRequest, entry: PersonEntry, form: PersonForm) -> HttpResponse:
    """The form of a standing person."""
    masked = [group for group in entry.view.can_reveal if group not in form.seen_groups]
    heading = _("Change an entry at %(address)s") % {"address": entry.door.address}
    more = {"relations": RELATIONS, "masked": masked, "template": FORM}
    return show_form(request, form, heading=heading, back=to_door(entry.door.id), button=_("Keep"), **more)


@require_http_methods(["GET", "POST"])
@register_page
def person_whereabouts(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Where somebody is, since when and until when."""
    entry = persons.person_to_record(request.actor, person_id)
    person = entry.person
    start = {
        "whereabouts": person.whereabouts,
        "since": person.whereabouts_from or timezone.localdate(),
        "until": person.whereabouts_until,
    }
    form = WhereaboutsForm(sent(request), initial=start)
    if request.method == "POST" and form.is_valid():
        facts = [form.fact(person_id)]
        if is_taken(form, lambda: actions.set_whereabouts(by=request.actor, whereabouts=facts), PLACES):
            messages.success(request, _("The change is kept."))
            return redirect(f"{to_door(person.door_id)}#person-{person_id}")
    heading = _("Where is %(name)s?") % {"name": entry.view.name or _("this person")}
    return show_form(request, form, heading=heading, back=to_door(person.door_id), button=_("Keep"))


@require_http_methods(["GET", "POST"])
@register_page
def person_marks(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Which categories a person is in."""
    entry = persons.person_to_record(request.actor, person_id)
    heading = _("Categories of %(name)s") % {"name": entry.view.name}
    return keep_marks(request, "person", person_id, entry.person.door_id, heading)


@require_http_methods(["GET", "POST"])
@register_page
def person_guardian(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Who answers for somebody under 14; the head of the household is proposed."""
    entry = persons.person_to_record(request.actor, person_id)
    people = checking.possible_guardians(request.actor, entry.person)
    proposed = next((view.id for view in people if view.is_head), "")
    form = GuardianForm(
        sent(request), initial={"guardian": entry.person.guardian_id or proposed}, people=people
    )
    if request.method == "POST" and form.is_valid():
        facts = [form.fact(person_id)]
        if is_taken(form, lambda: actions.set_guardians(by=request.actor, guardians=facts), PLACES):
            messages.success(request, _("The change is kept."))
            return redirect(way_on(request, entry))
    heading = _("Who answers for %(name)s?") % {"name": entry.view.name}
    return show_form(request, form, heading=heading, back=to_door(entry.door.id), button=_("Keep"))


def way_on(request: ActorRequest, entry: PersonEntry) -> str:
    """Back to the list of what waits, if the form came from there; else to the door."""
    if request.POST.get("from") == "to-check":
        return f"{reverse('to_check')}?what=minors"
    return f"{to_door(entry.door.id)}#person-{entry.person.id}"


@require_http_methods(["GET", "POST"])
@register_page
def person_move(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """A person goes to another door of the community."""
    entry = persons.person_to_record(request.actor, person_id)
    form = PersonMoveForm(
        sent(request),
        find=lambda text: placing.doors_named(request.actor, text),
        households=lambda door_id: household_choices(request, door_id),
    )
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and form.door and is_taken(form, lambda: move(request, form, person_id)):
        messages.success(request, _("Recorded at the new door."))
        return redirect(f"{to_door(form.door.id)}#person-{person_id}")
    heading = _("Another door for %(name)s") % {"name": entry.view.name}
    return show_form(request, form, heading=heading, back=to_door(entry.door.id), button=_("Move"))


def household_choices(request: ActorRequest, door_id: UUID) -> list[tuple[UUID, str]]:
    """The households behind a door by the name of their head, as far as it may be seen."""
    there = persons.households_at(request.actor, door_id)
    heads = persons.heads_of(request.actor, [household.id for household in there])
    words = _("Household of %(name)s")
    return [
        (
            h.id,
            words % {"name": heads[h.id]} if heads.get(h.id) else _("Household %(number)s") % {"number": n},
        )
        for n, h in enumerate(there, 1)
    ]


def move(request: ActorRequest, form: PersonMoveForm, person_id: UUID) -> None:
    """Into the household chosen, else into one of their own under the form's id."""
    household_id = form.household_id()
    is_own = household_id is None
    if household_id is None and form.door:
        household_id = form.cleaned_data["id"]
        fact = HouseholdFact(id=household_id, door_id=form.door.id)
        actions.put_households(by=request.actor, households=[fact])
    person = PersonFact(id=person_id, household_id=household_id, is_head=is_own)
    actions.put_persons(by=request.actor, persons=[person])


@require_POST
@register_page
def reveal(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Show masked fields of one person for a purpose from the list; every sight is logged."""
    entry = persons.person_to_read(request.actor, person_id)
    form = RevealForm(request.POST)
    view, status = entry.view, 422
    if form.is_valid():
        groups, purpose = form.cleaned_data["groups"], form.cleaned_data["purpose"]
        view, status = (
            actions.reveal(by=request.actor, person_id=person_id, groups=groups, purpose=purpose),
            200,
        )
    page = card_of(request, view, form)
    template = "households/_person.html" if wants_part(request) else "households/person.html"
    return render(request, template, page, status=status)


def card_of(request: ActorRequest, view: PersonView, form: RevealForm) -> dict[str, Any]:
    """What the card of one person needs."""
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return {
        "person": view,
        "door": view.door,
        "can_record": can_record(request.actor, view.door),
        "purposes": Purpose.choices,
        "sees_people": persons.may_see_categories(request.actor),
        "reveal_error": " ".join(errors),
        "is_revealed": form.is_valid(),
    }
