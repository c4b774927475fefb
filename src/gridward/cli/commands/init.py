"""`gridward init`: a community, its data officer, and an exercise, so that an import can follow."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gridward.accounts.actions import UnitFact, make_account, make_community
from gridward.accounts.actions.communities import check_code, codes_above
from gridward.accounts.actors import actor_of
from gridward.accounts.models import Account, Role, Unit, UnitKind
from gridward.accounts.queries.above import chain_above
from gridward.cli.words import say, say_json
from gridward.operations.actions import open_operation
from gridward.operations.exercise import exercise_fact
from gridward.operations.queries import open_operation_of
from gridward.shared.problems import Problem, problem_code

USERNAME = "data-officer"
NEEDS_YES = problem_code("cli.needs_yes", 409, "Nothing was done: nobody is here to ask. Add --yes to agree.")
OTHER_NAME = problem_code(
    "cli.other_name", 409, "The community {code} is here already and is called {name}. Nothing was changed."
)


def run(args: argparse.Namespace) -> int:
    """Make what is missing; what is there already is named and left alone."""
    standing = Unit.objects.filter(code=args.community).first()
    if standing is None:
        check_code(args.community)
        if not agreed(args):
            say(_("Nothing was done."))
            return 1
        answer = make(args.community, args.name, units_above(args))
    elif standing.name != args.name:
        raise Problem(OTHER_NAME, {"code": standing.code, "name": standing.name})
    else:
        answer = {"community": standing.code, "name": standing.name, "created": False}
    say_json(answer) if args.json else say_words(answer)
    return 0


def agreed(args: argparse.Namespace) -> bool:
    """Whether --yes, or a person at a terminal, agrees. Raises cli.needs_yes where nobody can be asked."""
    if args.yes:
        return True
    if not sys.stdin.isatty():
        raise Problem(NEEDS_YES)
    words = _("Make the community %(name)s (%(code)s) with a data officer and an exercise? [y/N] ")
    return input(words % {"name": args.name, "code": args.community}).strip().lower() in {"y", "yes", "是"}


def units_above(args: argparse.Namespace) -> list[UnitFact]:
    """The county and the street office that were named or stand here, with the codes the community's code tells."""
    county_code, street_code = codes_above(args.community)
    standing = Unit.objects.filter(code=county_code, kind=UnitKind.COUNTY).first()
    county = args.county or (standing.name if standing else "")
    above = [UnitFact(UnitKind.COUNTY, county, county_code)] if county else []
    if args.street:
        above.append(UnitFact(UnitKind.STREET, args.street, street_code))
    return above


@transaction.atomic
def make(code: str, name: str, above: Sequence[UnitFact] = ()) -> dict[str, Any]:
    """All of it or nothing; the answer carries the one-time password, which is kept nowhere in clear."""
    community, worker = make_community(
        code=code,
        name=name,
        maker_name=_("Data officer"),
        above=above,
        roles=(Role.DATA_OFFICER, Role.COORDINATOR),
    )
    actor = actor_of(worker, community.id)
    assert actor is not None
    username = USERNAME if not Account.objects.filter(username=USERNAME).exists() else f"{USERNAME}-{code}"
    made = make_account(by=actor, worker_id=worker.id, username=username)
    operation = open_operation_of(community.id) or open_operation(by=actor, fact=exercise_fact(name))
    return {
        "community": code,
        "name": name,
        "created": True,
        "above": [unit.name for unit in reversed(chain_above(community.id))],
        "username": username,
        "one_time_password": made.password,
        "operation": {"kind": operation.kind, "name": operation.name, "purpose": operation.purpose},
    }


def say_words(answer: dict[str, Any]) -> None:
    """What was made, or that it stood already."""
    if not answer["created"]:
        say(_("%(name)s (%(community)s) is here already. Nothing was changed.") % answer)
        return
    say(_("%(name)s (%(community)s) is made.") % answer)
    if answer["above"]:
        say(_("It stands under: %(units)s") % {"units": _(", ").join(answer["above"])})
    say(_("Sign in as %(username)s with the one-time password %(one_time_password)s") % answer)
    say(_("It is shown only now, and asks for another one at the first sign-in."))
    say(_("An exercise is open, so that a roster can go in. Before a real emergency, open a real operation."))
    say(_("Next: gridward import roster FILE, or gridward serve"))
