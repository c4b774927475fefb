"""What a street or county reads of a day of testing: sums of tallies, worst first. No door, no person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, Sum, UUIDField, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Unit, UnitKind
from gridward.accounts.queries.above import Below
from gridward.areas.models import Area
from gridward.coverage.models import OF_THE_WHOLE, TESTED, Tally
from gridward.coverage.tallies.queries import in_sight, under_each, unit_and_trail
from gridward.shared.registries import Paint
from gridward.testing.board.colours import paint_of
from gridward.testing.board.counting import Tested


@dataclass(frozen=True)
class Row:
    """A day of testing under one name. `tests`: the communities under it that test that day, of `communities`."""

    id: UUID
    name: str
    tested: Tested
    tubes: int = 0
    waits: int = 0
    tests: int = 0
    communities: int = 0
    last_on: date | None = None
    number: int = 0
    is_rest: bool = False

    @property
    def url(self) -> str:
        """What stands below it."""
        return reverse("above_testing_of", args=[self.id])


@dataclass(frozen=True)
class Level:
    """The latest day of testing below a unit: a row for each thing directly below, and their sum."""

    unit: Unit
    on: date | None
    rows: Sequence[Row]
    total: Row
    trail: Sequence[Unit]
    counted_at: datetime | None
    mark: str

    @property
    def is_community(self) -> bool:
        """Whether the rows are areas."""
        return self.unit.kind == UnitKind.COMMUNITY

    @property
    def worst(self) -> Row | None:
        """Where the most people are missing."""
        found = [row for row in self.rows if row.tested.missing and not row.is_rest]
        return found[0] if found else None

    @property
    def poll_url(self) -> str:
        """Where the live part asks again; the mark says what it has."""
        return f"{reverse('above_testing_of', args=[self.unit.id])}?mark={self.mark}"


def testing_level(actor: Actor, unit_id: UUID | None = None) -> Level:
    """The latest day below a unit in the actor's sight; a constant number of statements for a depth.

    Raises shared.not_found, shared.not_yours.
    """
    tree = in_sight(actor)
    unit, trail = unit_and_trail(tree, unit_id)
    is_one = unit.kind == UnitKind.COMMUNITY
    under = {unit.id: [unit.id]} if is_one else under_each(tree, unit)
    ids = [id for each in under.values() for id in each]
    said = _wholes(ids).aggregate(on=Max("tested_on"), first=Min("counted_at"), last=Max("counted_at"))
    on: date | None = said["on"]
    rows = _unit_rows(tree, unit, under, on)
    total = rows[0] if is_one else _of_rows(unit, rows)
    if is_one:
        rows = _area_rows(total)
    rows.sort(key=lambda row: (-row.tested.missing, -row.tested.late, row.number, row.name))
    mark = f"{said['last'].timestamp():.6f}" if said["last"] else ""
    return Level(unit, on, rows, total, trail, said["first"], mark)


def _wholes(community_ids: Sequence[UUID]) -> "QuerySet[Any]":
    rows: QuerySet[Any] = Tally.objects.filter(community_id__in=community_ids, id=F("community_id"))
    return rows


def _unit_rows(tree: Below, unit: Unit, under: Mapping[UUID, list[UUID]], on: date | None) -> list[Row]:
    """A row for each unit, summed in the database of what is below it; one statement."""
    ids = [id for each in under.values() for id in each]
    child = Case(
        *(When(community_id__in=each, then=Value(id)) for id, each in under.items() if each),
        output_field=UUIDField(),
    )
    is_of_day = Q(tested_on=on)
    sums: dict[str, Any] = {
        f"sum_{name}": Coalesce(Sum(name, filter=is_of_day), 0) for name in (*TESTED, "test_tubes")
    }
    sums |= {"sum_test_waits": Sum("test_waits"), "tests": Count("id", filter=is_of_day)}
    wholes = _wholes(ids).order_by().annotate(child=child).values("child")
    rows: Iterable[Any] = wholes.annotate(**sums, last_on=Max("tested_on")) if ids else ()
    found = {row["child"]: row for row in rows}
    listed = [unit] if unit.kind == UnitKind.COMMUNITY else tree.children(unit.id)
    return [_row_of(each, found.get(each.id), len(under.get(each.id, ()))) for each in listed]


def _row_of(unit: Unit, said: Mapping[str, Any] | None, communities: int) -> Row:
    if said is None:
        return Row(unit.id, unit.name, Tested(), communities=communities)
    counts = {name: said[f"sum_{name}"] for name in (*TESTED, *OF_THE_WHOLE)}
    return Row(
        unit.id,
        unit.name,
        tested_of(counts),
        counts["test_tubes"],
        counts["test_waits"],
        said["tests"],
        communities,
        said["last_on"],
    )


def _of_rows(unit: Unit, rows: Sequence[Row]) -> Row:
    whole = Tested()
    for row in rows:
        whole.add(row.tested)
    sums = [sum(getattr(row, name) for row in rows) for name in ("tubes", "waits", "tests", "communities")]
    return Row(unit.id, unit.name, whole, *sums)


def _area_rows(whole: Row) -> list[Row]:
    """People by area of one community; what the whole has besides them stands last. Two statements."""
    counted = {tally.id: tally for tally in Tally.objects.of(whole.id).exclude(id=whole.id)}
    areas = Area.objects.of(whole.id).filter(is_closed=False).order_by("number")
    rest, rows = Tested(), []
    rest.add(whole.tested)
    for id, name, number in areas.values_list("id", "name", "number"):
        tested = tested_of_tally(counted.get(id))
        rows.append(Row(id, name, tested, number=number))
        rest.add(tested.negated())
    if rest.due:
        rows.append(Row(whole.id, _("Workers, and in no area"), rest, number=10**6, is_rest=True))
    return rows


def tested_of_tally(tally: Tally | None) -> Tested:
    """The people of a tally by how far they are."""
    return tested_of({name: getattr(tally, name) for name in TESTED}) if tally else Tested()


def paint_of_tally(tally: Tally | None, *, on: date | None) -> Paint:
    """An area by the share sampled on a day; none where nobody was due that day."""
    tested = tested_of_tally(tally)
    if tally is None or tally.tested_on != on or not tested.due:
        return Paint(_("Nobody due that day"), state="none")
    return paint_of(tested)


def tested_of(counts: Mapping[str, int]) -> Tested:
    """Counts under the names of their columns."""
    return Tested(
        done=counts["test_done"],
        open=counts["test_open"],
        late=counts["test_late"],
        signed_off=counts["test_signed_off"],
        resulted=counts["test_resulted"],
    )
