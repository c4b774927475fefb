"""`gridward export people`: the register's people as CSV."""

import argparse
import os
import sys
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.cli.standing import actor_meant, community_meant
from gridward.cli.words import tell
from gridward.households.exporting import export_people


def run(args: argparse.Namespace) -> int:
    """Write the file, readable by its owner alone; a refused export leaves what was there before."""
    actor = actor_meant(args, community_meant(args, to="write"))
    if str(args.csv) == "-":
        written = export_people(by=actor, purpose=args.purpose, out=sys.stdout)
    else:
        written = write_file(actor, args.purpose, args.csv)
    tell(_("%(count)d people written. The export is in the log.") % {"count": written})
    return 0


def write_file(actor: Actor, purpose: str, path: Path) -> int:
    """Write beside the file first and take its place when whole."""
    draft = path.with_name(f".{path.name}.part")
    with open_private(draft) as out:
        try:
            written = export_people(by=actor, purpose=purpose, out=out)
        except BaseException:
            draft.unlink()
            raise
    draft.replace(path)
    return written


def open_private(path: Path) -> TextIO:
    """A new file nobody else on this machine can read."""
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
    )
