"""`gridward import map`: the preview a page would show, a yes, and the account of every shape."""

import argparse
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.areas.actions import put_sites
from gridward.areas.entries import SiteFact
from gridward.areas.maps.command import Brought, bring_in_file
from gridward.areas.maps.features import finding_words
from gridward.areas.maps.runs import Options
from gridward.areas.maps.warning import note_words
from gridward.areas.models import ShapeKind, SiteKind, Verdict
from gridward.areas.queries import sites_of
from gridward.cli.commands.roster import NOT_ACCEPTED
from gridward.cli.standing import actor_meant, community_meant
from gridward.cli.words import say, say_json, tell
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem


def run(args: argparse.Namespace) -> int:
    """Read, show, ask, let in. Returns 0 when every shape is accounted for; raises cli.not_accepted without a yes."""
    actor = actor_meant(args, community_meant(args, to="write"))
    site_id, make_site = site_meant(actor, args.site)
    agree = preview(args.yes, tell if args.json else say)
    brought = bring_in_file(
        by=actor,
        path=args.file,
        options=Options(datum=args.datum, take_new=args.take_new, site_id=site_id),
        accept=lambda summary: agree(summary) and make_site(),
        watch=progress if sys.stderr.isatty() else None,
    )
    if brought.written is None:
        raise Problem(NOT_ACCEPTED)
    if args.json:
        say_json(answer_of(brought))
    else:
        say(words_written(brought.written))
        if args.take_new and (waiting := waiting_of(brought)):
            say(waiting_words(waiting))
    return 0


def site_meant(actor: Actor, name: str) -> tuple[UUID | None, Callable[[], bool]]:
    """The site for buildings without one, and what makes it where it is missing, once there is a yes."""
    if not name:
        return None, lambda: True
    standing = sites_of(actor).filter(name=name).first()
    if standing is not None:
        return standing.id, lambda: True
    fact = SiteFact(id=new_id(), name=name, kind=SiteKind.COMPOUND)
    return fact.id, lambda: bool(put_sites(by=actor, sites=[fact]))


def waiting_of(brought: Brought) -> int:
    """How many new buildings of the map found no site."""
    new: int = brought.summary["kinds"].get(ShapeKind.BUILDING, {}).get(Verdict.NEW, 0)
    return new - (brought.written or {}).get("buildings_new", 0)


def waiting_words(waiting: int) -> str:
    """Where they wait, and what takes them in."""
    words = ngettext(
        "%(count)s building of the map lies in no site and on no known street: it waits among the gaps. Give its site"
        " there, or import again with --site NAME.",
        "%(count)s buildings of the map lie in no site and on no known street: they wait among the gaps. Give their"
        " site there, or import again with --site NAME.",
        waiting,
    )
    return words % {"count": f"{waiting:,}"}


def progress(done: int, total: int) -> None:
    """How far the work is, on one line that is written over."""
    share = 100 * done // total if total else 0
    end = "\n" if done >= total else ""
    print(f"\r{share:>3} %", end=end, file=sys.stderr, flush=True)


def preview(agreed: bool, show: Callable[[object], None]) -> Callable[[dict[str, Any]], bool]:
    """What asks for the yes, once the counts are shown."""

    def accept(summary: dict[str, Any]) -> bool:
        for line in lines_of(summary):
            show(line)
        if agreed or not sys.stdin.isatty():
            return agreed
        return input(_("Let it in? [y/N] ")).strip().lower() in {"y", "yes", "是"}

    return accept


def lines_of(summary: dict[str, Any]) -> list[str]:
    """The preview: what each shape is and became, what was found, what to be warned of."""
    lines = [_("%(count)d shapes in all, each accounted for:") % {"count": summary["features"]}]
    for kind, counts in sorted(summary["kinds"].items()):
        parts = _(", ").join(f"{Verdict(code).label} {count:,}" for code, count in sorted(counts.items()))
        lines.append(f"  {ShapeKind(kind).label}: {parts}")
    found = summary["findings"] | summary["reasons"]
    lines += [f"  {count:>7,}  {finding_words(code)}" for code, count in sorted(found.items())]
    return lines + [note_words(note) for note in summary["notes"]]


def words_written(written: dict[str, int]) -> str:
    """What went in."""
    names = ("buildings_new", "buildings_changed", "sites_new", "sites_changed", "areas_changed")
    return _(
        "In the register: %(buildings_new)d buildings new, %(buildings_changed)d placed or changed; %(sites_new)d"
        " sites new, %(sites_changed)d changed; %(areas_changed)d areas redrawn."
    ) % {name: written.get(name, 0) for name in names}


def answer_of(brought: Brought) -> dict[str, Any]:
    """The whole account as JSON."""
    return {"import": str(brought.run.id), **brought.summary, "written": brought.written}
