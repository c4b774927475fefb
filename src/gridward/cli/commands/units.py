"""`gridward units`: street offices and counties above communities, and who of them looks at figures."""

import argparse

from django.utils.translation import gettext as _

from gridward.accounts.actions import put_above, seat, unit_by_code
from gridward.accounts.actors import NOBODY, system_actor
from gridward.accounts.models import Unit
from gridward.accounts.queries.above import TREE
from gridward.cli.words import say, say_json


def run(args: argparse.Namespace) -> int:
    """List, enter, or seat somebody. Raises what the verbs raise."""
    deeds = {"list": show, "put": put, "seat": give_seat}
    return deeds[args.deed](args)


def show(args: argparse.Namespace) -> int:
    """Every unit of the tree, each with the one above it."""
    units = Unit.objects.filter(kind__in=TREE).select_related("parent").order_by("code", "name")
    rows = [
        {
            "code": unit.code,
            "kind": unit.kind,
            "name": unit.name,
            "under": unit.parent.code or unit.parent.name if unit.parent else "",
        }
        for unit in units
    ]
    if args.json:
        say_json({"units": rows})
    for row in () if args.json else rows:
        say(f"{row['code'] or '-':<12}  {row['kind']:<10}  {row['name']}  {row['under']}")
    return 0


def put(args: argparse.Namespace) -> int:
    """Enter a street office or county; what its code begins comes under it."""
    placed = put_above(by=system_actor(NOBODY), code=args.code, name=args.name, under=args.under)
    words = _("%(name)s (%(code)s) stands; %(count)d communities came under it.")
    say(words % {"name": placed.unit.name, "code": placed.unit.code, "count": placed.communities})
    return 0


def give_seat(args: argparse.Namespace) -> int:
    """Somebody of a street office or county may look; the password is shown this once."""
    unit = unit_by_code(args.code)
    made = seat(by=system_actor(unit.id), unit_id=unit.id, name=args.name, username=args.user)
    words = _("Sign in as %(username)s with the one-time password %(one_time_password)s")
    say(words % {"username": made.account.username, "one_time_password": made.password})
    return 0
