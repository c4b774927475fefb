"""`gridward figures`: every figure of a day, counted."""

import argparse
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.briefings.figures import Counted, counted_on
from gridward.cli.standing import community_meant
from gridward.cli.words import say, say_json
from gridward.shared.problems import Problem, problem_code

FUTURE_DAY = problem_code("cli.future_day", 422, "{day} has not been yet; name today or a day before.")


def run(args: argparse.Namespace) -> int:
    """Count as of the end of the day asked for. Raises cli.future_day."""
    community = community_meant(args)
    day = args.as_of or timezone.localdate()
    if day > timezone.localdate():
        raise Problem(FUTURE_DAY, {"day": day.isoformat()})
    counted = counted_on(community.id, day)
    if args.json:
        figures = {c.code: {"value": c.value, "of": c.of, "words": c.figure.words} for c in counted}
        say_json({"community": community.code, "as_of": day.isoformat(), "figures": figures})
        return 0
    say(_("%(community)s, as of the end of %(day)s") % {"community": community.name, "day": day.isoformat()})
    say_groups(counted)
    return 0


def say_groups(counted: list[Counted]) -> None:
    """The figures under their groups."""
    group = ""
    for one in counted:
        if one.figure.group != group:
            group = one.figure.group
            say()
            say(group)
        say(f"  {written(one.value):>9}{part(one.of):<9} {one.figure.label}")


def written(value: Any) -> str:
    """A number with separators."""
    return f"{value:,}"


def part(of: int | None) -> str:
    """What it is part of."""
    return "" if of is None else f" / {of:,}"
