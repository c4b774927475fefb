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
    "community.made": _("made the community"),
    "grant.ended": _("ended rights"),
    "grant.given": _("gave rights"),
    "team.added": _("added teams"),
    "team.changed": _("changed a team"),
    "team.members_set": _("set who is in a team"),
    "unit.added": _("added units"),
    "unit.changed": _("changed a unit"),
    "worker.added": _("added workers"),
    "worker.changed": _("changed workers"),
    "worker.left": _("took leave of workers"),
}
PURPOSES: dict[str, Promise] = {
    "roster-check": _("checking the roster"),
}


def deed_words(deed: str) -> str:
    """A deed in words, or its code where an older version wrote one we no longer know."""
    return str(DEEDS.get(deed, deed))


def purpose_words(purpose: str) -> str:
    """A purpose in words, or its code."""
    return str(PURPOSES.get(purpose, purpose))
