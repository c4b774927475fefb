"""From nothing to a community in the middle of its third round."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.audit.chain import seal_entries
from gridward.demo.clock import clock_at
from gridward.demo.community import make_community
from gridward.demo.dates import dates_for
from gridward.facts.statistics import refresh_statistics

from .decisions import decide
from .ground import lay_ground
from .known import Known
from .loose_ends import plan_late_fact, plan_scheduled_visits, plan_waiting_exemptions
from .numbers import number_doors, plan_plates
from .people import SignIn, form_teams, found, give_rights, open_accounts
from .register import begin_operation, define_categories, hang_doors, settle_people
from .standing_in import plan_illness, weigh
from .story import plan_story
from .testing import plan_testing
from .testing_setup import Testing, set_up_testing

Progress = Callable[[str], None]
# The office is set up two days before the first survey, the register on the day before.
SET_UP, REGISTERED = timedelta(days=2), timedelta(days=1)


@dataclass(frozen=True)
class Filled:
    """A filled community: its id, the seed it was made from, and who may sign in."""

    community_id: UUID
    seed: int
    sign_ins: tuple[SignIn, ...]


def fill(seed: int, now: datetime, say: Progress) -> Filled:
    """Make the community of a seed and tell its story so that it ends just before `now`.

    Each step is a transaction of its own: an interrupted filling leaves a part of it, which the caller has to clear.
    """
    told = make_community(seed)
    dates = dates_for(told, now)
    begins = dates.moment(told.rounds[0].opens_at)
    with clock_at(begins - SET_UP):
        known = found(told, dates)
        form_teams(known)
        begin_operation(known)
    say(_("%(count)d people at work") % {"count": len(known.workers)})
    with clock_at(begins - REGISTERED):
        sign_ins = enter_register(known, say)
        decide(known)
        testing = set_up_testing(known)
    refresh_statistics()
    tell_story(known, testing, say)
    seal_entries(known.community_id)
    refresh_statistics()
    return Filled(known.community_id, seed, tuple(sign_ins))


def enter_register(known: Known, say: Progress) -> list[SignIn]:
    """The register as it stood on the eve of the first survey, rights over it, and ways to sign in."""
    lay_ground(known)
    hang_doors(known)
    say(_("%(doors)d doors in %(areas)d areas") % {"doors": len(known.doors), "areas": len(known.areas)})
    settle_people(known)
    define_categories(known)
    words = _("%(persons)d people in %(households)d households")
    say(words % {"persons": len(known.began.persons), "households": len(known.households)})
    give_rights(known)
    number_doors(known)
    weigh(known)
    return open_accounts(known)


def tell_story(known: Known, testing: Testing, say: Progress) -> None:
    """Three rounds, what changed between them, and what is left open."""
    story = plan_story(known)
    plan_plates(story)
    plan_late_fact(story)
    plan_scheduled_visits(story)
    plan_waiting_exemptions(story)
    plan_illness(story)
    plan_testing(story, testing)
    days = set()
    for deed in story.tell():
        day = timezone.localdate(deed.at)
        if day not in days:
            days.add(day)
            say(_("What happened on %(day)s") % {"day": day.isoformat()})
