"""Every deed of the log, and every purpose, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: dict[str, Promise] = {
    "account.closed": _("closed an account"),
    "account.made": _("made an account"),
    "account.opened": _("opened an account again"),
    "account.password_changed": _("changed the own password"),
    "account.password_reset": _("gave a new one-time password"),
    "account.signed_in": _("signed in"),
    "account.unlocked": _("unlocked a sign-in name"),
    "area.put": _("entered or changed areas"),
    "building.put": _("entered or changed buildings"),
    "category.put": _("entered or changed categories"),
    "community.made": _("made the community"),
    "door.assigned": _("assigned doors"),
    "door.plate_given": _("gave doors their plates"),
    "door.plates_changed": _("gave doors their plates anew"),
    "door.plates_marked": _("recorded how far plates are"),
    "door.put": _("entered or changed doors"),
    "door.state_set": _("recorded how doors were found"),
    "door_state.put": _("entered or changed door states"),
    "due.escalated": _("passed unanswered attempts up"),
    "due.signed_off": _("signed off open dues"),
    "exemption.approved": _("approved exemptions"),
    "exemption.asked": _("asked for exemptions"),
    "exemption.declined": _("declined exemptions"),
    "grant.ended": _("ended rights"),
    "grant.given": _("gave rights"),
    "household.moved": _("moved a household"),
    "household.put": _("entered or changed households"),
    "look_alike.different": _("found two people to be different"),
    "look_alike.same": _("merged two entries of one person"),
    "mark.set": _("set categories"),
    "operation.amended": _("amended the operation"),
    "operation.ended": _("ended the operation"),
    "operation.opened": _("opened the operation"),
    "outcome.looked_at": _("looked at flagged outcomes"),
    "outcome.recorded": _("recorded outcomes"),
    "people.exported": _("exported people"),
    "person.guardian_set": _("named guardians"),
    "person.put": _("entered or changed people"),
    "person.revealed": _("saw a person's details in full"),
    "person.searched": _("searched by a number"),
    "person.whereabouts_set": _("recorded where people are"),
    "pin.set": _("pinned buildings, or let them go"),
    "plate_scheme.put": _("said how plates are numbered"),
    "proposal.accepted": _("accepted a proposal"),
    "proposal.begun": _("asked for a proposal"),
    "proposal.cancelled": _("dropped a proposal"),
    "proposal.changed": _("changed a proposal"),
    "roster.applied": _("put a roster into the register"),
    "roster.begun": _("uploaded a roster"),
    "roster.cancelled": _("cancelled a roster"),
    "roster.confirmed": _("confirmed a roster"),
    "round.closed": _("closed a round"),
    "round.opened": _("opened a round"),
    "round.refreshed": _("brought a round up to date"),
    "round_kind.put": _("defined a kind of round"),
    "schedule.added": _("added schedules"),
    "schedule.switched": _("switched a schedule on or off"),
    "site.put": _("entered or changed sites"),
    "team.added": _("added teams"),
    "team.changed": _("changed a team"),
    "team.members_set": _("set who is in a team"),
    "unit.added": _("added units"),
    "unit.changed": _("changed a unit"),
    "weights.set": _("set weights and limits"),
    "worker.added": _("added workers"),
    "worker.away": _("wrote down who is away"),
    "worker.back": _("wrote down who is back"),
    "worker.changed": _("changed workers"),
    "worker.left": _("took leave of workers"),
    "worker_limit.set": _("set what workers can take on"),
}
PURPOSES: dict[str, Promise] = {
    "care": _("help for the household"),
    "correction": _("correcting an entry"),
    "emergency": _("danger to life or health"),
    "roster-check": _("checking the roster"),
    "search": _("search"),
    "verification": _("verification of the register"),
    "visit": _("visit or call"),
}


def deed_words(deed: str) -> str:
    """A deed in words, or its code where an older version wrote one we no longer know."""
    return str(DEEDS.get(deed, deed))


def purpose_words(purpose: str) -> str:
    """A purpose in words, or its code."""
    return str(PURPOSES.get(purpose, purpose))
