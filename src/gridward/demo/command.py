"""`gridward demo`: a made-up community, filled once and served; what is no demonstration is never touched."""

import argparse

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.models import Role
from gridward.cli.commands.serve import refuse_taken_port, serve
from gridward.cli.words import say, tell

from . import home
from .filling import Filled
from .whole import fill

SEED = 611022


def run(args: argparse.Namespace) -> int:
    """Fill where nothing is, print who may sign in, and serve until told to stop.

    Raises demo.not_a_demonstration, demo.made_elsewhere, cli.port_in_use.
    """
    if not args.no_serve:
        refuse_taken_port(args.host, args.port)
    with home.alone():
        filled = make_whole(args.seed, is_fresh=args.fresh)
    say_sign_ins(filled)
    return 0 if args.no_serve else serve(args.host, args.port)


def make_whole(seed: int | None, *, is_fresh: bool) -> Filled:
    """The demonstration that stands here, or a new one; what an interrupted filling left is cleared first."""
    filled = None if is_fresh else home.standing()
    if filled is not None:
        if seed not in (None, filled.seed):
            words = _(
                "The demonstration here was made from seed %(seed)d; --fresh makes it anew from another."
            )
            tell(words % {"seed": filled.seed})
        return filled
    if home.clear():
        tell(_("What was here of a demonstration is cleared; it begins anew."))
    return fill_home(SEED if seed is None else seed)


def fill_home(seed: int) -> Filled:
    """Fill, with a mark before and after, by which an interrupted filling is known."""
    tell(_("A made-up community is being filled. This takes about half a minute."))
    home.write_mark(home.Mark(seed))
    filled = fill(seed, timezone.now(), lambda words: tell(f"  {words}"))
    home.write_mark(home.Mark(seed, filled))
    return filled


def say_sign_ins(filled: Filled) -> None:
    """One way to sign in per role; everybody in it is made up."""
    say(_("Demonstration: nobody in it is real. Sign in as one of these:"))
    for one in filled.sign_ins:
        role = str(Role(one.role).label)
        where = f" · {one.community}" if one.community else ""
        say(f"  {one.username:<18} {one.password:<16} {role} · {one.name}{where}")
    say(_("They are kept in %(file)s") % {"file": home.mark_path()})
