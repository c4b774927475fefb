"""Gaps as points and painted areas of the map."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from gridward.accounts.actors import Actor
from gridward.areas.access import areas_for
from gridward.areas.maps.payload import Feature, collection, feature, legend_of, point
from gridward.areas.screen.colours import STEPS
from gridward.areas.screen.reading import area_features
from gridward.coverage.gaps.page import GapsPage
from gridward.coverage.gaps.report import KindOfGap, report_of
from gridward.shared.registries import MapColour, Paint

# So many of one kind are drawn; the list beside the map has them all.
MOST_OF_A_KIND = 500
LATE = "late"


def map_of_gaps(page: GapsPage) -> dict[str, Any]:
    """The areas within sight, those with a fault of their own painted, and a point for each gap that has a place."""
    chosen = page.form.kind_asked()
    kinds = [kind for kind in page.report.kinds if kind.code == chosen or (not chosen and not kind.is_remark)]
    paints: dict[UUID, Paint] = {}
    points: list[Feature] = []
    for kind in kinds:
        if kind.count(page.asked):
            points += points_of(kind, page, paints)
    areas = area_features(page.actor, paints)
    shown = [Paint(_("Gap"), state=LATE)] if points or paints else []
    return collection([*areas, *points], legend=legend_of(shown))


def area_paints(actor: Actor) -> dict[UUID, Paint]:
    """Areas by how many gaps lie in them: closed, or one of five steps up to the most."""
    counts = report_of(actor).by_area()
    most = max((count for id, count in counts.items() if id), default=0)
    areas = areas_for(actor).filter(is_closed=False).values_list("id", flat=True)
    width = max(1, -(-most // STEPS))
    return {id: _paint(counts.get(id, 0), width) for id in areas}


def _paint(count: int, width: int) -> Paint:
    if not count:
        return Paint(pgettext("area", "No gap"), level=0)
    step = -(-count // width)
    words = ngettext("up to %(number)s gap", "up to %(number)s gaps", step * width)
    return Paint(words % {"number": step * width}, level=step)


COLOUR = MapColour("gaps", gettext_noop("Gaps"), "area", area_paints)


def points_of(kind: KindOfGap, page: GapsPage, paints: dict[UUID, Paint]) -> list[Feature]:
    """Points of one kind; faults of areas go into `paints`."""
    shown = "door" if kind.kind.subject == "door" else "building"
    paint = Paint(_("Gap"), state=LATE)
    found: list[Feature] = []
    for gap in kind.found.named(slice(0, MOST_OF_A_KIND), page.asked):
        if kind.kind.subject == "area" and gap.area_id:
            paints[gap.area_id] = paint
        elif gap.point:
            label = f"{gap.thing} · {kind.words}"
            found.append(
                feature(f"{kind.code}.{gap.id}", shown, label, point(*gap.point), url=gap.url, paint=paint)
            )
    return found
