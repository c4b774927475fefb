"""One person once: joined only on proof, look-alikes kept apart and named."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gridward.households.roster import Record, RosterReading, match, outcomes, read_roster, records_of

A, B = "611097197207056809", "61109819860520891X"
LI = Record(
    "a",
    "李建国",
    "男",
    date(1986, 5, 20),
    "resident",
    B,
    "",
    ("15400000001",),
    "东关小区|3|2|501",
    "东关小区|3",
    "s!1",
)


def clusters(*records: Record) -> list[list[str]]:
    return match(records).clusters


def other(**changes: object) -> Record:
    """The same person as another list shows them."""
    return replace(LI, ref="b", list_ref="t!1", **changes)


def bare(**changes: object) -> Record:
    return replace(other(id_kind="", id_number="", phones=(), birth_date=None, sex="", door=""), **changes)


@pytest.mark.parametrize(
    "mention",
    [
        other(),
        other(name="李健国"),
        other(door="老街|1||", phones=()),
        bare(door=LI.door),
        bare(phones=LI.phones),
        bare(id_hint="61109819860520981X"),
        bare(id_hint="6110981986052089X"),
        bare(id_hint="611098198605208"),
        bare(name="李健国", door=LI.door, birth_date=LI.birth_date),
        bare(birth_date=LI.birth_date, building=LI.building),
    ],
)
def test_proof_joins_two_mentions(mention: Record) -> None:
    assert clusters(LI, mention) == [["a", "b"]]


@pytest.mark.parametrize(
    "mention",
    [
        other(id_number=A),
        bare(),
        bare(birth_date=LI.birth_date, door="老街|1||"),
        bare(door=LI.door, birth_date=date(1960, 1, 1)),
        other(name="李建军", id_kind="", id_number=""),
        bare(name="王芳", door=LI.door),
        bare(id_hint="611099194912078009", birth_date=LI.birth_date),
        bare(door=LI.door, sex="女"),
    ],
)
def test_without_proof_two_mentions_stay_apart(mention: Record) -> None:
    assert clusters(LI, mention) == [["a"], ["b"]]


def test_twins_in_one_household_are_two_persons() -> None:
    one = Record(
        "a",
        "谢桂兰",
        "女",
        date(1999, 10, 31),
        phones=("15400000001",),
        door="东关小区|1|1|703",
        list_ref="s!9",
    )
    two = replace(one, ref="b", name="谢桂梅", id_kind="resident", id_number=A)
    assert (match([one, two]).clusters, match([one, two]).look_alikes) == ([["a"], ["b"]], [])


def test_a_look_alike_is_named_with_its_reason() -> None:
    told = match([LI, bare(birth_date=LI.birth_date, door="老街|1||")])
    assert told.look_alikes == [("a", "b", "alike.name_birth")]


def test_a_mention_that_fits_two_persons_joins_neither() -> None:
    third = replace(LI, ref="c", id_number=A, birth_date=date(1972, 7, 5), sex="女", list_ref="u!1")
    assert clusters(LI, bare(door=LI.door), third) == [["a"], ["b"], ["c"]]


def test_persons_of_the_register_are_found_again_and_never_joined_to_each_other() -> None:
    known = [replace(LI, ref="k1"), replace(LI, ref="k2", id_number=A, birth_date=date(1972, 7, 5), sex="女")]
    fresh = [replace(LI, ref="n1"), bare(birth_date=LI.birth_date, door="老街|1||"), Record("n3", "赵六")]
    told = outcomes(match(fresh, known), ["k1", "k2"])
    assert [(told[ref].verdict, told[ref].other_ref) for ref in ("n1", "b", "n3")] == [
        ("same", "k1"),
        ("waits", "k1"),
        ("new", ""),
    ]


def test_a_file_read_against_itself_brings_nobody_new(tmp_path: Path) -> None:
    from tests.households import odd_rosters

    persons = read_roster(odd_rosters.write("several lists", 5, tmp_path).path).persons
    known = [replace(record, ref=f"k{record.ref}") for record in records_of(persons)]
    told = outcomes(match(records_of(persons), known), {record.ref for record in known})
    assert {outcome.verdict for outcome in told.values()} == {"same"}
    assert all(outcome.other_ref == f"k{ref}" for ref, outcome in told.items())


def test_matching_grows_with_the_rows_and_not_with_their_square() -> None:
    import gridward.households.roster.matching as matching

    def pairs(count: int) -> int:
        people = [
            Record(
                f"r{at}",
                f"王{at % 50}",
                door=f"d{at // 3}",
                birth_date=date(1950 + at % 60, 1, 1 + at % 28),
                list_ref=f"h{at // 3}",
            )
            for at in range(count)
        ]
        return sum(1 for _ in matching._pairs(people))

    assert pairs(4000) <= 12 * 4000


def read(folder: Path, *rows: list[str]) -> RosterReading:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["姓名", "性别", "出生日期", "身份证号", "住址"], *rows])
    return read_roster(path)


def test_a_number_beside_two_names_stays_with_whom_it_fits(tmp_path: Path) -> None:
    told = read(
        tmp_path, ["王芳", "女", "1972-07-05", A, "老街1号"], ["赵强", "男", "1990-01-01", A, "老街2号"]
    )
    assert {person.name: person.id_number for person in told.persons} == {"王芳": A, "赵强": ""}
    assert [pair.reason for pair in told.look_alikes] == ["alike.id"]


def test_a_number_beside_two_names_that_fits_both_is_taken_from_both(tmp_path: Path) -> None:
    told = read(tmp_path, ["王芳", "女", "", A, "老街1号"], ["赵敏", "女", "", A, "老街2号"])
    assert {person.id_number for person in told.persons} == {""}


def test_the_right_number_of_another_mention_is_taken(tmp_path: Path) -> None:
    told = read(
        tmp_path, ["王芳", "女", "", "61109719720705689", "老街1号"], ["王芳", "女", "", A, "老街1号"]
    )
    assert [(person.id_number, person.mentions) for person in told.persons] == [
        (A, (("list", 2), ("list", 3)))
    ]
    assert [(merge.row, merge.into_ref, merge.reason) for merge in told.merges] == [
        (3, "r1", "same.ruined_id")
    ]
