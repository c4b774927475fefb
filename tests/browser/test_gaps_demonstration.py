"""A demonstration with faults of every kind, made whole by one person in the browser who reads only the page."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Grant, Role, Unit
from gridward.cli.commands import gaps as command
from gridward.cli.parser import make_parser
from gridward.coverage.gaps.report import report_of
from gridward.demo.filling import fill
from gridward.rounds.actions import OutcomeFact, record_outcomes
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from tests.demo.communities import SEEDS
from tests.demo.faults import plant_faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SignIn = Callable[[Page, str], Page]
Settled = Callable[[Page], None]


@pytest.fixture
def coordinator(transactional_db: None) -> Actor:
    """Who coordinates a filled demonstration whose verification was finished, and in which faults were planted."""
    filled = fill(SEEDS[0], datetime.now(UTC), lambda words: None)
    grants = Grant.objects.in_force().filter(community_id=filled.community_id, role=Role.COORDINATOR)
    actor = actor_of(grants.select_related("worker").order_by("since")[0].worker, filled.community_id)
    assert actor is not None
    finish_verification(actor)
    assert report_of(actor).total() == 0
    plant_faults(actor)
    return actor


def finish_verification(by: Actor) -> None:
    """Every door of the open verification is done."""
    dues = Due.objects.of(by.community_id).filter(state=Due.State.OPEN, round__kind__is_verification=True)
    ids = dues.filter(round__community_id=by.community_id).values_list("id", flat=True)
    record_outcomes(by=by, facts=[OutcomeFact(new_id(), id, "done", how="seen") for id in ids])


def counted(community_id: UUID, capsys: Any) -> dict[str, int]:
    """What `gridward gaps --json` still counts, by kind, and that its exit status says the same."""
    capsys.readouterr()
    code = Unit.objects.get(id=community_id).code
    status = command.run(make_parser().parse_args(["gaps", "--json", "--community", code]))
    said = json.loads(capsys.readouterr().out)
    found = {kind["kind"]: kind["count"] for kind in said["kinds"] if kind["count"] and not kind["is_remark"]}
    assert (status == 0) is said["closed"] is (not found)
    return found


def test_a_person_makes_the_grid_whole_in_the_browser(
    coordinator: Actor, desk: Page, signed_in: SignIn, settled: Settled, capsys: Any
) -> None:
    assert len(counted(coordinator.community_id, capsys)) >= 10
    account = coordinator_account(coordinator)
    signed_in(desk, account).goto("/gaps/")
    mend = Mender(desk, settled)
    mend.one_tap("building.elsewhere", "归入所在边界的片区")
    mend.choose("site.area", "归入该片区", "片区", index=1)
    mend.choose("area.leader", "任片长", "工作人员", index=1)
    mend.choose("area.overlap", "裁去另一片区的重叠部分", "重叠地块归", index=1)
    mend.write("building.door", "登记住户", "房号", "")
    mend.choose("door.worker", "任包户责任人", "工作人员", index=1)
    mend.write("door.plate", "编这个门牌", "门牌", "99-90{left}")
    mend.point("building.place", "定位到这里", "经度，纬度", place_in_words(coordinator))
    mend.choose("shape.building", "不计入登记", "事由", index=1)
    verify(desk, settled)
    left = counted(coordinator.community_id, capsys)
    assert left == {}
    desk.goto("/gaps/")
    expect(desk.locator("#gaps-answer")).to_contain_text("没有死角")


def coordinator_account(actor: Actor) -> str:
    """The user name of the coordinator."""
    from gridward.accounts.models import Account

    return str(Account.objects.get(worker_id=actor.worker_id).username)


class Mender:
    """A person who opens the list of a kind and mends what stands there, row by row."""

    def __init__(self, page: Page, settled: Settled) -> None:
        self.page, self.settled = page, settled

    def rows(self, code: str) -> int:
        """Open the list of a kind; how many rows it has."""
        self.page.goto(f"/gaps/?kind={code}")
        return self.page.locator(".gap-table tbody tr").count()

    def one_tap(self, code: str, button: str) -> None:
        """Where the button says all."""
        for left in range(self.rows(code), 0, -1):
            self.page.get_by_role("row").get_by_role("button", name=button).first.click()
            self.went(left - 1)

    def choose(self, code: str, button: str, label: str, *, index: int) -> None:
        """Where one chooses from a list."""
        for left in range(self.rows(code), 0, -1):
            self.open(button).get_by_label(label).select_option(index=index)
            self.keep(left)

    def write(self, code: str, button: str, label: str, words: str) -> None:
        """Where one writes something."""
        for left in range(self.rows(code), 0, -1):
            self.open(button).get_by_label(label).fill(words.format(left=left))
            self.keep(left)

    def point(self, code: str, button: str, label: str, words: str) -> None:
        """Where one points at a map on a page of its own, or writes what a map says."""
        assert self.rows(code) == 1
        form = self.open(button)
        expect(self.page.locator("[data-map-canvas] canvas, [data-map-canvas] svg").first).to_be_visible()
        form.get_by_label(label).fill(words)
        form.get_by_role("button").click()
        self.page.wait_for_url(f"**/gaps/?kind={code}")
        self.went(0)

    def open(self, button: str) -> Any:
        """The form in the first row."""
        self.page.get_by_role("row").get_by_role("link", name=button).first.click()
        return self.page.locator(".gap-form")

    def keep(self, left: int) -> None:
        """Send it, and see the row go."""
        self.page.locator(".gap-form").get_by_role("button").click()
        self.went(left - 1)

    def went(self, left: int) -> None:
        """Wait until so many rows are left."""
        expect(self.page.locator(".gap-table tbody tr")).to_have_count(left)
        self.settled(self.page)


def place_in_words(actor: Actor) -> str:
    """Where the house without a place stands, as the map would say it: beside another house of its lane."""
    from gridward.areas.models import Building

    kind = next(kind for kind in report_of(actor).faults if kind.code == "building.place")
    [gap] = kind.every()
    lost = Building.objects.of(actor.community_id).get(id=gap.id)
    near = Building.objects.of(actor.community_id).filter(area_id=lost.area_id, lng__isnull=False)[0]
    return f"{near.lng}, {near.lat}"


def verify(page: Page, settled: Settled) -> None:
    """The doors nobody has verified are taken into the open round, then confirmed at its page."""
    page.goto("/gaps/?kind=door.verified")
    count = page.locator(".gap-table tbody tr").count()
    page.get_by_role("row").get_by_role("link", name="去补上").first.click()
    page.get_by_role("button", name="按台账更新").click()
    for left in range(count, 0, -1):
        page.goto("/gaps/?kind=door.verified")
        expect(page.locator(".gap-table tbody tr")).to_have_count(left)
        page.get_by_role("row").get_by_role("link", name="去补上").first.click()
        page.get_by_role("button", name="一切照旧").click()
        expect(page.locator("#answer, .answer").first).to_contain_text("已完成")
