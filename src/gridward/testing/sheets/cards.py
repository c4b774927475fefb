"""Personal cards, and the code that hangs beside a plate: for cutting, door by door."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.households.access import doors_for
from gridward.households.models import Door, Person
from gridward.shared.drawn_codes import qr_svg
from gridward.testing.codes import Signer
from gridward.testing.models import TestDay
from gridward.testing.sheets.lists import NONE, Choice, Line, dues_of


@dataclass(frozen=True)
class Card:
    """A card: a title, the plate, a masked name where it is somebody's, and the code."""

    title: str
    plate: str
    name: str
    code: SafeString


def personal_cards(actor: Actor, lines: Iterable[Line]) -> list[Card]:
    """A card for every resident of the lines; workers are found by name."""
    signer = Signer(actor.community_id)
    return [
        Card(
            _("Personal code"),
            (line.door.plate or line.door.address) if line.door else "",
            line.who.name,
            qr_svg(signer.person(line.id), _("Personal code")),
        )
        for line in lines
        if isinstance(line.person, Person)
    ]


def door_cards(actor: Actor, choice: Choice) -> list[Card]:
    """The code of every door that is chosen and has a plate."""
    signer = Signer(actor.community_id)
    return [
        Card(_("Code of the door"), door.plate, "", qr_svg(signer.door(door.id), _("Code of the door")))
        for door in _doors(actor, choice).order_by("walking_order", "id")
    ]


def _doors(actor: Actor, choice: Choice) -> QuerySet[Door]:
    doors = doors_for(actor).exclude(plate="")
    for column, id in (("area_id", choice.area_id), ("worker_id", choice.worker_id)):
        if id is not None:
            doors = doors.filter(**{column: None if id == NONE else id})
    return doors


def many_cards(actor: Actor, day: TestDay, choice: Choice, kind: str) -> int:
    """How many cards a printing would make."""
    if kind == "door":
        return _doors(actor, choice).count()
    return len([due for due in dues_of(actor, day, choice) if due.door_id])
