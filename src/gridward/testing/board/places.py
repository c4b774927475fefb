"""Where one goes from the board: the pages of testing that are for somebody, by what is done there."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gridward.accounts.actors import Actor
from gridward.testing import access
from gridward.testing.results.access import ENTERERS, TEAM

# Words, address, icon, and the roles it is for (none: everybody at work here).
PLACES: Final[Sequence[tuple[Promise, str, str, Sequence[str]]]] = (
    (gettext_lazy("Sampling desk"), "testing_desk", "tube", access.SAMPLERS),
    (gettext_lazy("Sampling at the door"), "testing_door", "door", access.RECORDERS),
    (gettext_lazy("Sheets"), "testing_sheets", "print", access.RECORDERS),
    (gettext_lazy("Type in a paper form"), "testing_paper", "edit", access.RECORDERS),
    (gettext_lazy("Hand-overs"), "testing_handovers", "forward", access.RECORDERS),
    (gettext_lazy("Results"), "testing_results", "check", ENTERERS),
    (gettext_lazy("Who waits in place"), "testing_waits", "home", TEAM),
    (gettext_lazy("Days of testing"), "testing_days", "today", ()),
)


def places_for(actor: Actor) -> list[dict[str, Any]]:
    """The pages, as buttons."""
    return [
        {"label": words, "url": reverse(name), "icon": icon}
        for words, name, icon, roles in PLACES
        if not roles or actor.is_any_of(*roles)
    ]
