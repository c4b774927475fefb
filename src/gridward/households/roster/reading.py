"""A roster read from end to end: sheets → lines → mentions → persons, with an account of every row."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..addresses import DoorAddress
from .contested import settle_contested
from .lines import AreaLine
from .matching import Matching, Record, match
from .mentions import Mention, judge_mention
from .persons import person_of, record_of
from .places import resolve
from .raw import Line, RawDoor, RawPerson
from .readings import (
    AreaReading,
    DoorReading,
    Finding,
    LookAlike,
    Merge,
    PersonReading,
    RosterReading,
    RowAccount,
    SheetReading,
)
from .walk import Walk
from .workbooks import Grid, Upload, grids

__all__ = ["Progress", "read_in_batches", "read_roster"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: which step, how many rows of how many; the last one carries the result."""

    step: str
    done: int
    total: int
    reading: RosterReading | None = None


@dataclass(slots=True)
class _Sheet:
    grid: Grid
    reading: SheetReading
    lines: list[Line] = field(default_factory=list)
    areas: list[tuple[AreaLine, int]] = field(default_factory=list)


def read_roster(
    path: str | Path | Upload,
    *,
    hidden_sheets: Collection[str] = frozenset(),
    community_names: Sequence[str] = (),
    known_units: Mapping[tuple[str, str], int] | None = None,
) -> RosterReading:
    """Read a workbook; hidden sheets only if named. Raises UnreadableRosterError if the file is none.

    `known_units` tells how many units a building has by (place, building), where the register knows.
    """
    reading: RosterReading | None = None
    for progress in read_in_batches(
        path, hidden_sheets=hidden_sheets, community_names=community_names, known_units=known_units
    ):
        reading = progress.reading
    if reading is None:
        raise AssertionError("a reading ends with its result")
    return reading


def read_in_batches(
    path: str | Path | Upload,
    *,
    hidden_sheets: Collection[str] = frozenset(),
    community_names: Sequence[str] = (),
    known_units: Mapping[tuple[str, str], int] | None = None,
    batch: int = 500,
) -> Iterator[Progress]:
    """Read a workbook as `read_roster` does, telling how far it is; stop asking to cancel."""
    opened = list(grids(path))
    total = sum(len(grid.rows) for grid in opened) or 1
    sheets: list[_Sheet] = []
    done = 0
    for grid in opened:
        sheet = _open(grid, hidden_sheets)
        sheets.append(sheet)
        if not sheet.reading.read:
            continue
        walk = Walk(grid)
        for line in walk.lines():
            sheet.lines.append(line)
            done += 1
            if done % batch == 0:
                yield Progress("rows", done, total)
        sheet.areas = walk.areas
        sheet.reading = _with_columns(sheet.reading, walk)
    yield Progress("matching", total, total)
    yield Progress("done", total, total, _conclude(sheets, tuple(community_names), known_units or {}))


def _open(grid: Grid, hidden_sheets: Collection[str]) -> _Sheet:
    is_read = not grid.hidden or grid.name in hidden_sheets
    return _Sheet(grid, SheetReading(grid.name, grid.hidden, is_read, len(grid.rows)))


def _with_columns(reading: SheetReading, walk: Walk) -> SheetReading:
    columns = walk.columns.values()
    return replace(
        reading,
        recognised={
            column.heading: column.field for column in columns if column.field not in ("", "refused")
        },
        unknown=tuple(column.heading for column in columns if not column.field),
        refused=tuple(column.heading for column in columns if column.field == "refused"),
    )


def _conclude(
    sheets: Sequence[_Sheet], communities: tuple[str, ...], known_units: Mapping[tuple[str, str], int]
) -> RosterReading:
    raws = [person for sheet in sheets for line in sheet.lines for person in line.people]
    doors = [line.door for sheet in sheets for line in sheet.lines if line.door]
    area_lines = [area for sheet in sheets for area, _ in sheet.areas]
    everything: list[RawPerson | RawDoor] = [*raws, *doors]
    addresses = resolve(everything, area_lines, communities, known_units)
    mentions = [
        judge_mention(raw, f"r{at + 1}", address)
        for at, (raw, address) in enumerate(zip(raws, addresses, strict=False))
    ]
    mentions, contested = settle_contested(mentions)
    matching = match([record_of(mention) for mention in mentions])
    matching.look_alikes += contested
    areas = _areas(sheets, raws)
    persons, person_of_ref = _persons(mentions, matching, areas)
    return RosterReading(
        sheets=[sheet.reading for sheet in sheets],
        accounts=list(_accounts(sheets, mentions, person_of_ref, matching)),
        persons=persons,
        doors=_doors(doors, addresses[len(raws) :]),
        areas=list(areas.values()),
        look_alikes=[
            LookAlike(person_of_ref[a], person_of_ref[b], why) for a, b, why in matching.look_alikes
        ],
        merges=list(_merges(mentions, person_of_ref, matching)),
    )


def _persons(
    mentions: Sequence[Mention], matching: Matching, areas: Mapping[str, AreaReading]
) -> tuple[list[PersonReading], dict[str, str]]:
    by_ref = {mention.ref: mention for mention in mentions}
    lines = {name: AreaLine(name, area.places, area.worker, area.phone) for name, area in areas.items()}
    persons, of = [], {}
    for cluster in matching.clusters:
        person = person_of([by_ref[ref] for ref in cluster], lines)
        persons.append(person)
        of.update(dict.fromkeys(cluster, person.ref))
    return persons, of


def _areas(sheets: Sequence[_Sheet], raws: Sequence[RawPerson]) -> dict[str, AreaReading]:
    found: dict[str, AreaReading] = {}
    for sheet in sheets:
        for line, row in sheet.areas:
            old = found.get(line.name, AreaReading(line.name))
            found[line.name] = AreaReading(
                line.name,
                old.worker or line.worker,
                old.phone or line.phone,
                tuple(dict.fromkeys((*old.places, *line.places))),
                (*old.mentions, *(((sheet.grid.name, row),) if row else ())),
            )
    for raw in raws:
        if raw.area and raw.area not in found:
            found[raw.area] = AreaReading(raw.area, mentions=((raw.sheet, raw.row),))
    return found


def _doors(doors: Sequence[RawDoor], addresses: Sequence[DoorAddress]) -> list[DoorReading]:
    found: dict[str, DoorReading] = {}
    for door, address in zip(doors, addresses, strict=True):
        old = found.get(address.key)
        mentions = (*(old.mentions if old else ()), (door.sheet, door.row))
        found[address.key] = DoorReading(
            address, old.state if old and old.state else door.state, door.area, mentions
        )
    return list(found.values())


def _merges(mentions: Sequence[Mention], of: Mapping[str, str], matching: Matching) -> Iterator[Merge]:
    for mention in mentions:
        if of[mention.ref] != mention.ref:
            why = matching.proofs.get(mention.ref) or "same.id"
            yield Merge(mention.raw.sheet, mention.raw.row, of[mention.ref], why)


_NO_PERSON = {"unread": "refused", "nameless": "waits", "door": "door"}


def _accounts(
    sheets: Sequence[_Sheet], mentions: Sequence[Mention], of: Mapping[str, str], matching: Matching
) -> Iterator[RowAccount]:
    by_row: dict[tuple[str, int], list[Mention]] = {}
    for mention in mentions:
        by_row.setdefault((mention.raw.sheet, mention.raw.row), []).append(mention)
    for sheet in sheets:
        for line in sheet.lines:
            here = by_row.get((sheet.grid.name, line.row), [])
            yield _account(sheet.grid.name, line, here, of, matching)


def _account(
    sheet: str, line: Line, mentions: Sequence[Mention], of: Mapping[str, str], matching: Matching
) -> RowAccount:
    if not mentions:
        verdict = _NO_PERSON.get(line.kind, "not_a_person")
        reason = line.reason or ("row.unreadable" if verdict == "refused" else "")
        return RowAccount(sheet, line.row, verdict, line.kind, reason, findings=tuple(line.findings))  # type: ignore[arg-type]
    refs = [of[mention.ref] for mention in mentions]
    findings: list[Finding] = [
        *line.findings,
        *(finding for mention in mentions for finding in mention.findings),
    ]
    is_first = refs[0] == mentions[0].ref
    reason = "" if is_first else matching.proofs.get(mentions[0].ref, "same.id")
    return RowAccount(
        sheet,
        line.row,
        "taken" if is_first else "merged",
        line.kind,
        reason,
        refs[0],
        tuple(dict.fromkeys(ref for ref in refs[1:] if ref != refs[0])),
        tuple(findings),
    )


def records_of(persons: Sequence[PersonReading]) -> list[Record]:
    """Give the persons of a reading to `match`, against those already in the register."""
    return [
        Record(
            person.ref,
            person.name,
            person.sex,
            person.birth_date,
            person.id_kind,
            person.id_number,
            "",
            tuple(phone.number for phone in person.phones),
            person.address.key if person.address and person.address.is_certain else "",
            f"{person.address.place}|{person.address.building}"
            if person.address and person.address.building
            else "",
            person.household_ref,
        )
        for person in persons
    ]
