"""Addresses, numbers and members that other lists split, join or leave to the lines above."""

from pathlib import Path

import pytest

from gridward.households.roster.cells import parted
from tests.households.test_roster_rows import A, B, C, doors, read

ROOMS = ["房号", "姓名", "身份证号"]


@pytest.mark.parametrize(
    "line", ["第三网格 丹江新城 网格员：许丽 16381935284", "丹江新城（第三网格，网格员许丽，16381935284）"]
)
def test_an_areas_line_names_its_compound_beside_the_area(tmp_path: Path, line: str) -> None:
    told = read(
        tmp_path,
        ROOMS,
        ["第二网格 锦绣花园 网格员：孙军"],
        ["3-2-501", "李山", B],
        [line],
        ["1-1-101", "王芳", A],
    )
    assert doors(told) == {"李山": "锦绣花园|3|2|501", "王芳": "丹江新城|1|1|101"}
    assert [(area.name, area.worker, area.phone) for area in told.areas][1] == (
        "第3网格",
        "许丽",
        "16381935284",
    )


def test_the_next_area_does_not_inherit_a_compound_it_does_not_name(tmp_path: Path) -> None:
    told = read(
        tmp_path, ROOMS, ["第1网格 锦绣花园"], ["3-2-501", "李山", B], ["第2网格"], ["1-1-101", "王芳", A]
    )
    address = next(person.address for person in told.persons if person.name == "王芳")
    assert address is not None
    assert not address.is_certain


def test_a_line_of_a_unit_stands_under_the_line_of_its_building(tmp_path: Path) -> None:
    lines = ["锦绣花园3号楼"], ["一单元"], ["501", "李山", B], ["2单元"], ["501", "王芳", A]
    assert doors(read(tmp_path, ROOMS, *lines)) == {"李山": "锦绣花园|3|1|501", "王芳": "锦绣花园|3|2|501"}


def test_a_title_about_workers_names_neither_an_area_nor_a_worker(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["清溪社区网格员包片一览表"],
        ["网格", "小区/路段", "网格员", "手机"],
        ["1", "锦绣花园", "许丽", "16381935284"],
    )
    assert [(area.name, area.worker) for area in told.areas] == [("第1网格", "许丽")]


def test_half_a_lane_house_in_a_column_of_its_own_belongs_to_the_door(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["第1网格（老街）"],
        ["门牌号", "院/户", "姓名", "身份证号"],
        ["21", "东户", "李山", B],
        ["22号", "", "王芳", A],
    )
    assert doors(told) == {"李山": "老街|21|东户|", "王芳": "老街|22||"}


def test_a_column_of_rooms_or_door_plates_serves_flats_and_houses(tmp_path: Path) -> None:
    head = ["所属小区", "幢号", "单元号", "门牌/室号", "姓名", "身份证号"]
    told = read(
        tmp_path, head, ["锦绣花园", "3", "2", "501", "李山", B], ["老街", "", "", "21号东户", "王芳", A]
    )
    assert doors(told) == {"李山": "锦绣花园|3|2|501", "王芳": "老街|21|东户|"}


def test_members_in_one_cell_take_their_numbers_from_the_next(tmp_path: Path) -> None:
    head = ["户主", "户主身份证及电话", "家庭成员", "成员身份证号码", "住址"]
    told = read(
        tmp_path, head, ["李山", f"{B}\n154-0000-0001", "王芳（妻）、李强（子）", f"{A}\n{C}", "老街21号"]
    )
    assert {person.name: person.id_number for person in told.persons} == {"李山": B, "王芳": A, "李强": C}
    assert [phone.number for phone in told.persons[0].phones] == ["15400000001"]


def test_numbers_of_members_are_given_to_nobody_when_the_counts_differ(tmp_path: Path) -> None:
    head = ["户主", "户主身份证", "家庭成员", "成员身份证号码", "住址"]
    told = read(tmp_path, head, ["李山", B, "王芳（妻）、李强（子）", A, "老街21号"])
    assert {person.name: person.id_number for person in told.persons} == {"李山": B, "王芳": "", "李强": ""}


@pytest.mark.parametrize(
    ("cell", "number", "phone"),
    [
        (f"身份证：{A} 电话：无", A, ""),
        (f"身份证：{A} 电话：", A, ""),
        (f"电话15400000001 身份证{A}", A, "15400000001"),
        ("6110971972\n07056809", "6110971972\n07056809", ""),
        ("无\n15400000001", "无", "15400000001"),
        (f"{A} 15400000001/15400000002", A, "15400000001/15400000002"),
    ],
)
def test_a_number_and_a_telephone_in_one_cell_are_parted(cell: str, number: str, phone: str) -> None:
    assert parted(cell) == (number, phone)


def test_the_telephone_of_a_households_line_is_its_heads(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["户编号：1-001   户主：李山   住址：老街21号   联系电话：15400000001"],
        ["姓名", "关系", "身份证号", "手机号"],
        ["李山", "户主", B, ""],
        ["王芳", "妻", A, ""],
    )
    assert [[phone.number for phone in person.phones] for person in told.persons] == [["15400000001"], []]


def test_a_list_by_name_and_last_four_signs_joins_whom_it_means(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["姓名", "身份证号", "住址"],
        ["李山", B, "老街21号"],
        ["李山", C, "老街22号"],
        ["重点人员名单"],
        ["姓名", "身份证后四位", "人员类别"],
        ["李山", B[-4:], "低保户"],
        ["李山", "0000", "低保户"],
    )
    assert [(person.id_number, len(person.mentions)) for person in told.persons] == [(B, 2), (C, 1), ("", 1)]


def test_a_room_without_its_unit_and_the_same_room_with_it_are_one_door_for_one_name(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["姓名", "身份证号", "住址"],
        ["李山", B, "锦绣花园3号楼501"],
        ["李山", "", "锦绣花园3号楼2单元501室"],
        ["王芳", A, "锦绣花园3号楼1单元101室"],
    )
    assert doors(told) == {"李山": "锦绣花园|3|2|501", "王芳": "锦绣花园|3|1|101"}


def test_a_list_of_those_gone_tells_what_became_of_them(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["姓名", "身份证号", "变动类型", "变动日期", "原住址"],
        ["李山", B, "死亡", "2019-03-01", "老街21号"],
        ["王芳", A, "迁出", "2019-03-01", "老街22号"],
    )
    assert [(person.status, person.birth_date is not None) for person in told.persons] == [
        ("deceased", True),
        ("moved", True),
    ]
    assert doors(told) == {"李山": "老街|21||", "王芳": "老街|22||"}


def test_a_name_that_shares_its_cell_with_the_number_is_parted_from_it(tmp_path: Path) -> None:
    told = read(tmp_path, ["姓名及身份证号", "电话", "住址"], [f"李山\n{B}", "15400000001", "老街21号"])
    assert [(person.name, person.id_number) for person in told.persons] == [("李山", B)]


def test_words_of_kinship_in_a_row_do_not_make_it_a_heading(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["住址", "姓名", "关系", "身份证号", "备注"],
        ["老街21号", "李山", "户主", B, ""],
        ["", "王芳", "配偶", "", "租户"],
    )
    assert [(person.name, person.relation) for person in told.persons] == [("李山", "户主"), ("王芳", "配偶")]


def test_a_door_on_a_line_of_its_own_takes_in_the_people_below(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["门牌", "姓名", "关系", "身份证号"],
        ["锦绣花园3号楼2单元501室", "", "", ""],
        ["", "李山", "户主", B],
        ["", "  ├ 王芳", "妻", A],
        ["老街22号", "空户", "", ""],
    )
    assert doors(told) == dict.fromkeys(("李山", "王芳"), "锦绣花园|3|2|501")
    assert [door.address.key for door in told.doors] == ["老街|22||"]


@pytest.mark.parametrize("room", ["2-501", "2-0501", "二单元501", "3#-2-501", "3-2-501"])
def test_a_room_may_repeat_unit_and_building_of_the_title(tmp_path: Path, room: str) -> None:
    told = read(
        tmp_path, ["锦绣花园3号楼住户表"], ["单元/户", "姓名", "关系", "身份证号"], [room, "李山", "户主", B]
    )
    assert doors(told) == {"李山": "锦绣花园|3|2|501"}


def test_another_household_without_an_address_does_not_inherit_the_last_ones(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["户编号", "姓名", "身份证号", "小区", "楼号", "单元", "室"],
        ["H1", "李山", B, "锦绣花园", "3", "2", "501"],
        ["H1", "王芳", A, "", "", "", ""],
        ["H2", "李强", C, "", "", "", ""],
    )
    assert doors(told) == {"李山": "锦绣花园|3|2|501", "王芳": "锦绣花园|3|2|501", "李强": ""}


def test_a_list_of_names_and_areas_means_the_only_person_of_the_name_there(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["网格", "姓名", "身份证号", "住址"],
        ["1", "李山", B, "老街21号"],
        ["2", "李山", C, "后街22号"],
        ["2", "王芳", A, "后街23号"],
        ["重点人员名单"],
        ["网格", "姓名", "人员类别"],
        ["第一网格", "李山", "低保户"],
        ["1", "王芳", "低保户"],
    )
    assert [(person.id_number, len(person.mentions)) for person in told.persons] == [
        (B, 2),
        (C, 1),
        (A, 1),
        ("", 1),
    ]
    assert told.merges[0].reason == "same.name_area"


@pytest.mark.parametrize("places", ["和谐家园", "锦绣花园和和谐家园"])
def test_a_compound_whose_name_begins_with_and_keeps_it(tmp_path: Path, places: str) -> None:
    told = read(
        tmp_path,
        ["住址", "姓名", "身份证号"],
        [f"第1网格（{places}）网格员：许丽"],
        ["和谐家园1-1-101", "李山", B],
    )
    assert told.areas[0].places[-1] == "和谐家园"


def test_a_stroke_among_the_numbers_of_members_stands_for_nobodys_number(tmp_path: Path) -> None:
    head = ["户主", "户主身份证及电话", "家庭成员", "成员身份证号码", "住址"]
    told = read(
        tmp_path, head, ["李山", f"身份证：{B} 电话：——", "王芳（妻）、李强（子）", f"/\n{C}", "老街21号"]
    )
    assert {person.name: person.id_number for person in told.persons} == {"李山": B, "王芳": "", "李强": C}


def test_cards_with_blank_values_are_read_label_by_label(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["姓名", "李山", "性别", "", "出生日期", "1986-05-20"],
        ["身份证号", "", "联系电话", "15400000001", "与户主关系", "子"],
        ["现住址", "老街21号", "", "备注", ""],
        ["姓名", "王芳", "性别", "女", "出生日期", ""],
        ["身份证号", A, "联系电话", "", "与户主关系", "妻"],
        ["现住址", "老街22号", "", "备注", "已核"],
    )
    assert doors(told) == {"李山": "老街|21||", "王芳": "老街|22||"}
    assert [(person.relation, person.id_number) for person in told.persons] == [("子", ""), ("妻", A)]


def test_a_wrong_sex_does_not_part_one_name_and_birth_date_at_one_door(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["姓名", "身份证号", "性别", "出生日期", "住址"],
        ["李山", "6.11098E+17", "男", "1986-05-20", "老街21号"],
        ["李山", B, "女", "", "老街21号"],
    )
    assert [(person.id_number, person.sex) for person in told.persons] == [
        (B, "男" if int(B[16]) % 2 else "女")
    ]
