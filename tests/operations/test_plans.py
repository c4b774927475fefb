"""Plan documents: written, submitted to a named person, approved by that other person, in force, withdrawn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.operations.models import PlanDocument, PlanVersion
from gridward.operations.plans import queries
from gridward.operations.plans.actions import (
    MOST_MEGABYTES,
    PlanKindFact,
    PlanText,
    approve,
    begin_plan,
    put_in_force,
    put_kinds,
    send_back,
    submit,
    withdraw,
    write_version,
)
from gridward.operations.plans.marking import blocks_of
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id

SignIn = Callable[[str], Client]


def code_of(verb: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        verb()
    return caught.value.code


@pytest.fixture
def plan(cast: Cast, chen: Actor) -> PlanDocument:
    """The overall plan, in its first draft by Chen."""
    put_kinds(by=chen, facts=[PlanKindFact("overall", "总体方案", "Overall plan")])
    return begin_plan(by=chen, kind="overall", title="总体方案", said=PlanText("# 目标\n查清底数\n早晚走访"))


def version(plan: PlanDocument, number: int = 1) -> PlanVersion:
    return PlanVersion.objects.of(plan.community_id).get(document_id=plan.id, number=number)


def agree(cast: Cast, chen: Actor, lin: Actor, plan: PlanDocument, number: int = 1) -> None:
    """Submitted to Lin, approved by Lin, put in force by Chen."""
    submit(by=chen, version_id=version(plan, number).id, to_id=cast.workers["lin"])
    approve(by=lin, version_id=version(plan, number).id)
    put_in_force(by=chen, version_id=version(plan, number).id)


def test_a_plan_goes_from_draft_to_in_force_by_two_people(
    cast: Cast, chen: Actor, lin: Actor, plan: PlanDocument
) -> None:
    agree(cast, chen, lin, plan)
    standing = version(plan)
    assert (standing.state, standing.approved_by_id) == ("in_force", cast.workers["lin"])
    (line,) = queries.plan_lines(cast.community_id)
    assert line.in_force == standing and line.approved_by == "林涛"


def test_the_next_version_in_force_replaces_the_one_before(
    cast: Cast, chen: Actor, lin: Actor, plan: PlanDocument
) -> None:
    agree(cast, chen, lin, plan)
    write_version(by=chen, document_id=plan.id, said=PlanText("# 目标\n查清底数\n早中晚走访"))
    assert version(plan).state == "in_force"
    agree(cast, chen, lin, plan, 2)
    assert (version(plan).state, version(plan, 2).state) == ("replaced", "in_force")


def test_whoever_wrote_it_is_not_asked_to_approve_it(cast: Cast, chen: Actor, plan: PlanDocument) -> None:
    verb = lambda: submit(by=chen, version_id=version(plan).id, to_id=cast.workers["chen"])  # noqa: E731
    assert code_of(verb) == "operations.bad_approver"


def test_the_database_refuses_a_plan_approved_by_its_writer(cast: Cast, plan: PlanDocument) -> None:
    mine = PlanVersion.objects.of(cast.community_id).filter(document_id=plan.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.update(approved_by_id=cast.workers["chen"])


@pytest.mark.parametrize("who", ["chen", "dora", "omar"])
def test_only_the_person_named_approves(
    cast: Cast, chen: Actor, plan: PlanDocument, who: str, request: pytest.FixtureRequest
) -> None:
    submit(by=chen, version_id=version(plan).id, to_id=cast.workers["lin"])
    by = request.getfixturevalue(who)
    assert code_of(lambda: approve(by=by, version_id=version(plan).id)) == "operations.not_the_approver"


def test_what_is_sent_back_is_a_draft_again_with_the_remark(
    cast: Cast, chen: Actor, lin: Actor, plan: PlanDocument
) -> None:
    submit(by=chen, version_id=version(plan).id, to_id=cast.workers["lin"])
    send_back(by=lin, version_id=version(plan).id, remark="补上值班表")
    assert (version(plan).state, version(plan).remark) == ("draft", "补上值班表")


def test_a_withdrawn_plan_holds_no_more_and_says_why(
    cast: Cast, chen: Actor, lin: Actor, plan: PlanDocument
) -> None:
    agree(cast, chen, lin, plan)
    assert (
        code_of(lambda: withdraw(by=chen, version_id=version(plan).id, remark=" ")) == "operations.no_remark"
    )
    withdraw(by=chen, version_id=version(plan).id, remark="情况变化")
    assert queries.plan_lines(cast.community_id)[0].in_force is None


def test_a_draft_is_not_put_in_force(chen: Actor, plan: PlanDocument) -> None:
    verb = lambda: put_in_force(by=chen, version_id=version(plan).id)  # noqa: E731
    assert code_of(verb) == "operations.plan_stands_otherwise"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (PlanText(" "), "operations.plan_empty"),
        (PlanText("", True, "方案.exe", b"MZ"), "operations.file_kind"),
        (PlanText("", True, "方案.pdf", bytes((MOST_MEGABYTES << 20) + 1)), "operations.file_too_large"),
    ],
)
def test_what_cannot_be_kept_is_refused(chen: Actor, plan: PlanDocument, said: PlanText, code: str) -> None:
    assert code_of(lambda: write_version(by=chen, document_id=plan.id, said=said)) == code


def test_a_title_is_taken_once(chen: Actor, plan: PlanDocument) -> None:
    verb = lambda: begin_plan(by=chen, kind="overall", title="总体方案", said=PlanText("x"))  # noqa: E731
    assert code_of(verb) == "operations.plan_title_taken"


def test_two_versions_differ_line_by_line(chen: Actor, plan: PlanDocument) -> None:
    write_version(by=chen, document_id=plan.id, said=PlanText("# 目标\n查清底数\n早中晚走访"))
    found = queries.difference(version(plan), version(plan, 2))
    assert (found.added, found.removed) == (1, 1)
    assert ("removed", "早晚走访") in found.lines and ("added", "早中晚走访") in found.lines


def test_markdown_becomes_headings_lists_and_paragraphs_and_nothing_else() -> None:
    blocks = blocks_of("# 一\n- 甲\n- 乙\n\n<script>", is_markdown=True)
    assert [(block.kind, block.lines) for block in blocks] == [
        ("heading", ["一"]),
        ("list", ["甲", "乙"]),
        ("paragraph", ["<script>"]),
    ]


def test_the_pages_take_a_plan_all_the_way(cast: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    put_kinds(by=chen, facts=[PlanKindFact("overall", "总体方案")])
    desk, lin = signed_in_as("chen"), signed_in_as("lin")
    said: dict[str, Any] = {"id": cast_id("p"), "kind": "overall", "title": "方案", "text": "# 目标 <b>"}
    said["file"] = SimpleUploadedFile("盖章.pdf", b"%PDF-1.7")
    assert desk.post("/plans/new/", said).status_code == 302
    made = PlanVersion.objects.of(cast.community_id).get()
    decide = f"/plans/versions/{made.id}/decide/"
    desk.post(decide, {"deed": "submit", "to": cast.workers["lin"]})
    assert "待您审批" in lin.get(f"/plans/{said['id']}/").content.decode()
    lin.post(decide, {"deed": "approve"})
    desk.post(decide, {"deed": "in_force"})
    page = desk.get(f"/plans/{said['id']}/").content.decode()
    assert "生效中" in page and "林涛" in page and "&lt;b&gt;" in page
    assert "方案" in desk.get("/settings/operation/").content.decode()
    file = signed_in_as("rosa").get(f"/plans/versions/{made.id}/file/")
    assert file.content == b"%PDF-1.7" and "attachment" in file.headers["Content-Disposition"]


def test_a_page_compares_two_versions_in_words(chen: Actor, plan: PlanDocument, signed_in_as: SignIn) -> None:
    write_version(by=chen, document_id=plan.id, said=PlanText("# 目标\n查清底数"))
    page = signed_in_as("rosa").get(f"/plans/{plan.id}/compare/").content.decode()
    assert "删去" in page and "早晚走访" in page
