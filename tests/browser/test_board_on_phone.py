"""The board of a day of testing on a phone: who is most behind first, and every row a press away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.testing.models import TestDay
from tests.testing.day import Taker

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_phone_shows_who_is_behind_and_the_rest_on_demand(
    phone: Page,
    signed_in: Callable[[Page, str], Page],
    axe: Callable[[Page], None],
    day: TestDay,
    take: Taker,
) -> None:
    take("刘洋", "C-0001")
    signed_in(phone, "chen").goto("/testing/")
    rows = phone.locator(".people-rows tbody tr:visible")
    expect(rows.first).to_contain_text("第3片区")
    behind = rows.count()
    axe(phone)
    phone.locator(".people-all a").click()
    expect(phone.locator(".people-rows.is-all")).to_be_visible()
    assert rows.count() > behind
    rows.first.locator(".row-missing a").click()
    expect(phone.locator("table").first).to_be_visible()
