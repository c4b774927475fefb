"""A laboratory's file: every row named before anything goes in, columns by heading or choice, repeating safe."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.shared.problems import Problem
from gridward.testing.models import Layout, Result, ResultImport, StagedResult
from gridward.testing.results import importing
from gridward.testing.results.saying import code_of, nearest, time_of, value_of
from tests.cast import Cast
from tests.testing.day import Taker

LAB = "县医院"


def csv(*rows: str, encoding: str = "utf-8", head: str = "试管编号,检测结果,检测时间") -> bytes:
    return "\n".join([head, *rows]).encode(encoding)


def staged(run: ResultImport) -> list[tuple[str, str, str]]:
    rows = StagedResult.objects.of(run.community_id).filter(import_id=run.id)
    return list(rows.order_by("sheet", "row").values_list("code", "value", "verdict"))


@pytest.fixture
def luo(cast: Cast) -> Actor:
    return cast.actor("luo")


@pytest.fixture
def read(luo: Actor) -> Callable[..., ResultImport]:
    def begin(content: bytes, name: str = "a.csv", laboratory: str = LAB) -> ResultImport:
        return importing.begin(by=luo, laboratory=laboratory, file_name=name, content=content)

    return begin


Read = Callable[..., ResultImport]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("阴性", "negative"),
        (" 阴 性 ", "negative"),
        ("阴性(-)", "negative"),
        ("新冠病毒核酸检测结果：阴性", "negative"),
        ("未检出", "negative"),
        ("NEGATIVE", "negative"),
        ("－", "negative"),
        ("阳性（+）", "positive"),
        ("弱阳性", "positive"),
        ("检出", "positive"),
        ("可疑", "grey"),
        ("灰区", "grey"),
        ("待复检", "grey"),
        ("无效", "invalid"),
        ("非阴性", ""),
        ("ORF1ab 阴性 N 阳性", ""),
        ("阴性/阳性", ""),
        ("", ""),
    ],
)
def test_result_words_are_read_leniently_and_never_guessed(word: str, value: str) -> None:
    assert value_of(word) == value


def test_codes_and_times_come_in_many_forms() -> None:
    assert code_of(20220916001.0) == "20220916001"
    assert code_of("ｔ-0001 ") == "T-0001"
    assert code_of("611097198403020015") == code_of("王小明") == ""
    for text in ("2022-09-16 14:05", "2022/9/16 14:05:00", "2022年9月16日14时05分", "20220916140500"):
        at = time_of(text)
        assert at is not None and (at.month, at.day, at.hour, at.minute) == (9, 16, 14, 5)
    assert time_of("昨天") is time_of("2022-13-40") is None


def test_the_nearest_codes_are_one_or_two_signs_away() -> None:
    known = ["T-0001", "T-0002", "X-9999"]
    assert nearest(["T-0010", "T-OO01"], known) == {"T-0010": ["T-0001", "T-0002"], "T-OO01": ["T-0001"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_row_is_named(read: Read, take: Taker, cast: Cast, encoding: str) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0002"), take("马兰", "T-0003"), take("单雄", "T-0004")
    rows = (
        "T-0001,阴性,",
        "T-0002,阴性,",
        "T-0002,阳性,",
        "T-0003,看不清,",
        "T-0001,阴性,",
        "T-004,阴性,",
        ",,",
    )
    run = read(csv(*rows, encoding=encoding))
    assert staged(run) == [
        ("T-0001", "negative", "not_handed_in"),
        ("T-0002", "negative", "contradicts"),
        ("T-0002", "positive", "contradicts"),
        ("T-0003", "", "unreadable"),
        ("T-0001", "negative", "twice"),
        ("T-004", "negative", "unknown"),
    ]
    assert StagedResult.objects.of(cast.community_id).get(verdict="unknown").nearest[0] == "T-0004"


def test_the_same_file_again_changes_nothing(read: Read, take: Taker, luo: Actor, cast: Cast) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0002")
    content = csv("T-0001,阴性,2022-09-16 14:05", "T-0002,阳性,")
    first = importing.apply(by=luo, run=read(content))
    assert first["flagged"] == 2
    again = read(content)
    assert {verdict for _, _, verdict in staged(again)} == {"known"}
    assert sum(importing.apply(by=luo, run=again).values()) == 0
    assert Result.objects.of(cast.community_id).count() == 2


def test_an_unknown_tube_goes_in_only_when_somebody_says_what_it_is(
    read: Read, take: Taker, luo: Actor, cast: Cast
) -> None:
    take("刘洋", "T-0001")
    run = read(csv("T-001,阴性,", "T-7777,阴性,", "T-8888,阳性,"))
    assert sum(importing.apply(by=luo, run=run).values()) == 0
    rows = {row.code: row for row in StagedResult.objects.of(cast.community_id)}
    run = ResultImport.objects.of(cast.community_id).get()
    importing.decide_row(by=luo, run=run, row_id=rows["T-001"].id, code="T-0001")
    importing.decide_row(by=luo, run=run, row_id=rows["T-7777"].id, code="T-7777")
    importing.decide_row(by=luo, run=run, row_id=rows["T-8888"].id, leave_out=True)
    importing.apply(by=luo, run=run)
    found = Result.objects.of(cast.community_id).order_by("code").values_list("code", flat=True)
    assert list(found) == ["T-0001", "T-7777"]


def test_a_workbook_with_a_title_and_codes_as_numbers_is_read(read: Read, take: Taker) -> None:
    take("刘洋", "20220916001")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("结果")
        sheet.write_row(1, 1, ["县医院检测结果汇总"])
        sheet.write_row(3, 1, ["序号", "管号", "结论", "报告时间"])
        sheet.write_row(4, 1, [1, 20220916001, "阴性"])
        sheet.write_datetime(
            4,
            4,
            datetime(2022, 9, 16, 14, 5),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
    run = read(file.getvalue(), "a.xlsx")
    row = StagedResult.objects.of(run.community_id).get(import_id=run.id)
    assert (row.row, row.code, row.value, row.verdict) == (5, "20220916001", "negative", "not_handed_in")
    assert row.tested_at is not None


def test_columns_chosen_once_are_remembered_for_the_laboratory(read: Read, take: Taker, luo: Actor) -> None:
    take("刘洋", "T-0001")
    head = "甲,乙,姓名"
    run = read(csv("T-0001,阴性,王小明", head=head))
    assert (run.state, run.headings) == ("choosing", ["甲", "乙", "姓名"])
    with pytest.raises(Problem) as refused:
        importing.choose_columns(by=luo, run=run, columns={"code": "甲", "result": "甲"})
    assert refused.value.code == "testing.no_columns"
    importing.choose_columns(by=luo, run=run, columns={"code": "甲", "result": "乙"})
    assert staged(run) == [("T-0001", "negative", "not_handed_in")]
    again = read(csv("T-0001,阳性,", head=head))
    assert again.state == "ready"
    assert Layout.objects.of(luo.community_id).get().columns == {"code": "甲", "result": "乙"}


def test_a_file_that_is_none_is_refused_in_words(read: Read) -> None:
    with pytest.raises(Problem) as refused:
        read(b"%PDF-1.4", "a.xlsx")
    assert refused.value.code == "testing.result_file_unreadable"


def test_the_file_is_kept_sealed_until_it_is_applied_and_no_name_in_it_ever(
    read: Read, take: Taker, luo: Actor, cast: Cast
) -> None:
    take("刘洋", "T-0001")
    run = read(csv("T-0001,阴性,王小明", head="管号,结果,姓名"))
    assert "王小明".encode() not in bytes(run.sealed_file)
    importing.apply(by=luo, run=run)
    assert bytes(ResultImport.objects.of(cast.community_id).get().sealed_file) == b""


def test_the_pages_lead_from_the_file_to_its_results(
    take: Taker, cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0002")
    client = signed_in_as("luo")
    upload = SimpleUploadedFile("结果.csv", csv("T-0001,阴性,", "T-002,阴性,"))
    answer = client.post(reverse("testing_result_upload"), {"laboratory": LAB, "file": upload})
    run = ResultImport.objects.of(cast.community_id).get()
    assert answer.headers["Location"] == reverse("testing_result_import", args=[run.id])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "T-0002" in page and "刘洋" not in page
    row = StagedResult.objects.of(cast.community_id).get(verdict="unknown")
    client.post(reverse("testing_result_row", args=[run.id]), {"row": row.id, "code": "T-0002"})
    client.post(reverse("testing_result_apply", args=[run.id]))
    assert Result.objects.of(cast.community_id).filter(state="final", value="negative").count() == 2


def test_by_hand_an_unknown_code_is_asked_about_before_it_is_kept(
    take: Taker, cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    take("刘洋", "T-0001")
    client, url = signed_in_as("luo"), reverse("testing_result_enter")
    form = {"fact": "0192f000-0000-7000-8000-000000000001", "code": "T-001", "value": "n"}
    asked = client.post(url, form)
    assert asked.status_code == 422 and "T-0001" in asked.content.decode()
    assert not Result.objects.of(cast.community_id).exists()
    assert client.post(url, form | {"anyway": "1"}).status_code == 302
    assert client.post(url, form | {"value": "?"}).status_code == 422
    assert Result.objects.of(cast.community_id).get().code == "T-001"
