"""Filling both small communities."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from gridward.accounts.actions import UnitFact
from gridward.audit.chain import seal_entries
from gridward.demo.clock import clock_at
from gridward.demo.filling.people import SignIn

from .flood import tell_flood
from .heat import tell_heat
from .register import Small, found_small, hours, sign_ins_of
from .towns import RIVER, SUNNY, Town

Teller = Callable[[Small, datetime], None]
STORIES: tuple[tuple[Town, Teller], ...] = ((RIVER, tell_flood), (SUNNY, tell_heat))
FOUNDED = 48


def fill_small(
    seed: int, now: datetime, above: Sequence[UnitFact], taken: Iterable[str], say: Callable[[str], None]
) -> list[SignIn]:
    """Make the flood and the heat wave under the units `above`; ways to sign in, none called as one of `taken`."""
    names = set(taken)
    made: list[SignIn] = []
    for town, tell in STORIES:
        with clock_at(hours(now, FOUNDED)):
            small = found_small(town, seed, above)
        with translation.override("zh-hans"):
            tell(small, now)
        seal_entries(small.community_id)
        made += sign_ins_of(small, names)
        say(_("%(community)s: %(doors)d doors") % {"community": town.name, "doors": len(small.doors)})
    return made
