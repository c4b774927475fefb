"""The register's verbs. Each takes many, names its actor, is one transaction and ends with one audit line."""

from gridward.households.actions.categories import add_category, add_door_state, set_marks
from gridward.households.actions.doors import assign_doors, give_plates, put_doors, set_door_states
from gridward.households.actions.households import move_household, put_households
from gridward.households.actions.look_alikes import decide_look_alike
from gridward.households.actions.persons import put_persons, set_guardians, set_whereabouts
from gridward.households.actions.reveals import reveal
from gridward.households.entries import (
    CategoryFact,
    DoorFact,
    DoorStateFact,
    GuardianFact,
    HouseholdFact,
    KindOfDoorState,
    MarkFact,
    PersonFact,
    WhereaboutsFact,
)

__all__ = [
    "CategoryFact",
    "DoorFact",
    "DoorStateFact",
    "GuardianFact",
    "HouseholdFact",
    "KindOfDoorState",
    "MarkFact",
    "PersonFact",
    "WhereaboutsFact",
    "add_category",
    "add_door_state",
    "assign_doors",
    "decide_look_alike",
    "give_plates",
    "move_household",
    "put_doors",
    "put_households",
    "put_persons",
    "reveal",
    "set_door_states",
    "set_guardians",
    "set_marks",
    "set_whereabouts",
]
