"""Where boxes and hand-overs stand in the navigation of those who do nothing else; others come to them by the day."""

from typing import Any, Final

from gridward.shared.registries import NavItem
from gridward.testing.transport.access import HANDLERS


def _only_handles(actor: Any) -> bool:
    return bool(actor.is_narrow and actor.is_any_of(*HANDLERS))


PLACES: Final = {
    "testing_handovers": NavItem("Boxes and hand-over", "testing_handovers", "share", 49, _only_handles),
}
