"""The operation of a fresh installation: an exercise with its purpose filled in, to be replaced by the real one."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.operations.actions import OperationFact
from gridward.operations.models import OperationKind

REVIEW_AFTER = timedelta(days=30)
RETENTION_DAYS = 30


def exercise_fact(community_name: str) -> OperationFact:
    """What is said of an exercise, in the language in use."""
    today = timezone.localdate()
    return OperationFact(
        kind=OperationKind.EXERCISE,
        name=_("Exercise"),
        purpose=_(
            "Practise keeping the register of doors and verifying every household, so that help reaches everybody "
            "in an emergency. Nothing is decided about anybody from this data."
        ),
        legal_basis=_(
            "Consent of those who take part, given beforehand and withdrawable at any time "
            "(Personal Information Protection Law, articles 13(1) and 15)."
        ),
        deciding_body=_("Residents' committee of %(community)s") % {"community": community_name},
        contact=_("Data officer of %(community)s, at the community office") % {"community": community_name},
        starts_on=today,
        review_on=today + REVIEW_AFTER,
        retention_days=RETENTION_DAYS,
        impact_assessment=_(
            "Names, ID numbers and phone numbers are kept sealed, shown masked, and opened only with a purpose that is "
            "logged. Risk: a roster passed on outside the system; answered by masked exports and the log. For an "
            "exercise use invented or willing people only. Before a real emergency this assessment is made again."
        ),
    )
