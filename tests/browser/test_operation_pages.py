"""The pages of zones, plans and answers on phone and desk: nothing hinders anybody, and a zone is drawn."""

import json
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from gridward.accounts.actors import Actor
from gridward.areas.actions import put_buildings
from gridward.areas.entries import BuildingFact
from gridward.operations.models import Zone
from gridward.operations.patterns.actions import bring_pattern
from gridward.operations.plans.queries import plan_lines
from gridward.operations.zones.actions import open_zone
from gridward.operations.zones.entries import ZoneFact
from tests.cast import Cast, cast_id

RING = [[110.3, 33.6], [110.4, 33.6], [110.4, 33.7], [110.3, 33.7], [110.3, 33.6]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
SignIn = Callable[[Page, str], Page]


def a_zone(chen: Actor) -> Zone:
    """A zone around building 3, which stands on the map."""
    bring_pattern(by=chen, code="flood")
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 3"), lng=110.35, lat=33.65)])
    return open_zone(
        by=chen, fact=ZoneFact("低洼区", "move_now", timezone.localdate(), "1号", outline=SQUARE)
    )


def test_nothing_on_the_pages_hinders_anybody(
    page: Page, cast: Cast, chen: Actor, signed_in: SignIn, axe: Callable[[Page], None]
) -> None:
    zone = a_zone(chen)
    plan = plan_lines(cast.community_id)[0].document
    signed_in(page, "chen")
    addresses = [
        "/zones/",
        f"/zones/{zone.id}/",
        f"/zones/{zone.id}/edit/",
        "/settings/zone-words/",
        "/plans/",
        f"/plans/{plan.id}/",
        f"/plans/{plan.id}/compare/",
        "/settings/operation/pattern/",
        "/settings/round-kinds/move_out/",
    ]
    for address in addresses:
        page.goto(address)
        axe(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_zone_is_drawn_by_keyboard_and_changed_by_another_decision(
    desk: Page, cast: Cast, chen: Actor, signed_in: SignIn
) -> None:
    zone = a_zone(chen)
    signed_in(desk, "chen").goto(f"/zones/{zone.id}/edit/")
    desk.get_by_role("button", name="全部清除").click()
    for place in ("110.30, 33.60", "110.34, 33.60", "110.34, 33.64"):
        desk.get_by_label("所选点的经纬度").fill(place)
        desk.get_by_role("button", name="设定此点").click()
    desk.get_by_role("button", name="完成图形").click()
    drawn = json.loads(desk.locator("#id_outline").input_value())
    assert len(drawn["coordinates"][0]) == 4
    desk.get_by_label("戒备区").check()
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("#content, main").first).to_contain_text("调整级别要有新的决定")
    desk.get_by_label("决定", exact=True).fill("2号")
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("main")).to_contain_text("2号")
    expect(desk.locator("#answer")).to_contain_text("0")
