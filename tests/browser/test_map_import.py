"""A map from the file to the register, on phone and desk."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from gridward.areas.maps.working import work_on_maps
from gridward.areas.models import Building
from tests.areas.plans import town
from tests.cast import Cast, cast_id

SignedIn = Callable[[Page, str], Page]


def test_a_map_is_looked_at_decided_and_let_in(
    cast: Cast, page: Page, signed_in: SignedIn, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    path = tmp_path / "town.geojson"
    path.write_bytes(town())
    signed_in(page, "chen").goto("/map/imports/")
    axe(page)
    page.get_by_label("地图文件").set_input_files(path)
    page.get_by_role("button", name="读取地图").click()
    expect(page.locator("main")).to_contain_text("正在处理地图")
    work_on_maps()
    expect(page.locator("main")).to_contain_text("目前什么都还没写入", timeout=15_000)
    expect(page.locator("[data-map-rows] li").first).to_be_attached()
    axe(page)
    look(page, "preview")
    page.get_by_label("way/7").check()
    page.get_by_role("button", name="搁置").click()
    expect(page.locator("main")).to_contain_text("已决定 1 个图形")
    page.get_by_role("button", name="确认入册").click()
    work_on_maps()
    expect(page.locator("main")).to_contain_text("已上图", timeout=15_000)
    assert Building.objects.of(cast.community_id).get(map_ref="way/2").footprint


def test_a_building_is_put_on_the_map_by_hand(
    cast: Cast, page: Page, signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    signed_in(page, "chen").goto("/buildings/unplaced/")
    axe(page)
    look(page, "unplaced")
    page.get_by_role("link", name=re.compile("信合小区3号楼")).click()
    expect(page.get_by_role("button", name="绘制")).to_be_visible()
    axe(page)
    look(page, "place")
    page.get_by_label("或写坐标").fill("110.3, 33.7")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("位置已保存")
    assert Building.objects.of(cast.community_id).get(id=cast_id("building 3")).lng == 110.3


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("LOOK"):
        size = page.viewport_size or {"width": 0}
        page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
