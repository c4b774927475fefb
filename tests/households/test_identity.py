"""ID numbers, birth dates, sexes and telephones: read in every writing, never repaired."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.households.identity import (
    check_digit,
    is_valid_resident_id,
    read_birth,
    read_id,
    read_phones,
    read_sex,
)

GOOD = "611097197207056809"
WITH_X = "61109819860520891X"
days = st.dates(date(1900, 1, 1), date(2022, 1, 1))
numbers = st.builds(
    lambda day, tail: f"611098{day:%Y%m%d}{tail:03}" + check_digit(f"611098{day:%Y%m%d}{tail:03}"),
    days,
    st.integers(1, 999).filter(lambda tail: tail % 100 != 0),
)


@pytest.mark.parametrize(
    "text",
    [
        "611097 19720705 6809",
        " 611097197207056809\t",
        "'611097197207056809",
        "身份证号：611097197207056809",
        "6110971972\n07056809",
        "６１１０９７１９７２０７０５６８０９",
        "身份证611097197207056809",
        "611097-19720705-6809",
        "6110971972O7O568O9",
        "611097197207056809（本人）",
    ],
)
def test_a_right_number_is_taken_in_every_writing(text: str) -> None:
    read = read_id(text)
    assert (read.number, read.birth_date, read.sex) == (GOOD, date(1972, 7, 5), "女")


@pytest.mark.parametrize("text", ["61109819860520891x", "61109819860520891Ｘ", "61109819860520891×"])
def test_every_kind_of_x_is_an_x(text: str) -> None:
    assert read_id(text).number == WITH_X


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("611097199808281196", "id.check_digit"),
        ("61109720051201789", "id.digits_missing"),
        ("6.11099E+17", "id.scientific"),
        (6.11099199402141e17, "id.scientific"),
        ("611099199402141000", "id.trailing_zeros"),
        ("611099********1234", "id.masked"),
        ("611099199913141234", "id.date"),
        ("6110971972070568091", "id.digits_extra"),
        ("see passport office", "id.unreadable"),
    ],
)
def test_a_ruined_number_is_flagged_and_not_taken(cell: str | float, code: str) -> None:
    read = read_id(cell)
    assert read.number == ""
    assert code in read.codes


def test_fifteen_digits_become_eighteen() -> None:
    read = read_id("611097380204911")
    assert (read.number, read.codes) == ("611097193802049111", ("id.fifteen",))
    assert read_id(611097380204911.0).number == "611097193802049111"


def test_a_number_in_scientific_notation_still_tells_the_birth_date() -> None:
    assert read_id(4.10197198904215e17).birth_date == date(1989, 4, 21)


@pytest.mark.parametrize("text", ["未提供", "没带", "办理中", "/", "——", "无", "N/A"])
def test_having_no_number_is_no_fault(text: str) -> None:
    assert read_id(text).codes == ("id.absent",)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("护照TEST91133", "passport", "TEST91133"),
        ("H12345678", "hk_macao_permit", "H12345678"),
        ("军字第123456号", "military", "军字第123456号"),
        ("台胞证 12345678", "taiwan_permit", "12345678"),
    ],
)
def test_other_documents_keep_their_kind(text: str, kind: str, number: str) -> None:
    assert (read_id(text).kind, read_id(text).number) == (kind, number)


@pytest.mark.parametrize("region", ["330113", "810000", "999999", "000000"])
def test_a_number_is_never_refused_for_its_region(region: str) -> None:
    body = f"{region}19720705680"
    assert is_valid_resident_id(body + check_digit(body))


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, at: int, by: int) -> None:
    digit = "0123456789X".index(number[at])
    broken = number[:at] + "0123456789"[(digit + by) % 10] + number[at + 1 :]
    if broken != number:
        assert read_id(broken).number == ""


@pytest.mark.parametrize(
    "cell",
    [
        date(1989, 6, 7),
        32666.0,
        19890607.0,
        "19890607",
        "1989年6月7日",
        "1989.6.7",
        "１９８９／６／７",
        "89.6.7",
        "一九八九年六月七日",
        "1989-06-07 00:00:00",
    ],
)
def test_a_birth_date_is_read_in_every_writing(cell: object) -> None:
    assert read_birth(cell).day == date(1989, 6, 7)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1974.06", "birth.month_only"),
        (1974.06, "birth.month_only"),
        ("1979.2.30", "birth.impossible"),
        ("21.3.4", "birth.century"),
        ("春天", "birth.unreadable"),
    ],
)
def test_a_birth_date_that_is_not_certain_is_left_empty(cell: object, code: str) -> None:
    assert (read_birth(cell).day, read_birth(cell).codes) == (None, (code,))


@pytest.mark.parametrize(
    ("text", "sex"), [("男 ", "男"), ("2", "女"), ("M", "男"), ("Female", "女"), ("？", "")]
)
def test_codes_and_words_for_the_sex_are_read(text: str, sex: str) -> None:
    assert read_sex(text) == sex


@pytest.mark.parametrize(
    "cell",
    [
        16351886767.0,
        "163-5188-6767",
        "163 5188 6767",
        "+8616351886767",
        "86-16351886767",
        "008616351886767",
        "１６３５１８８６７６７",
        "16351886767（本人）",
    ],
)
def test_a_mobile_number_is_read_in_every_writing(cell: str | float) -> None:
    assert [phone.number for phone in read_phones(cell).phones] == ["16351886767"]


def test_several_numbers_keep_their_order_and_notes() -> None:
    read = read_phones("16351886767（女儿）、154 9203 5389")
    assert [(phone.number, phone.note) for phone in read.phones] == [
        ("16351886767", "女儿"),
        ("15492035389", ""),
    ]


def test_words_before_the_numbers_belong_to_the_number_after_them() -> None:
    read = read_phones("本人16351886767 儿子15492035389")
    assert [(phone.number, phone.note) for phone in read.phones] == [
        ("16351886767", "本人"),
        ("15492035389", "儿子"),
    ]


def test_a_landline_is_kept_as_one() -> None:
    assert read_phones("0914-0817695").phones[0].number == "0914-0817695"


@pytest.mark.parametrize(
    ("text", "code"),
    [("1547207108", "phone.digits"), ("同上", "phone.ditto"), ("问邻居", "phone.unreadable")],
)
def test_a_telephone_that_is_not_certain_is_not_taken(text: str, code: str) -> None:
    assert (read_phones(text).phones, read_phones(text).codes) == ((), (code,))
