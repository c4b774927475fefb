"""What a door is owed, on its own page: each open round with what may be recorded here."""

from typing import Any

from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.households.models import Door
from gridward.rounds import access
from gridward.rounds.doorsteps import dues_at
from gridward.rounds.tiles import tiles_of
from gridward.shared.registries import DoorPanel


def owed_at(actor: Actor, door: Door) -> dict[str, Any]:
    """Tiles of the door's dues with whether the actor may record at each."""
    tiles = tiles_of(actor, dues_at(actor, door), timezone.now())
    return {"owed": [(tile, access.may_record(actor, tile.due)) for tile in tiles]}


OWED = DoorPanel("rounds/_door_panel.html", owed_at, 10)
