"""`gridward codes renew`: a new key for codes of persons and doors; what was printed before is still read."""

import argparse

from django.utils.translation import gettext as _

from gridward.cli.standing import community_meant
from gridward.cli.words import tell
from gridward.vault.code_keys import add_key


def run(args: argparse.Namespace) -> int:
    """Put a key on the community's ring."""
    many = add_key(community_meant(args, to="write").id)
    tell(
        _("A new key signs codes from now on; %(count)d keys read them. Back up the key folder.")
        % {"count": many}
    )
    return 0
