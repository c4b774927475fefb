"""The page of gaps as it is shown: counts, the list of one kind with what mends each, and what may be carried away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.coverage.gaps.forms import GapsForm, area_options, people_options
from gridward.coverage.gaps.mending import Way, ways_for
from gridward.coverage.gaps.report import KindOfGap, Report, report_of
from gridward.shared.gaps import NOWHERE, Asked, Gap
from gridward.shared.templatetags.dates import zhdate

PAGE = 50
NARROWING = ("area", "under")
FILTERS = ("kind", *NARROWING, "page")
# So many of one kind are named in a text for a chat, and so many of one area.
MOST_NAMED, MOST_OF_AN_AREA = 400, 40


class Slices:
    """The gaps of one kind as a paginator asks for them."""

    def __init__(self, kind: KindOfGap, asked: Asked) -> None:
        self.kind, self.asked = kind, asked

    def __len__(self) -> int:
        return self.kind.count(self.asked)

    def __getitem__(self, part: slice) -> list[Gap]:
        return self.kind.found.named(part, self.asked)


@dataclass(frozen=True)
class KindLine:
    """One kind among all: how many, and where its list is."""

    kind: KindOfGap
    count: int
    url: str
    is_current: bool

    @property
    def state(self) -> str:
        """Closed with a tick, else open; a remark is neither."""
        return "done" if not self.count else "exempt" if self.kind.is_remark else "late"


class GapsPage:
    """Everything the page of gaps says to one actor."""

    def __init__(self, actor: Actor, said: QueryDict) -> None:
        self.actor, self.said = actor, said
        self.report: Report = report_of(actor)
        who = self.report.who
        self.areas = [(id, who.area_name(id), n) for id, n in self.report.by_area().items()]
        self.people = [(id, who.name(id), n) for id, n in self.report.by_person().items()]
        self.form = GapsForm(
            said,
            kinds=[(kind.code, kind.words) for kind in self.report.kinds],
            areas=area_options((id, name) for id, name, _n in self.areas),
            people=people_options((id, name) for id, name, _n in self.people),
        )
        self.asked = self.form.asked()
        self.kind = self._kind(self.form.kind_asked())

    def _kind(self, code: str) -> KindOfGap | None:
        """The kind asked for, else the first that has something to mend."""
        asked_for = next((kind for kind in self.report.kinds if kind.code == code), None)
        return asked_for or next((kind for kind in self.report.faults if kind.count(self.asked)), None)

    @property
    def here(self) -> str:
        """The filters as they stand in the address."""
        return urlencode({name: self.said[name] for name in FILTERS if self.said.get(name)})

    @property
    def is_narrowed(self) -> bool:
        """Whether an area or a person is chosen."""
        return self.asked.area_id is not None or self.asked.under_id is not None

    @property
    def total(self) -> int:
        """All faults of what is asked for."""
        return self.report.total(self.asked)

    def lines(self, kinds: Sequence[KindOfGap]) -> list[KindLine]:
        """Kinds with their counts."""
        return [
            KindLine(kind, kind.count(self.asked), self.url(kind=kind.code), kind is self.kind)
            for kind in kinds
        ]

    def url(self, **more: object) -> str:
        """The same page, narrowed further."""
        kept: dict[str, object] = {name: self.said[name] for name in NARROWING if self.said.get(name)}
        return f"{reverse('gaps')}?{urlencode(kept | more)}"

    def listed(self) -> "Page[Any] | None":
        """One page of the list."""
        if self.kind is None:
            return None
        return Paginator(Slices(self.kind, self.asked), PAGE).get_page(self.said.get("page"))  # type: ignore[arg-type]

    def ways(self) -> list[Way]:
        """How the kind that is shown may be mended by who looks."""
        return ways_for(self.actor, self.kind.code) if self.kind else []

    def context(self) -> dict[str, Any]:
        """What the template asks for."""
        listed = self.listed()
        ways = self.ways()
        many = [way for way in ways if way.is_many] if listed and len(listed) > 1 else []
        scope = f"?area={self.said['area']}" if self.asked.area_id not in (None, NOWHERE) else ""
        return {
            "gaps": self,
            "faults": self.lines(self.report.faults),
            "remarks": self.lines(self.report.remarks),
            "areas": [(name, n, self.url(area=id or NOWHERE)) for id, name, n in self.areas],
            "people": [(name, n, self.url(under=id or NOWHERE)) for id, name, n in self.people],
            "page": listed,
            "rows": [(gap, [w for w in ways if w.asks or gap.proposed]) for gap in listed or ()],
            "ways": ways,
            "many": [(way, way.form(actor=self.actor, gaps=[], prefix="many")) for way in many],
            "plates_url": reverse("plates_give") + scope if self._numbers(ways) else "",
            "map_source": f"{reverse('gaps_map')}?{self.here}" if self.said.get("map") else "",
            "map_url": f"{reverse('gaps')}?{self.here}&map=yes",
            "carry_text": carry_text(self) if self.total else "",
        }

    def _numbers(self, ways: Sequence[Way]) -> bool:
        return bool(ways and self.kind and self.kind.code == "door.plate")


def carry_text(page: GapsPage) -> str:
    """The gaps for a group chat: areas, plates and counts, and not one name; where a kind is chosen, only that."""
    report, asked = page.report, page.asked
    is_one = bool(page.form.kind_asked()) and page.kind is not None
    kinds = [page.kind] if is_one and page.kind else [k for k in report.faults if k.count(asked)]
    total = sum(kind.count(asked) for kind in kinds)
    words = ngettext("%(count)s gap in all", "%(count)s gaps in all", total) % {"count": total}
    head = _("Gaps as of %(when)s: %(words)s") % {"when": zhdate(timezone.now(), "short"), "words": words}
    lines = [head]
    for kind in kinds:
        lines.append(_("%(kind)s (%(count)s)") % {"kind": kind.words, "count": kind.count(asked)})
        lines += _places(page, kind) if is_one else _counts(page, kind)
    return "\n".join(lines)


def _counts(page: GapsPage, kind: KindOfGap) -> list[str]:
    by_area: dict[UUID | None, int] = {}
    for (area_id, under_id), count in kind.counts.items():
        if kind.fits((area_id, under_id), page.asked):
            by_area[area_id] = by_area.get(area_id, 0) + count
    who = page.report.who
    order = {id: place for place, id in enumerate(who.areas)}
    said = [
        _("%(area)s %(count)s") % {"area": who.area_name(id) or _("In no area"), "count": by_area[id]}
        for id in sorted(by_area, key=lambda id: order.get(id, -1) if id else -1)
    ]
    return [_(", ").join(said)]


def _places(page: GapsPage, kind: KindOfGap) -> list[str]:
    by_area: dict[str, list[str]] = {}
    for gap in kind.found.named(slice(0, MOST_NAMED), page.asked):
        by_area.setdefault(gap.area or _("In no area"), []).append(gap.short or gap.thing)
    lines = [
        _("%(area)s: %(places)s")
        % {
            "area": area,
            "places": _(", ").join(places[:MOST_OF_AN_AREA]) + ("…" if len(places) > MOST_OF_AN_AREA else ""),
        }
        for area, places in by_area.items()
    ]
    return [*lines, "…"] if kind.count(page.asked) > MOST_NAMED else lines
