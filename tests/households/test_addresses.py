"""The address grammar: what people write means what a person thinks it means, or is kept and flagged."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.households.addresses import DoorAddress, door_from_parts, fold, parse_address, short_form

FLATS = [
    "东关小区3-2-501",
    "东关小区3号楼2单元501室",
    "东关小区３＃２－５０１",
    "东关小区三号楼二单元501室",
    "东关小区3幢2梯501房",
    "东关小区3#2-501",
    "东关小区3-2-5-01",
    "东关小区3栋2单元501",
    "东关小区 3号楼 2 单元 501",
    "东关小区03-02-0501",
    "东关小区（3-2-501）",
    "东关小区3号楼二单元五〇一",
    "清溪社区东关小区3号楼2单元501",
    "陕西省商洛市丹凤县龙驹寨街道下湾社区东关小区3号楼2单元501室",
    "东关小区 Building 3, Unit 2, Room 501",
]
HOUSES = {
    "10组4号": "10组|4||",
    "陈塬社区10组4号": "10组|4||",
    "老街29号-1": "老街|29|-1|",
    "老街29-1号": "老街|29|-1|",
    "老街29号附1号": "老街|29|-1|",
    "西场路26号3号房": "西场路|26|-3|",
    "后街10-2": "后街|10|-2|",
    "后街15西户": "后街|15|西户|",
    "滨河路 １４ 号东户": "滨河路|14|东户|",
    "西场路二十九号": "西场路|29||",
    "西场路7号院": "西场路|7||",
    "第一片区37号": "第1片区|37||",
    "西场路4": "西场路|4||",
    "老街廿九号": "老街|29||",
}


@pytest.mark.parametrize("text", FLATS)
def test_every_way_to_write_a_flat_names_the_same_door(text: str) -> None:
    assert parse_address(text).key == "东关小区|3|2|501"
    assert parse_address(text).is_certain


@pytest.mark.parametrize(("text", "key"), HOUSES.items())
def test_a_house_in_a_lane_or_group_is_one_door(text: str, key: str) -> None:
    read = parse_address(text)
    assert (read.key, read.kind, read.is_certain) == (key, "house", True)


@pytest.mark.parametrize(
    "place", ["和平小区", "祥和家属院", "与民新村", "二桥新村", "八一路小区", "十里花园"]
)
def test_the_name_of_a_compound_is_not_taken_apart(place: str) -> None:
    assert parse_address(f"{place}3号楼2单元501室").key == f"{place}|3|2|501"


@pytest.mark.parametrize("text", ["3-2-501", "3号楼2单元501室", "３＃２－５０１", "13号楼1单元501"])
def test_without_the_compound_an_address_is_not_certain_until_the_context_names_it(text: str) -> None:
    assert "place_unknown" in parse_address(text).flags
    assert parse_address(text, place="东关小区").is_certain


@pytest.mark.parametrize(
    ("text", "building", "name"),
    [
        ("12A楼", "12A", "12A楼"),
        ("3栋", "3", "3号楼"),
        ("文卫路南段信合家属院南楼", "南楼", "信合家属院南楼"),
    ],
)
def test_a_building_without_a_room_is_flagged(text: str, building: str, name: str) -> None:
    read = parse_address(text)
    assert (read.building, str(read), read.is_certain) == (building, name, False)
    assert "room_unknown" in read.flags


@pytest.mark.parametrize("text", ["东关小区3号楼501", "东关小区3-501", "金桥大厦A座1203"])
def test_a_flat_without_its_unit_is_flagged(text: str) -> None:
    assert "unit_unknown" in parse_address(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "东关小区1-1-101、102",
        "东关小区1号楼403-405室",
        "东关小区32501",
        "3-2-501东关小区",
        "东关小区3号楼501室2单元",
        "老街29号2层",
    ],
)
def test_what_is_not_understood_is_kept_as_written(text: str) -> None:
    read = parse_address(text)
    assert not read.is_certain
    assert str(read) == text


def test_a_shop_belongs_to_its_building() -> None:
    read = parse_address("东关小区3号楼门面房5号")
    assert (read.place, read.building, read.sub) == ("东关小区", "3", "门面房5号")


def test_a_remark_in_brackets_is_set_apart_and_not_lost() -> None:
    read = parse_address("东关小区3-2-501（租）")
    assert (read.key, read.rest) == ("东关小区|3|2|501", "(租)")


def test_what_stands_before_the_compound_is_kept_as_its_locality() -> None:
    assert parse_address("文卫路南段信合家属院3-2-501").locality == "文卫路南段"
    assert parse_address("下湾信合小区3-2-501", communities=("下湾",)).place == "信合小区"


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ({"place": "东关小区", "building": "3#", "unit": "二单元", "room": "501室"}, "东关小区|3|2|501"),
        ({"place": "东关小区", "building": "3-2", "room": "501"}, "东关小区|3|2|501"),
        ({"place": "东关小区", "building": "3", "unit": "2", "floor": "5", "room": "1"}, "东关小区|3|2|501"),
        ({"place": "东关小区", "room": "3-2-501"}, "东关小区|3|2|501"),
        ({"place": "河滨巷", "building": "12", "room": "东户"}, "河滨巷|12|东户|"),
        ({"place": "老街", "building": "29号", "room": "-1"}, "老街|29|-1|"),
        ({"building": "3", "unit": "2", "room": "501", "site": "东关小区"}, "东关小区|3|2|501"),
    ],
)
def test_parts_in_columns_of_their_own_name_the_door(parts: dict[str, str], key: str) -> None:
    assert door_from_parts(**parts).key == key


places = st.sampled_from(["东关小区", "信合家属院", "锦绣花园", "二桥新村", "商业局家属院", "惠达·丹悦府"])
lanes = st.sampled_from(["老街", "河滨巷", "西场路", "10组", "文卫路南段", "第1片区"])
buildings = st.integers(1, 99).map(str) | st.sampled_from(["12A", "3B", "南楼"])
rooms = st.builds(lambda floor, door: f"{floor}{door:02}", st.integers(1, 33), st.integers(1, 8))
flats = st.builds(
    DoorAddress,
    place=places,
    building=buildings,
    unit=st.integers(1, 9).map(str),
    room=rooms,
    kind=st.just("flat"),
)
subs = st.sampled_from(["", "东户", "西户", "-1", "-2", "-12"])
houses = st.builds(
    DoorAddress, place=lanes, building=st.integers(1, 250).map(str), sub=subs, kind=st.just("house")
)


@given(flats | houses)
def test_the_written_form_of_an_address_reads_back_as_the_same(address: DoorAddress) -> None:
    assert parse_address(str(address)) == address
    assert parse_address(str(address)).is_certain


@given(flats | houses)
def test_the_short_form_reads_back_in_its_compound(address: DoorAddress) -> None:
    assert parse_address(short_form(address), place=address.place) == address


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing_and_kept_whole(text: str) -> None:
    assert parse_address(text).as_written == text


def _signs(text: str) -> list[str]:
    """The signs that carry meaning; the words between numbers (号楼 单元 室 …) and zeros before them do not."""
    plain = unicodedata.normalize("NFKC", text)
    return sorted(
        sign for sign in plain if sign.isalnum() and sign not in "号楼栋幢座单元梯门室房间层院户附之住宅居民0"
    )


def test_real_addresses_lose_nothing() -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "cn-address" / "addr.csv"
    if not path.exists():
        pytest.skip("the shared set of addresses is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            text = line["原始地址"]
            read = parse_address(text)
            if read.kind == "unread" or re.search("[A-Za-z]{3}", text):
                assert read.as_written == text
                continue
            joined = read.locality + read.place + read.building + read.sub + read.unit + read.room + read.rest
            assert _signs(joined) == _signs(fold(text)), text
