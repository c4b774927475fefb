"""The one table of field group × role: what of a person each role sees where its grant reaches."""

from enum import IntEnum, StrEnum

from gridward.accounts.actors import Actor
from gridward.accounts.models import NARROW_ROLES, Role


class Group(StrEnum):
    """Fields of a person that are seen, masked or hidden together."""

    IDENTITY = "identity"
    PHONE = "phone"
    ID = "id"
    CATEGORY = "category"
    MORE = "more"
    HEALTH = "health"


class Level(IntEnum):
    """How much is shown: nothing; masked; masked, and the whole for a purpose that is logged; the whole."""

    HIDDEN = 0
    MASKED = 1
    REVEAL = 2
    CLEAR = 3


_WORKER, _LEADER, _COORDINATOR = Role.WORKER, Role.AREA_LEADER, Role.COORDINATOR
_OFFICER, _READER, _ABOVE = Role.DATA_OFFICER, Role.READER, Role.ABOVE
_H, _M, _R, _C = Level.HIDDEN, Level.MASKED, Level.REVEAL, Level.CLEAR
_ROWS: dict[Group, dict[Role, Level]] = {
    Group.IDENTITY: {_WORKER: _C, _LEADER: _C, _COORDINATOR: _R, _OFFICER: _R, _READER: _M, _ABOVE: _H},
    Group.PHONE: {_WORKER: _C, _LEADER: _R, _COORDINATOR: _R, _OFFICER: _R, _READER: _H, _ABOVE: _H},
    Group.ID: {_WORKER: _R, _LEADER: _R, _COORDINATOR: _R, _OFFICER: _R, _READER: _H, _ABOVE: _H},
    Group.CATEGORY: {_WORKER: _C, _LEADER: _C, _COORDINATOR: _C, _OFFICER: _C, _READER: _H, _ABOVE: _H},
    Group.MORE: {_WORKER: _R, _LEADER: _R, _COORDINATOR: _R, _OFFICER: _R, _READER: _H, _ABOVE: _H},
    Group.HEALTH: {_WORKER: _C, _LEADER: _C, _COORDINATOR: _C, _OFFICER: _H, _READER: _H, _ABOVE: _H},
}
# Of a narrow role: whoever stands before it in its task, and nobody else (see `level`).
_TASKS = (Role.SAMPLER, Role.LABORATORY, Role.HEALTH_CONTACT, Role.PATROL)
_IN_A_TASK: dict[Group, tuple[Level, Level, Level, Level]] = {
    Group.IDENTITY: (_C, _H, _C, _H),
    Group.PHONE: (_M, _H, _C, _H),
    Group.ID: (_R, _H, _R, _H),
    Group.CATEGORY: (_H, _H, _C, _H),
    Group.MORE: (_H, _H, _H, _H),
    Group.HEALTH: (_H, _H, _C, _H),
}
LEVELS = {group: row | dict(zip(_TASKS, _IN_A_TASK[group])) for group, row in _ROWS.items()}
# A person under 14, outside the own worker and the health contact (PIPL art. 31): masked until revealed, and
# nothing for a reader.
LEVEL_OF_A_MINOR = {_H: _H, _M: _H, _R: _R, _C: _R}
# Which group each column about people belongs to; None: whoever may see the door may see it.
# Version tables follow the table they are versions of.
COLUMNS: dict[str, Group | None] = {
    "Household.number": None,
    "Household.is_tenant": None,
    "Household.is_closed": None,
    "Household.sealed_more": Group.MORE,
    "Person.relation": None,
    "Person.is_head": None,
    "Person.is_tenant": None,
    "Person.birth_year": Group.IDENTITY,
    "Person.id_state": None,
    "Person.whereabouts": Group.CATEGORY,
    "Person.whereabouts_from": Group.CATEGORY,
    "Person.whereabouts_until": Group.CATEGORY,
    "Person.guardian_id": Group.IDENTITY,
    "Person.merged_into_id": None,
    "Person.order": None,
    "Person.flags": None,
    "Person.sealed_identity": Group.IDENTITY,
    "Person.sealed_ids": Group.ID,
    "Person.sealed_phones": Group.PHONE,
    "Person.sealed_more": Group.MORE,
    "Mark.category_id": Group.CATEGORY,
    "Mark.is_on": Group.CATEGORY,
    "Outcome.sealed_note": Group.MORE,
    "Visitor.sealed_identity": Group.IDENTITY,
}
# Sealed, and shown to nobody by group: a roster on its way in is the data officer's alone, and of a fact that
# arrived twice in two wordings only what it was about is shown. A map's file holds no person and is kept until read;
# a carrier and a receiver sign for tubes, and whoever sees the hand-over sees who signed.
OUTSIDE_GROUPS = frozenset(
    {
        "HandOver.sealed_carrier",
        "Receipt.sealed_receiver",
        "RosterImport.sealed_file",
        "ResultImport.sealed_file",
        "StagedRow.sealed",
        "FactConflict.sealed_body",
        "MapImport.file",
        "Plan.file",
    }
)


def level(
    actor: Actor,
    group: Group,
    *,
    is_own_door: bool,
    is_in_own_area: bool,
    is_minor: bool = False,
    at_task: bool = False,
) -> Level:
    """What the actor sees of a field group of one person: the most that any role held gives where it reaches.

    `is_own_door`: the actor is the door's responsible worker; `is_in_own_area`: the door lies in an area the actor
    leads; `is_minor`: under 14, or guessed so; `at_task`: the person stands before a narrow role in its task (was
    found at the desk, waits for a result), so that a reader who samples too reads no more elsewhere.
    """
    reaches = dict.fromkeys(NARROW_ROLES, at_task or actor.is_narrow)
    reaches |= {Role.WORKER: is_own_door, Role.AREA_LEADER: is_in_own_area}
    given = [(role, LEVELS[group][role]) for role in Role if role in actor.roles and reaches.get(role, True)]
    if is_minor and group is not Group.HEALTH:
        given = [(role, _of_a_minor(role, how_much)) for role, how_much in given]
    return max((how_much for _, how_much in given), default=Level.HIDDEN)


def _of_a_minor(role: Role, how_much: Level) -> Level:
    return how_much if role in (Role.WORKER, Role.HEALTH_CONTACT) else LEVEL_OF_A_MINOR[how_much]
