"""The workbook a street office sends, against its truth: every person, every row, nothing invented."""

import csv
import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from gridward.households.roster import RosterReading, read_roster

SHARED = Path(__file__).parents[3] / "shared"
SET = SHARED / "data" / "roster"
BOOK = SET / "清溪社区人口登记表.xlsx"
pytestmark = pytest.mark.skipif(not BOOK.exists(), reason="the shared roster is not here")


@lru_cache
def reading() -> RosterReading:
    return read_roster(BOOK)


def truth(name: str) -> list[dict[str, str]]:
    with (SET / "truth" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def scored(folder: Path) -> dict[str, object]:
    """Write what was read as the scorer wants it, and let it score."""
    export = folder / "people.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", "sex", "birth_date", "id_number", "phone", "dwelling", "area"])
        for person in reading().persons:
            door = person.address.key if person.address and person.address.is_certain else ""
            phone = person.phones[0].number if person.phones else ""
            out.writerow(
                [
                    person.name,
                    person.sex,
                    person.birth_date or "",
                    person.id_number,
                    phone,
                    door,
                    person.area_name,
                ]
            )
    told = subprocess.run(
        [sys.executable, SHARED / "tools" / "score_roster.py", SET / "truth", export],
        capture_output=True,
        check=True,
        text=True,
    )
    return dict(json.loads(told.stdout))


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return scored(tmp_path_factory.mktemp("score"))


def test_everybody_is_found_once_and_nobody_is_invented(score: dict[str, object]) -> None:
    assert (score["precision"], score["recall"], score["not matched"]) == (1.0, 1.0, {})


def test_no_look_alike_is_lost(score: dict[str, object]) -> None:
    assert score["look-alike pairs of which one was lost"] == 0


@pytest.mark.parametrize("field", ["name", "sex", "birth_date", "id_number", "phone", "dwelling"])
def test_all_that_can_be_had_of_a_field_is_right(
    score: dict[str, dict[str, dict[str, float]]], field: str
) -> None:
    assert score["fields"][field]["share"] == 1.0


@pytest.mark.parametrize("field", ["name", "sex", "id_number", "dwelling"])
def test_no_wrong_value_is_accepted(score: dict[str, dict[str, dict[str, int]]], field: str) -> None:
    assert score["fields"][field]["wrong values accepted"] == 0


def test_every_row_of_a_person_is_taken_or_merged() -> None:
    verdicts = {(account.sheet, account.row): account.verdict for account in reading().accounts}
    rows = {(line["sheet"], int(line["row"])) for line in truth("rows") if line["hidden"] == "0"}
    assert {row: verdicts[row] for row in rows if verdicts[row] not in ("taken", "merged")} == {}


def test_every_other_row_is_no_person() -> None:
    verdicts = {(account.sheet, account.row): account.verdict for account in reading().accounts}
    for line in truth("nonperson_rows"):
        if line["hidden"] == "0":
            expected = "door" if line["kind"] == "vacant_dwelling" else "not_a_person"
            assert verdicts[line["sheet"], int(line["row"])] == expected, line


def test_each_row_of_the_visible_sheets_has_exactly_one_account() -> None:
    told = [(account.sheet, account.row) for account in reading().accounts]
    rows = [(sheet.name, row + 1) for sheet in reading().sheets if sheet.read for row in range(sheet.rows)]
    assert told == rows


def test_further_mentions_are_merged_into_the_right_person() -> None:
    of = {
        (account.sheet, account.row): account.person_ref
        for account in reading().accounts
        if account.person_ref
    }
    by_person: dict[str, set[str]] = {}
    for line in truth("rows"):
        if line["hidden"] == "0" and line["kind"] == "row":
            by_person.setdefault(line["person_id"], set()).add(of[line["sheet"], int(line["row"])])
    assert {person: refs for person, refs in by_person.items() if len(refs) > 1} == {}


def test_vacant_dwellings_are_doors_without_people() -> None:
    listed = {line["dwelling_id"]: line for line in truth("dwellings") if line["listed"] == "vacant"}
    keys = {
        "|".join((line["place"], line["building"], line["sub"] or line["unit"], line["room"]))
        for line in listed.values()
    }
    assert {door.address.key for door in reading().doors} == keys
    assert {door.state for door in reading().doors} == {"vacant"}


def test_every_area_has_its_worker_and_telephone() -> None:
    told = {(area.name, area.worker, area.phone) for area in reading().areas}
    assert told == {(line["name"], line["worker"], line["worker_phone"]) for line in truth("areas")}


def test_the_dead_and_the_moved_are_kept_with_their_status() -> None:
    said = {"去世": "deceased", "迁出": "moved", "外出": "away"}
    told = {person.id_number or person.name: person.status for person in reading().persons}
    for line in truth("persons"):
        if line["status"] in ("去世", "迁出"):
            assert told.get(line["id_number"], told.get(line["name"])) == said[line["status"]]


def test_the_hidden_sheet_is_not_read_unless_named() -> None:
    assert {sheet.name for sheet in reading().sheets if not sheet.read} == {"Sheet3"}
    assert len(read_roster(BOOK, hidden_sheets={"Sheet3"}).persons) > len(reading().persons)


def test_reading_twice_gives_the_same() -> None:
    assert read_roster(BOOK) == reading()
