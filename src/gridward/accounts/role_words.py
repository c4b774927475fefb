"""What each role may see and do, in plain words for whoever gives it and for whoever holds it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role

ROLE_HELP: Final[dict[Role, str | Promise]] = {
    Role.COORDINATOR: _("Leads the work of the whole community: sees every door, opens rounds, decides."),
    Role.AREA_LEADER: _("Leads one area: sees its doors and people, assigns workers, decides there."),
    Role.WORKER: _("Answers for own doors: sees the people behind them and records what is found."),
    Role.DATA_OFFICER: _("Keeps register, accounts and rights; takes rosters in and gives lists out."),
    Role.READER: _("Looks at all of it, names masked; changes nothing."),
    Role.SAMPLER: _(
        "Takes samples at a desk or from door to door: finds whoever stands there by name, ID or plate, and those "
        "who are due at a door. Sees no category of anybody and no figures of the community."
    ),
    Role.LABORATORY: _(
        "Receives tubes and reports results by tube code. Sees no name, no door and no phone."
    ),
    Role.HEALTH_CONTACT: _(
        "Tells people their result and cares for those who wait: sees names and phones of people in tubes that are "
        "not negative, and of nobody else."
    ),
    Role.PATROL: _(
        "Patrols or stands at a checkpoint: sees doors, plates and until when a household stays in. Sees no name and "
        "nothing about health."
    ),
    Role.ABOVE: _("Looks from street or county at figures of its communities; sees no door and no person."),
}


def help_for(actor: Actor) -> list[tuple[str, str]]:
    """The roles held, each with what it may see and do."""
    return [(str(role.label), str(ROLE_HELP[role])) for role in Role if role in actor.roles]
