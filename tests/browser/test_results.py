"""A positive tube in a real browser: file, second person, re-sample, release, and what each may see of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.testing.models import TestDay, Waiting
from tests.cast import Cast
from tests.testing.day import Taker
from tests.testing.results import a_wait

pytestmark = pytest.mark.django_db(transaction=True)
FILE = {
    "name": "9月16日结果.csv",
    "mimeType": "text/csv",
    "buffer": "试管编号,检测结果,检测时间\nT-0001,阳性,2022-09-16 14:05\nT-002,阴性,\n".encode("gb18030"),
}
Sign = Callable[[Page, str], Page]


def by_scanner(page: Page, code: str, letter: str) -> None:
    """Scan the tube, one key for the result, Enter: nothing else is touched."""
    page.keyboard.type(code)
    page.keyboard.press("Tab")
    page.keyboard.type(letter)
    page.keyboard.press("Enter")


def test_a_positive_tube_goes_from_the_file_to_the_release(
    desk: Page, signed_in: Sign, axe: Callable[[Page], None], cast: Cast, take: Taker, day: TestDay
) -> None:
    for name in ("luo", "heqi"):
        cast.call(name)
    take("刘洋", "T-0001"), take("何秀英", "T-0001"), take("马兰", "T-0002")
    signed_in(desk, "luo").goto("/testing/results/")
    desk.get_by_label("检测机构", exact=True).fill("县医院")
    desk.get_by_label("检测结果", exact=True).set_input_files(FILE)
    desk.get_by_role("button", name="查看").click()
    expect(desk.locator("#answer")).to_contain_text("全部 2 行")
    axe(desk)
    desk.get_by_role("button", name="应为 T-0002").click()
    desk.get_by_role("button", name="录入 2 条结果").click()
    expect(desk.locator("#answer")).to_contain_text("已录入")
    signed_in(desk, "chen").goto("/testing/results/compare/")
    axe(desk)
    by_scanner(desk, "T-0001", "p")
    expect(desk.locator("#answer")).to_contain_text("没有待核对的结果")
    take("刘洋", "R-0001", phase="resample", capacity=1)
    signed_in(desk, "luo").goto("/testing/results/")
    by_scanner(desk, "R-0001", "n")
    expect(desk.get_by_role("main")).to_contain_text("试管 R-0001：已保存")
    signed_in(desk, "heqi").goto("/testing/waits/")
    expect(desk.locator("#answer")).to_contain_text("1 人待决定是否解除")
    axe(desk)
    desk.get_by_role("link", name="去决定").click()
    desk.get_by_label("流调已排除密切接触").check()
    desk.get_by_role("button", name="决定解除").click()
    expect(desk.locator(".sheet")).to_contain_text("解除等候通知")
    axe(desk)
    states = Waiting.objects.of(cast.community_id).values_list("state", flat=True)
    assert sorted(states) == ["released", "waiting"]


def test_patrol_sees_a_door_and_a_time_the_worker_only_negative_or_not_yet(
    phone: Page, signed_in: Sign, axe: Callable[[Page], None], cast: Cast, take: Taker, day: TestDay
) -> None:
    a_wait(cast)
    cast.call("pan")
    signed_in(phone, "pan").goto("/testing/stays/")
    expect(phone.get_by_role("main")).to_contain_text("03-001")
    assert "王小明" not in phone.content()
    axe(phone)
    signed_in(phone, "omar").goto("/testing/results/mine/")
    expect(phone.get_by_role("main")).to_contain_text("还没有出结果")
    assert "阳性" not in phone.content()
    axe(phone)
