"""`gridward round open|close|list`."""

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.areas.models import Area
from gridward.cli.standing import actor_meant, community_meant
from gridward.cli.words import say, say_json
from gridward.households.models import Category
from gridward.rounds.access import rounds_for
from gridward.rounds.actions import Scope, close_round, open_round
from gridward.rounds.models import Round
from gridward.rounds.queries import dues_of, tally
from gridward.shared.problems import Problem, problem_code

UNKNOWN_ROUND = problem_code("cli.unknown_round", 404, "There is no round called {name}.")
WHICH_ROUND = problem_code(
    "cli.which_round", 409, "Several rounds are called {name}; say which by its id: {ids}"
)
UNKNOWN_SCOPE = problem_code("cli.unknown_scope", 404, "There is no such thing here: {names}")


def run(args: argparse.Namespace) -> int:
    """Do the deed asked for."""
    to = "read" if args.deed == "list" else "write"
    actor = actor_meant(args, community_meant(args, to=to))
    deeds: dict[str, Callable[[argparse.Namespace, Actor], dict[str, Any]]]
    deeds = {"open": open_one, "close": close_one, "list": list_all}
    answer = deeds[args.deed](args, actor)
    if args.json:
        say_json(answer)
    else:
        for one in answer.get("rounds", [answer]):
            say(words_of(one))
    return 0


def open_one(args: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    """Open a round over the scope named."""
    scope = Scope(
        area_ids=ids_of(actor, Area, "number", args.area),
        category_ids=ids_of(actor, Category, "code", args.category),
        door_states=tuple(args.door_state),
    )
    opened = open_round(
        by=actor,
        kind_code=args.kind,
        name=args.name,
        scope=scope,
        opens_at=on_our_clock(args.opens or timezone.now()),
        closes_at=on_our_clock(args.closes),
    )
    return answer_of(opened)


def ids_of(actor: Actor, model: Any, column: str, names: list[Any]) -> tuple[UUID, ...]:
    """Ids of areas by number, or categories by code. Raises cli.unknown_scope naming what is not there."""
    rows = model.objects.of(actor.community_id).filter(**{f"{column}__in": names})
    found = dict(rows.values_list(column, "id"))
    if unknown := [str(name) for name in names if name not in found]:
        raise Problem(UNKNOWN_SCOPE, {"names": ", ".join(unknown)})
    return tuple(found[name] for name in names)


def on_our_clock(at: datetime) -> datetime:
    """A time without a zone is on the community's clock."""
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def close_one(args: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    """Close the round named; raises rounds.open_dues while something is owed."""
    return answer_of(close_round(by=actor, round_id=round_meant(actor, args.round)))


def round_meant(actor: Actor, name: str) -> UUID:
    """A round by id or name, an open one before closed ones. Raises cli.unknown_round, cli.which_round."""
    rounds = list(rounds_for(actor))
    for found in ([r for r in rounds if str(r.id) == name], *named(rounds, name)):
        if len(found) == 1:
            return found[0].id
        if found:
            raise Problem(WHICH_ROUND, {"name": name, "ids": ", ".join(str(r.id) for r in found)})
    raise Problem(UNKNOWN_ROUND, {"name": name})


def named(rounds: list[Round], name: str) -> tuple[list[Round], list[Round]]:
    """Open rounds of that name, then all of that name."""
    alike = [r for r in rounds if r.name == name]
    return [r for r in alike if r.state == Round.State.OPEN], alike


def list_all(args: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    """Every round within sight, the newest first."""
    return {"rounds": [answer_of(r) for r in rounds_for(actor).order_by("-opens_at", "-id")]}


def answer_of(row: Round) -> dict[str, Any]:
    """A round with its counts."""
    counts = tally(dues_of(row))
    return {
        "id": str(row.id),
        "name": row.name,
        "kind": row.kind.code,
        "state": row.state,
        "opens_at": row.opens_at.isoformat(),
        "closes_at": row.closes_at.isoformat(),
        "due": counts.dues,
        "done": counts.done,
        "open": counts.open,
        "exempt": counts.exempt,
        "signed_off": counts.signed_off,
    }


def words_of(answer: dict[str, Any]) -> str:
    """A round in one line."""
    state = str(Round.State(answer["state"]).label)
    return _("%(name)s (%(state)s): %(done)d of %(due)d done, %(open)d open, %(exempt)d exempt") % {
        **answer,
        "state": state,
    }
