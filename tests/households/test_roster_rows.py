"""Single kinds of row and layout, each with a few lines written for it."""

import csv
import re
from pathlib import Path

import pytest

from gridward.households import roster
from gridward.households.addresses.door import DOUBTS
from gridward.households.roster import FINDINGS, RosterReading, UnreadableRosterError, read_roster

A, B, C = "611097197207056809", "61109819860520891X", "611098198901135540"
HEAD = ["姓名", "与户主关系", "性别", "身份证号", "电话", "住址", "备注"]


def read(folder: Path, *rows: list[str], encoding: str = "utf-8-sig") -> RosterReading:
    path = folder / "list.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return read_roster(path)


def doors(reading: RosterReading) -> dict[str, str]:
    return {person.name: person.address.key if person.address else "" for person in reading.persons}


def kinds(reading: RosterReading) -> list[tuple[str, str]]:
    return [(account.verdict, account.kind) for account in reading.accounts]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_every_encoding_in_use(tmp_path: Path, encoding: str) -> None:
    told = read(tmp_path, HEAD, ["王芳", "户主", "女", A, "", "老街29号-1", ""], encoding=encoding)
    assert doors(told) == {"王芳": "老街|29|-1|"}


def test_ditto_marks_a_stroke_and_a_blank_mean_the_line_above(tmp_path: Path) -> None:
    rows = [
        [name, "子", "", "", "", mark, ""]
        for name, mark in zip(("李一山", "李二山", "李三山", "李四山"), ("同上", "〃", "——", ""), strict=True)
    ]
    told = read(tmp_path, HEAD, ["李山", "户主", "男", B, "", "东关小区3-2-501", ""], *rows)
    assert set(doors(told).values()) == {"东关小区|3|2|501"}


def test_a_head_without_an_address_does_not_inherit_the_neighbours(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        HEAD,
        ["李山", "户主", "男", B, "", "东关小区3-2-501", ""],
        ["王芳", "户主", "女", A, "", "", ""],
    )
    assert doors(told)["王芳"] == ""
    assert "address.missing" in {finding.code for finding in told.persons[1].findings}


def test_a_row_that_slipped_sideways_is_read_in_its_right_place(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        HEAD,
        ["李山", "户主", "男", B, "", "东关小区3-2-501", ""],
        ["", "王芳", "配偶", "女", A, "15400000001", "东关小区3-2-501"],
    )
    assert [(person.name, person.id_number) for person in told.persons] == [("李山", B), ("王芳", A)]
    assert "row.shifted" in {finding.code for finding in told.accounts[2].findings}


def test_titles_sections_sums_and_footers_are_no_people(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["清溪社区登记表"],
        ["填报单位：清溪社区   填报时间：2022年9月"],
        HEAD,
        ["第3网格（东关小区） 网格员：许丽 16381935284"],
        ["李山", "户主", "男", B, "", "3-2-501", ""],
        ["小计", "1人"],
        HEAD,
        [""],
        ["合计", "", "1人"],
        ["填表人：许丽"],
        ["注：以上为常住人口"],
    )
    assert kinds(told) == [
        ("not_a_person", "title"),
        ("not_a_person", "title"),
        ("not_a_person", "header"),
        ("not_a_person", "section"),
        ("taken", "person"),
        ("not_a_person", "subtotal"),
        ("not_a_person", "header_repeated"),
        ("not_a_person", "blank"),
        ("not_a_person", "subtotal"),
        ("not_a_person", "footer"),
        ("not_a_person", "note"),
    ]
    assert doors(told) == {"李山": "东关小区|3|2|501"}
    assert (told.persons[0].area_name, told.persons[0].area_worker_name) == ("第3网格", "许丽")


def test_a_sample_line_under_the_heading_is_no_person(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["序号", *HEAD],
        ["例", "张三", "户主", "男", A, "", "3-2-501", ""],
        ["1", "李山", "户主", "男", B, "", "东关小区3-2-501", ""],
    )
    assert [person.name for person in told.persons] == ["李山"]


@pytest.mark.parametrize(
    ("name", "remark", "state"),
    [
        ("空户", "", "vacant"),
        ("——", "", "vacant"),
        ("", "敲门无人", "no_answer"),
        ("", "装修中", "construction"),
        ("", "拒访", "refused"),
        ("", "", ""),
    ],
)
def test_a_row_without_people_is_a_door_with_its_state(
    tmp_path: Path, name: str, remark: str, state: str
) -> None:
    told = read(
        tmp_path,
        HEAD,
        ["李山", "户主", "男", B, "", "东关小区3-2-501", ""],
        [name, "", "", "", "", "东关小区3-2-502", remark],
    )
    assert [(door.address.key, door.state) for door in told.doors] == [("东关小区|3|2|502", state)]
    assert len(told.persons) == 1


def test_a_person_without_a_name_waits(tmp_path: Path) -> None:
    told = read(tmp_path, HEAD, ["", "户主", "男", B, "", "东关小区3-2-501", ""])
    assert (told.accounts[1].verdict, told.accounts[1].reason) == ("waits", "name.missing")


def test_rows_without_any_heading_are_refused_and_not_dropped(tmp_path: Path) -> None:
    told = read(tmp_path, ["李山", "男", B, "15400000001"])
    assert (told.accounts[0].verdict, told.accounts[0].reason) == ("refused", "row.no_columns")


def test_persons_named_inside_a_cell_become_persons_of_the_same_door(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        [*HEAD, "同住人员"],
        ["李山", "户主", "男", B, "", "东关小区3-2-501", "", "王宇（子）、陶飞"],
    )
    assert doors(told) == dict.fromkeys(("李山", "王宇", "陶飞"), "东关小区|3|2|501")
    assert told.accounts[1].also == ("r2", "r3")


def test_a_remark_that_says_who_else_lives_here_makes_a_person(tmp_path: Path) -> None:
    told = read(tmp_path, HEAD, ["李山", "户主", "男", B, "", "东关小区3-2-501", f"另有其母王秀英{A}同住"])
    assert [(person.name, person.id_number) for person in told.persons] == [("李山", B), ("王秀英", A)]


def test_a_remark_with_another_address_does_not_swallow_the_row(tmp_path: Path) -> None:
    told = read(
        tmp_path, HEAD, ["李山", "户主", "男", f"身份证号：{B}", "", "东关小区3-2-501", "现住址：西安市"]
    )
    assert doors(told) == {"李山": "东关小区|3|2|501"}


def test_a_household_line_lends_its_address_and_its_head_is_counted_once(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["户主：李山  住址：东关小区3-2-501  电话：15400000001"],
        ["姓名", "关系", "身份证号"],
        ["李山", "户主", B],
        ["王芳", "配偶", A],
    )
    assert doors(told) == dict.fromkeys(("李山", "王芳"), "东关小区|3|2|501")


def test_a_head_whom_only_the_household_line_names_is_a_person(tmp_path: Path) -> None:
    told = read(
        tmp_path, ["户主：李山  住址：东关小区3-2-501"], ["姓名", "关系", "身份证号"], ["王芳", "配偶", A]
    )
    assert doors(told) == dict.fromkeys(("王芳", "李山"), "东关小区|3|2|501")


def test_a_head_in_a_column_of_its_own_is_a_person_even_without_a_number(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["户号", "户主", "住址", "成员姓名", "关系", "身份证号"],
        ["1", "李山", "东关小区3-2-501", "", "", ""],
        ["", "", "", "王芳", "妻", A],
    )
    assert doors(told) == dict.fromkeys(("李山", "王芳"), "东关小区|3|2|501")


def test_a_flat_without_its_unit_is_certain_only_if_the_building_has_one(tmp_path: Path) -> None:
    one = [["李一山", "户主", "", "", "", f"东关小区1号楼1单元{room}", ""] for room in (101, 102, 201)]
    two = [
        ["李二山", "户主", "", "", "", f"东关小区2号楼{unit}单元{room}", ""]
        for unit, room in ((1, 101), (1, 102), (2, 201))
    ]
    told = read(
        tmp_path,
        HEAD,
        *one,
        *two,
        ["王芳", "户主", "女", A, "", "东关小区1号楼301", ""],
        ["陈强", "户主", "男", B, "", "东关小区2号楼301", ""],
    )
    at = {person.name: person.address for person in told.persons}
    assert at["王芳"] and at["王芳"].key == "东关小区|1|1|301" and at["王芳"].is_certain
    assert at["陈强"] and not at["陈强"].is_certain


def test_a_right_number_decides_over_sex_and_birth_date(tmp_path: Path) -> None:
    told = read(
        tmp_path, ["姓名", "性别", "出生日期", "身份证号", "住址"], ["王芳", "男", "1970-01-01", A, "老街1号"]
    )
    assert (told.persons[0].sex, str(told.persons[0].birth_date)) == ("女", "1972-07-05")
    assert {"sex.conflict", "birth.conflict"} <= {finding.code for finding in told.persons[0].findings}


def test_columns_without_a_known_word_are_reported(tmp_path: Path) -> None:
    sheet = read(
        tmp_path, ["姓名", "身份证号", "住址", "车牌", "民族"], ["王芳", A, "老街1号", "陕A", "汉"]
    ).sheets[0]
    assert (sheet.unknown, sheet.refused) == (("车牌",), ("民族",))


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("已故", "deceased"),
        ("已搬走", "moved"),
        ("空挂户", "moved"),
        ("在西安", "away"),
        ("住院", "hospital"),
        ("在家", "present"),
        ("已核", "present"),
    ],
)
def test_a_remark_tells_the_whereabouts(tmp_path: Path, remark: str, status: str) -> None:
    assert read(tmp_path, HEAD, ["王芳", "户主", "女", A, "", "老街1号", remark]).persons[0].status == status


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(UnreadableRosterError):
        read_roster(path)


def test_every_finding_has_words_in_both_languages() -> None:
    assert all(english.endswith(".") and chinese.endswith("。") for english, chinese in FINDINGS.values())


def test_every_code_a_reading_can_give_has_words() -> None:
    rooms = Path(roster.__file__).parents[1]
    source = "".join(
        path.read_text() for room in ("roster", "identity") for path in (rooms / room).glob("*.py")
    )
    codes = set(
        re.findall(r'"((?:id|birth|sex|phone|name|address|row|remark|column|same|alike)\.[a-z_]+)"', source)
    )
    flags = {f"address.{flag}" for flag in DOUBTS}
    assert codes | flags == (codes | flags) & FINDINGS.keys()


def test_a_refused_column_is_told_with_its_heading(tmp_path: Path) -> None:
    told = read(tmp_path, ["姓名", "身份证号", "住址", "政治面貌"], ["王芳", A, "老街1号", "群众"])
    assert [(finding.code, finding.column) for finding in told.accounts[0].findings] == [
        ("column.refused", "政治面貌")
    ]
