"""Signing in, people at work and rights, as people meet them in the browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts import actions
from tests.cast import PASSWORD, Cast, cast_id

SignedIn = Callable[[Page, str], Page]


@pytest.fixture
def team(cast: Cast) -> Cast:
    """The publicity team, led by Lin."""
    team = actions.TeamFact("宣传疏导组", "入户宣传，解释政策，安抚情绪", id=cast_id("team"))
    places = [
        actions.MemberFact(team.id, cast.workers["lin"], True),
        actions.MemberFact(team.id, cast.workers["omar"]),
    ]
    actions.keep_team(by=cast.actor("chen"), fact=team, members=places)
    return cast


def test_somebody_signs_in_and_reaches_the_page_asked_for(
    cast: Cast, page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto("/workers/")
    axe(page)
    page.get_by_label("登录名").fill("chen")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作队伍")


PAGES = """
/workers/ /workers/?by=team /workers/teams/ /workers/units/ /workers/new/ /workers/{lin}/ /settings/accounts/
/settings/accounts/new/ /settings/accounts/{lin}/ /settings/log/ /password/
""".split()


@pytest.mark.parametrize("address", PAGES)
def test_pages_about_people_are_open_to_everybody_who_reads_them(
    team: Cast, page: Page, signed_in: SignedIn, axe: Callable[[Page], None], address: str
) -> None:
    signed_in(page, "dora").goto(address.format(lin=team.workers["lin"]))
    axe(page)
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "the page is wider than the screen"


def test_a_data_officer_gives_a_newcomer_account_and_right_who_then_chooses_a_password(
    cast: Cast, opened: Callable[..., Page], signed_in: SignedIn
) -> None:
    desk = signed_in(opened(), "dora")
    desk.goto("/workers/new/")
    desk.get_by_label("姓名").fill("何新")
    desk.get_by_label("单位").select_option("县审计局")
    desk.get_by_role("button", name="保存").click()
    desk.get_by_role("link", name="账号与权限").click()
    desk.get_by_role("link", name="开通账号").click()
    desk.get_by_label("登录名").fill("hexin")
    desk.get_by_role("button", name="开通").click()
    password = desk.locator("#one-time-password").inner_text()
    desk.get_by_role("link", name=re.compile("去设置权限")).click()
    desk.get_by_label("角色").select_option("查看人员")
    desk.get_by_label("事由").fill("九月十二日名单")
    desk.get_by_role("button", name="授予", exact=True).click()
    expect(desk.get_by_text("九月十二日名单")).to_be_visible()
    newcomer_signs_in(opened(language="zh-hans"), password)


def newcomer_signs_in(phone: Page, password: str) -> None:
    phone.goto("/workers/")
    phone.get_by_label("登录名").fill("hexin")
    phone.get_by_label("密码").fill(password)
    phone.get_by_role("button", name="登录").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("修改密码")
    phone.get_by_label("原密码").fill(password)
    phone.get_by_label("新密码", exact=True).fill("three-quiet-doors")
    phone.get_by_label("再输一遍新密码").fill("three-quiet-doors")
    phone.get_by_role("button", name="启用新密码").click()
    phone.goto("/workers/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("工作队伍")


def test_a_name_locked_out_is_told_when_to_try_again(cast: Cast, desk: Page, settings: object) -> None:
    settings.AXES_ENABLED = True  # type: ignore[attr-defined]
    for _ in range(6):
        desk.goto("/sign-in/")
        desk.get_by_label("登录名").fill("chen")
        desk.get_by_label("密码").fill("a wrong password")
        desk.get_by_role("button", name="登录").click()
    expect(desk.get_by_text(re.compile("请 1[45] 分钟后再试"))).to_be_visible()
