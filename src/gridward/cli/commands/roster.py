"""`gridward import roster`: the preview a page would show, a yes, and the account of every row."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.cli.standing import actor_meant, community_meant
from gridward.cli.words import say, say_json, tell
from gridward.households.importing.command import Imported, import_file
from gridward.shared.problems import Problem, problem_code

NOT_ACCEPTED = problem_code(
    "cli.not_accepted",
    409,
    "Nothing of the file went in: nobody said yes. Add --yes to let in what the preview shows.",
)


def run(args: argparse.Namespace) -> int:
    """Read, show, ask, let in. Returns 0 when every row is accounted for; raises cli.not_accepted without a yes."""
    imported = import_file(
        by=actor_meant(args, community_meant(args, to="write")),
        path=args.file,
        accept=preview(args.yes, tell if args.json else say),
        hidden_sheets=args.hidden_sheet,
        at=morning_of(args.as_of),
    )
    if imported.written is None:
        raise Problem(NOT_ACCEPTED)
    if args.json:
        say_json(answer_of(imported))
    else:
        for line in lines_written(imported.written):
            say(line)
    return 0


def morning_of(day: date | None) -> datetime | None:
    """The first moment of a day on the community's clock."""
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def preview(agreed: bool, show: Callable[[object], None]) -> Callable[[dict[str, Any]], bool]:
    """What asks for the yes, once the counts are shown."""

    def accept(summary: dict[str, Any]) -> bool:
        for line in lines_of(summary):
            show(line)
        if agreed or not sys.stdin.isatty():
            return agreed
        return input(_("Let it in? [y/N] ")).strip().lower() in {"y", "yes", "是"}

    return accept


def verdict_words() -> dict[str, str]:
    """What became of a row, in words."""
    return {
        "taken": _("rows taken"),
        "merged": _("rows merged into somebody, on proof"),
        "door": _("rows of doors where nobody lives"),
        "waits": _("rows that wait for a person"),
        "refused": _("rows refused, each with its reason"),
        "not_a_person": _("rows that are no person: titles, headings, notes"),
    }


def lines_of(summary: dict[str, Any]) -> list[str]:
    """The preview: sheets, verdicts, people, doors, what is to be looked at."""
    words, verdicts = verdict_words(), summary["verdicts"]
    lines = [_("%(count)d rows in all, each accounted for:") % {"count": summary["rows"]}]
    lines += [f"  {verdicts[code]:>7,}  {words.get(code, code)}" for code in words if verdicts.get(code)]
    people, doors = summary["persons"], summary["doors"]
    lines.append(_("%(all)d people: %(new)d new, %(known)d on the register already") % people)
    lines.append(_("%(all)d doors, %(vacant)d of them vacant; %(households)d households") % (
        doors | {"households": summary["households"]}
    ))  # fmt: skip
    if summary["look_alikes"]:
        lines.append(
            _("%(count)d pairs look alike and wait for a person") % {"count": summary["look_alikes"]}
        )
    skipped = [sheet["name"] for sheet in summary["sheets"] if sheet["hidden"] and not sheet["read"]]
    if skipped:
        names = _(", ").join(skipped)
        lines.append(
            _("Hidden sheets, not read (--hidden-sheet NAME reads one): %(names)s") % {"names": names}
        )
    if refused := sorted({column for sheet in summary["sheets"] for column in sheet["refused"]}):
        lines.append(_("Columns never read: %(names)s") % {"names": _(", ").join(refused)})
    return lines


def lines_written(written: dict[str, Any]) -> list[str]:
    """What went in."""
    words = _(
        "In the register: %(new_persons)d people new, %(changed_persons)d changed, %(unchanged_persons)d as before."
    )
    return [words % written, _("Every row with its reason stands under Rosters on the pages.")]


def answer_of(imported: Imported) -> dict[str, Any]:
    """The whole account as JSON, without a word about anybody."""
    return {"import": str(imported.run.id), **imported.summary, "written": imported.written}
