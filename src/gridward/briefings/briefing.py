"""The figures of a day put into sentences, each number a link to the list it counts (mission item 35, first form)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gridward.briefings.figures import Counted
from gridward.shared.registries import Figure
from gridward.shared.templatetags.states import share_words
from gridward.shared.templatetags.words import count

Opens = Callable[[Figure], bool]


@dataclass(frozen=True)
class Section:
    """A heading with its sentences."""

    title: str
    sentences: list[SafeString]


class Numbers:
    """The counted figures by code, each written as a link to its list."""

    def __init__(
        self, counted: Iterable[Counted], day: date, category_names: dict[str, str], opens: Opens
    ) -> None:
        self.all = {c.code: c for c in counted}
        self._opens = opens
        self.category_names = category_names
        self._day = day

    def __getitem__(self, code: str) -> SafeString:
        return self.link(self.all[code])

    def link(self, counted: Counted) -> SafeString:
        """The number, a link where the reader may open its list."""
        if not self._opens(counted.figure):
            return SafeString(count(counted.value))  # type: ignore[arg-type]
        address = f"{reverse('figure', args=[counted.code])}?as_of={self._day.isoformat()}"
        return format_html('<a href="{}">{}</a>', address, count(counted.value))  # type: ignore[arg-type]

    def under(self, prefix: str) -> list[Counted]:
        """The figures whose code begins so, that count anything."""
        return [c for code, c in self.all.items() if code.startswith(prefix) and c.value]

    def listed(self, counted: Iterable[Counted]) -> SafeString:
        """Name and number of each, as one enumeration."""
        parts = ((c.figure.label, self.link(c)) for c in counted)
        return format_html_join(_(", "), "{} {}", parts)


def sections_of(
    counted: Iterable[Counted], day: date, category_names: dict[str, str], opens: Opens
) -> list[Section]:
    """The whole briefing in the language in use; `opens` says which lists the reader may see."""
    numbers = Numbers(counted, day, category_names, opens)
    sections = [
        Section(_("Grid"), list(of_grid(numbers))),
        Section(_("Who really lives here"), list(of_people(numbers))),
        Section(_("Doors"), list(of_doors(numbers))),
        Section(_("Verifications"), list(of_verifications(numbers))),
        Section(_("What is still missing"), list(of_gaps(numbers))),
        Section(_("People at work"), list(of_workers(numbers))),
    ]
    return [section for section in sections if section.sentences]


def of_grid(numbers: Numbers) -> Iterator[SafeString]:
    """Areas, difficulty, sites."""
    yield format_html(
        _("The community is divided into {areas} areas; {hardest} of them are marked as the hardest."),
        areas=numbers["areas"],
        hardest=numbers["areas.difficulty.3"],
    )
    yield format_html(
        _(
            "It has {sites} sites, {building_sites} of them building sites; {unclear} have no clear managing body."
        ),
        sites=numbers["sites"],
        building_sites=numbers["sites.building_sites"],
        unclear=numbers["sites.unclear"],
    )


def of_people(numbers: Numbers) -> Iterator[SafeString]:
    """People, households, tenants, categories."""
    yield format_html(
        _(
            "{people} people really live here, in {households} households; {tenants} of them rent. {away} are away."
        ),
        people=numbers["people.living_here"],
        households=numbers["households"],
        tenants=numbers["people.tenants"],
        away=numbers["people.away"],
    )
    for code, name in numbers.category_names.items():
        yield format_html(
            _("{name}: {households} households with {persons} people."),
            name=name,
            households=numbers[f"category.{code}.households"],
            persons=numbers[f"category.{code}.persons"],
        )


def of_doors(numbers: Numbers) -> Iterator[SafeString]:
    """All doors, by state."""
    yield format_html(
        _("The register holds {doors} doors: {states}."),
        doors=numbers["doors"],
        states=numbers.listed(numbers.under("doors.")),
    )


def of_verifications(numbers: Numbers) -> Iterator[SafeString]:
    """Every verification with its coverage, what is missing and what changed."""
    number = 1
    while (done := numbers.all.get(f"verification.{number}.done")) is not None:
        yield format_html(
            _("{label} {done} of {due} ({share}); still open {missing}."),
            label=done.figure.label,
            done=numbers.link(done),
            due=count(done.of),
            share=share_words(int(done.value), done.of or 0),
            missing=numbers[f"verification.{number}.missing"],
        )
        if f"verification.{number}.changed" in numbers.all:
            yield format_html(
                _("At {changed} doors something had changed since the verification before."),
                changed=numbers[f"verification.{number}.changed"],
            )
        number += 1


def of_gaps(numbers: Numbers) -> Iterator[SafeString]:
    """What every household must have and some lack."""
    yield format_html(
        _(
            "{plate} households have no plate, {worker} no responsible worker, {verification} were never verified; "
            "{area} doors lie in no area with a leader."
        ),
        plate=numbers["gaps.plate"],
        worker=numbers["gaps.worker"],
        verification=numbers["gaps.verification"],
        area=numbers["gaps.area"],
    )


def of_workers(numbers: Numbers) -> Iterator[SafeString]:
    """Who works, from where, in which team, and for how many households each answers."""
    yield format_html(
        _("{workers} people are at work: {units}."),
        workers=numbers["workers"],
        units=numbers.listed(sorted(numbers.under("workers.unit."), key=lambda c: -c.value)),
    )
    if teams := numbers.under("workers.team."):
        yield format_html(_("Teams: {teams}."), teams=numbers.listed(teams))
    load = numbers.all["load.average"]
    if load.of:
        yield format_html(
            _("{workers} sent-down workers answer for {load} households each on average."),
            workers=count(load.of),
            load=numbers.link(load),
        )
