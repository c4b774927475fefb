"""Where sampling stands in the navigation of those who do nothing else; others come to it by the day."""

from typing import Any, Final

from gridward.accounts.models import Role
from gridward.shared.registries import NavItem


def _only_samples(actor: Any) -> bool:
    return bool(actor.is_narrow and actor.is_any_of(Role.SAMPLER))


PLACES: Final = {
    "testing_desk": NavItem("Sampling desk", "testing_desk", "tube", 45, _only_samples),
    "testing_door": NavItem("Sampling at the door", "testing_door", "door", 46, _only_samples),
    "testing_sheets": NavItem("Sheets", "testing_sheets", "print", 47, _only_samples),
}
