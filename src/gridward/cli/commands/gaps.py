"""`gridward gaps`: is any corner dead; every fault by name, and under whom it stands. Exit 1 when there is one."""

import argparse
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import system_actor
from gridward.cli.standing import community_meant
from gridward.cli.words import say, say_json, tell
from gridward.coverage.gaps.report import KindOfGap, Report, report_of
from gridward.shared.gaps import NOWHERE, Asked, Gap
from gridward.shared.problems import Problem, problem_code

UNKNOWN_AREA = problem_code("cli.unknown_area", 404, "There is no open area with the number {number} here.")


def run(args: argparse.Namespace) -> int:
    """Look for every kind of fault, or one. Raises coverage.unknown_gap, cli.unknown_area."""
    community = community_meant(args)
    report = report_of(system_actor(community.id), args.kind or "")
    asked = Asked(area_id=area_meant(report, args.area))
    total = report.total(asked)
    if args.json:
        kinds = [kind_as_json(kind, report, asked) for kind in report.kinds]
        say_json({"community": community.code, "closed": not total, "gaps": total, "kinds": kinds})
    else:
        for line in lines_of(report, asked):
            say(line)
        tell_sum(report, total)
    return 1 if total else 0


def area_meant(report: Report, number: int | None) -> UUID | None:
    """The area of --area; 0 is what lies in none."""
    if number is None or number == 0:
        return NOWHERE if number == 0 else None
    found = [area.id for area in report.who.areas.values() if area.number == number]
    if not found:
        raise Problem(UNKNOWN_AREA, {"number": number})
    return found[0]


def kind_as_json(kind: KindOfGap, report: Report, asked: Asked) -> dict[str, Any]:
    """One kind with everything found of it."""
    return {
        "kind": kind.code,
        "words": kind.words,
        "is_remark": kind.is_remark,
        "count": kind.count(asked),
        "gaps": [gap_as_json(gap, report) for gap in kind.every(asked)],
    }


def gap_as_json(gap: Gap, report: Report) -> dict[str, Any]:
    """One fault; the form of this is kept from release to release."""
    area = report.who.areas.get(gap.area_id) if gap.area_id else None
    return {
        "id": gap.id,
        "thing": gap.thing,
        "note": gap.note,
        "area": area.number if area else None,
        "under": gap.under,
        "days": gap.days,
        "url": gap.url,
    }


def lines_of(report: Report, asked: Asked) -> Iterator[str]:
    """The count of every kind, and below it every one by name."""
    for kind in report.kinds:
        mark = "–" if kind.is_remark else "▲"
        count = kind.count(asked)
        yield f"{mark if count else '✓'} {count:>6} {kind.words} [{kind.code}]"
        for gap in kind.every(asked):
            yield f"      {gap_line(gap)}"


def gap_line(gap: Gap) -> str:
    """One fault in a line: what, what is wrong, where, under whom."""
    days = ngettext("%(count)d day", "%(count)d days", gap.days or 0) % {"count": gap.days or 0}
    said = [gap.note, days if gap.days is not None else "", gap.area or _("in no area")]
    said.append(_("under %(name)s") % {"name": gap.under} if gap.under else _("under nobody"))
    return gap.thing + _(": ") + _("; ").join(part for part in said if part)


def tell_sum(report: Report, total: int) -> None:
    """The sum of it."""
    if not total:
        say(_("No dead corner: all %(kinds)d kinds of gap are closed.") % {"kinds": len(report.faults)})
        return
    words = ngettext(
        "%(count)d gap; %(kinds)d kinds looked for.", "%(count)d gaps; %(kinds)d kinds looked for.", total
    )
    tell(words % {"count": total, "kinds": len(report.faults)})
