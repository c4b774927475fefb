"""Layouts where the rows lean on what stands above or beside them."""

from pathlib import Path

from tests.households.test_roster_rows import A, B, C, doors, read

D = "611099198407285662"


def test_lines_that_name_a_building_lend_it_to_the_rows_below(tmp_path: Path) -> None:
    head = ["房号", "姓名", "身份证号", "电话"]
    told = read(
        tmp_path,
        head,
        ["锦绣花园3号楼"],
        ["2-501", "李山", B, ""],
        ["锦绣花园4号楼1单元"],
        ["101", "王芳", A, ""],
    )
    assert doors(told) == {"李山": "锦绣花园|3|2|501", "王芳": "锦绣花园|4|1|101"}
    assert told.doors == []


def test_a_title_names_compound_area_and_worker_for_the_whole_sheet(tmp_path: Path) -> None:
    titles = ["下湾社区第三网格锦绣花园居民信息统计表"], ["网格员：许丽", "", "联系电话：16381935284"]
    told = read(tmp_path, *titles, ["姓名", "身份证号", "现居住地"], ["李山", B, "3-2-501"])
    person = told.persons[0]
    assert doors(told) == {"李山": "锦绣花园|3|2|501"}
    assert (person.area_name, person.area_worker_name, person.area_worker_phone) == (
        "第3网格",
        "许丽",
        "16381935284",
    )


def test_a_household_and_its_tenant_in_one_row_are_two_persons(tmp_path: Path) -> None:
    head = ["楼栋", "单元", "房号", "户主", "户主身份证", "户主电话", "租户姓名", "租户身份证号", "租户电话"]
    told = read(
        tmp_path,
        ["锦绣花园住户表"],
        head,
        ["3#", "2", "502", "李山", B, "15400000001", "陈明", C, "15400000002"],
    )
    assert {
        (person.name, person.id_number, person.is_tenant, person.phones[0].number) for person in told.persons
    } == {
        ("李山", B, False, "15400000001"),
        ("陈明", C, True, "15400000002"),
    }
    assert set(doors(told).values()) == {"锦绣花园|3|2|502"}


def test_members_in_columns_named_for_their_kinship_keep_it(tmp_path: Path) -> None:
    head = [
        "住址",
        "户主姓名",
        "户主身份证号",
        "配偶姓名",
        "配偶身份证号",
        "子女1姓名",
        "子女1身份证号",
        "子女2姓名",
        "子女2身份证号",
    ]
    told = read(tmp_path, head, ["河滨巷12号东户", "李山", B, "王芳", A, "李强", C, "", ""])
    assert {(person.name, person.relation, person.id_number) for person in told.persons} == {
        ("李山", "户主", B),
        ("王芳", "配偶", A),
        ("李强", "子女", C),
    }


def test_a_village_group_in_a_column_of_its_own_is_the_site(tmp_path: Path) -> None:
    head = ["组别", "门牌号", "户主", "姓名", "关系", "身份证号"]
    told = read(
        tmp_path,
        head,
        ["10组", "4号", "李山", "李山", "户主", B],
        ["", "", "", "王芳", "妻", A],
        ["三组", "12号", "周敏", "周敏", "户主", D],
    )
    assert doors(told) == {"李山": "10组|4||", "王芳": "10组|4||", "周敏": "3组|12||"}


def test_forms_of_one_person_each_do_not_run_into_one_another(tmp_path: Path) -> None:
    def form(name: str, number: str, address: str) -> list[list[str]]:
        return [
            ["姓名", name, "性别", ""],
            ["身份证号", number, "联系电话", "15400000001"],
            ["家庭住址", address],
            [],
        ]

    told = read(tmp_path, *form("李山", B, "锦绣花园3-2-501"), *form("王芳", A, "锦绣花园3-2-502"))
    assert {(person.name, person.id_number) for person in told.persons} == {("李山", B), ("王芳", A)}
    assert doors(told) == {"李山": "锦绣花园|3|2|501", "王芳": "锦绣花园|3|2|502"}


def test_an_area_with_one_compound_names_it_for_short_addresses(tmp_path: Path) -> None:
    rows = [
        ["姓名", "住址"],
        ["第1网格（锦绣花园）网格员：许丽"],
        ["李山", "3-2-501"],
        ["第2网格（老街、河滨巷）网格员：孙军"],
        ["王芳", "12号"],
    ]
    told = read(tmp_path, *rows)
    assert doors(told)["李山"] == "锦绣花园|3|2|501"
    assert not told.persons[1].address or not told.persons[1].address.is_certain


def test_a_short_name_of_a_compound_is_read_as_the_only_one_it_can_be(tmp_path: Path) -> None:
    rows = [
        ["李一山", "锦绣花园3-2-501"],
        ["李二山", "锦绣花园3-2-502"],
        ["李三山", "锦绣花园3-2-601"],
        ["王芳", "锦绣3-2-602"],
    ]
    assert doors(read(tmp_path, ["姓名", "住址"], *rows))["王芳"] == "锦绣花园|3|2|602"


def test_english_headings_and_addresses_are_read(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        ["Full name", "Gender", "ID number", "Address"],
        ["Li Shan", "Male", B, "锦绣花园 Building 3, Unit 2, Room 501"],
    )
    assert doors(told) == {"Li Shan": "锦绣花园|3|2|501"}
