"""Addresses of the register."""

from django.urls import include, path

from gridward.households.views import (
    categories,
    checking,
    door,
    doors,
    households,
    new_door,
    persons,
    search,
)

urlpatterns = [
    path("search/", search.answers, name="search"),
    path("doors/", doors.doors, name="doors"),
    path("doors/new/", new_door.door_new, name="door_new"),
    path("doors/assign/", doors.doors_assign, name="doors_assign"),
    path("doors/area/", doors.doors_area, name="doors_area"),
    path("doors/to-check/", checking.to_check, name="to_check"),
    path("doors/to-check/<uuid:look_alike_id>/", checking.look_alike, name="look_alike"),
    path("doors/<uuid:door_id>/", door.door, name="door"),
    path("doors/<uuid:door_id>/state/", door.door_state, name="door_state"),
    path("doors/<uuid:door_id>/worker/", door.door_assign, name="door_assign"),
    path("doors/<uuid:door_id>/plate/", door.door_plate, name="door_plate"),
    path("doors/<uuid:door_id>/address/", door.door_edit, name="door_edit"),
    path("doors/<uuid:door_id>/households/new/", households.household_new, name="household_new"),
    path("households/<uuid:household_id>/", households.household_edit, name="household_edit"),
    path("households/<uuid:household_id>/categories/", households.household_marks, name="household_marks"),
    path("households/<uuid:household_id>/move/", households.household_move, name="household_move"),
    path("households/<uuid:household_id>/leave/", households.household_leave, name="household_leave"),
    path("households/<uuid:household_id>/people/new/", persons.person_new, name="person_new"),
    path("people/<uuid:person_id>/", persons.person_edit, name="person_edit"),
    path("people/<uuid:person_id>/whereabouts/", persons.person_whereabouts, name="person_whereabouts"),
    path("people/<uuid:person_id>/categories/", persons.person_marks, name="person_marks"),
    path("people/<uuid:person_id>/guardian/", persons.person_guardian, name="person_guardian"),
    path("people/<uuid:person_id>/move/", persons.person_move, name="person_move"),
    path("people/<uuid:person_id>/reveal/", persons.reveal, name="reveal"),
    path("", include("gridward.households.plates.urls")),
    path("settings/categories/", categories.categories, name="categories"),
    path("settings/categories/new/", categories.category_new, name="category_new"),
    path("settings/categories/<uuid:category_id>/", categories.category_edit, name="category_edit"),
    path("settings/door-states/new/", categories.door_state_new, name="door_state_new"),
    path("settings/door-states/<slug:code>/", categories.door_state_edit, name="door_state_edit"),
]
