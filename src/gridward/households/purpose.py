"""No personal data without a purpose: the open operation whose keys it goes under."""

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridward.shared.problems import Problem, problem_code
from gridward.shared.registries import purposes

NO_OPERATION = problem_code(
    "households.no_operation",
    409,
    "No personal data goes in before an operation says why: open one under Settings, Operation, then try again.",
)


def operation_id_or_refuse(community_id: UUID) -> UUID:
    """The open operation whose keys personal data goes under; raises households.no_operation."""
    for find in purposes:
        if purpose := find(community_id):
            return purpose.id
    raise Problem(NO_OPERATION)


def scope_of(community_id: UUID) -> Callable[[], UUID]:
    """Asks for the open operation once, and only when something is to be sealed."""

    @cache
    def scope() -> UUID:
        return operation_id_or_refuse(community_id)

    return scope


class Purpose(models.TextChoices):
    """Why somebody needs to see the whole of what is masked; every sight is logged with one of these."""

    VISIT = "visit", _("Visit or call")
    VERIFICATION = "verification", _("Verification of the register")
    CARE = "care", _("Help for the household")
    CORRECTION = "correction", _("Correcting an entry")
    EMERGENCY = "emergency", _("Danger to life or health")
    TESTING = "testing", _("Testing")
    ROSTER_CHECK = "roster-check", _("Checking a roster")


# Not chosen by anybody: a search by ID or phone is logged under this word.
SEARCH = "search"
