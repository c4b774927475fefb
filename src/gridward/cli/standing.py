"""What stands before every command: Django, a database made ready, the community meant, and who acts."""

import argparse
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gridward.cli.words import language, tell
from gridward.shared.problems import Problem, problem_code

if TYPE_CHECKING:
    from gridward.accounts.actors import Actor
    from gridward.accounts.models import Unit

NO_COMMUNITY = problem_code(
    "cli.no_community",
    409,
    "There is no community here yet. Make one by “gridward init --community CODE --name NAME”, then try again.",
)
WHICH_COMMUNITY = problem_code(
    "cli.which_community", 409, "Several communities are here; say which by --community CODE: {codes}"
)
UNKNOWN_COMMUNITY = problem_code(
    "cli.unknown_community", 404, "There is no community with the code {code} here."
)
UNKNOWN_USER = problem_code("cli.unknown_user", 404, "Nobody called {user} works in this community.")
WHICH_USER = problem_code("cli.which_user", 409, "Say who does it by --as USER: {reason}")


def make_ready() -> None:
    """Start Django in the language of the command, and bring the database to the present form, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.settings")
    import django
    from django.conf import settings

    # One process needs no pool, and without one a server that is away says so at once.
    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
    django.setup()
    from django.utils import translation

    translation.activate(language())
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if steps_missing():
        with alone():
            migrate_rest()


def steps_missing() -> int:
    """How many migrations the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def alone() -> Iterator[None]:
    """Only one command at a time makes this home ready; the others wait here and find it done."""
    from django.conf import settings

    with (settings.GRIDWARD_HOME / ".making-ready").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate_rest() -> None:
    """Run what is still missing, and say so."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils.translation import gettext as _

    if not (steps := steps_missing()):
        return
    call_command("migrate", verbosity=0, interactive=False)
    where = settings.GRIDWARD_HOME
    tell(
        _("The database was made ready (%(steps)d steps); home folder: %(where)s")
        % {"steps": steps, "where": where}
    )


def community_meant(args: argparse.Namespace, *, to: str = "read") -> "Unit":
    """The community of --community, or the only one; to read, of several demonstrations the one with the first code.

    To write ("write"), or to take data out, one says which. Raises cli.no_community, cli.which_community,
    cli.unknown_community.
    """
    communities = all_communities()
    if args.community:
        found = [c for c in communities if c.code == args.community]
        if not found:
            raise Problem(UNKNOWN_COMMUNITY, {"code": args.community})
        return found[0]
    may_guess = to == "read" and all(c.is_demonstration for c in communities)
    if len(communities) > 1 and not may_guess:
        raise Problem(WHICH_COMMUNITY, {"codes": ", ".join(f"{c.code} {c.name}" for c in communities)})
    return communities[0]


def all_communities() -> "list[Unit]":
    """Every community, by code. Raises cli.no_community."""
    from gridward.accounts.models import Unit, UnitKind

    communities = list(Unit.objects.filter(kind=UnitKind.COMMUNITY).order_by("code"))
    if not communities:
        raise Problem(NO_COMMUNITY)
    return communities


def actor_meant(args: argparse.Namespace, community: "Unit") -> "Actor":
    """The worker of --as in the community, or its only data officer. Raises cli.unknown_user, cli.which_user."""
    from gridward.accounts.actors import actor_of
    from gridward.accounts.models import Account

    if not args.as_user:
        return only_officer(community)
    account = Account.objects.select_related("worker").filter(
        username=args.as_user.strip().lower(), is_active=True
    )
    found = account.first()
    actor = actor_of(found.worker, community.id) if found else None
    if actor is None:
        raise Problem(UNKNOWN_USER, {"user": args.as_user})
    return actor


def only_officer(community: "Unit") -> "Actor":
    """The one data officer in office; raises cli.which_user where there is none or more than one."""
    from django.utils.translation import gettext as _

    from gridward.accounts.actors import actor_of
    from gridward.accounts.models import Grant, Role, Worker

    grants = Grant.objects.in_force().filter(community=community, role=Role.DATA_OFFICER)
    officers = list(Worker.objects.filter(id__in=grants.values("worker_id")).order_by("name", "id"))
    actor = actor_of(officers[0], community.id) if len(officers) == 1 else None
    if actor is None:
        reason = _("there are several data officers") if officers else _("there is no data officer")
        raise Problem(WHICH_USER, {"reason": reason})
    return actor
