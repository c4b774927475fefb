"""`gridward restored`: say that a backup was put back, so that every device hands in again and asks anew."""

import argparse

from django.utils.translation import gettext as _

from gridward.cli.words import say
from gridward.sync.slices import begin_anew


def run(args: argparse.Namespace) -> int:
    """Give every community's clock another epoch."""
    many = begin_anew()
    say(_("%(many)d communities begin anew: their devices ask for everything.") % {"many": many})
    return 0
