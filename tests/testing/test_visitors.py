"""Visitors: found on no register, settled by somebody named; a known one's sample settles the due."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.facts.answers import Verdict
from gridward.shared.ids import new_id
from gridward.testing.actions import VisitorCheck, check_visitors
from gridward.testing.models import Sample, Visitor
from gridward.testing.samples import VisitorWords
from tests.cast import Cast
from tests.testing.day import Taker, due_of

Visit = Callable[..., UUID]


@pytest.fixture
def visit(take: Taker) -> Visit:
    """`visit("刘洋")`: somebody of that name sampled as a visitor; the visitor's id."""

    def one(name: str, tube: str = "T-0001") -> UUID:
        id = new_id()
        take(id, tube, visitor=VisitorWords(name=name, phone="15400000009"))
        return id

    return one


def test_a_known_visitor_hands_the_sample_over_and_settles_the_due(
    visit: Visit, chen: Actor, cast: Cast
) -> None:
    id = visit("刘洋")
    fact = VisitorCheck(id, "known", cast.persons["刘洋"])
    assert [a.verdict for a in check_visitors(by=chen, facts=[fact, fact])] == [
        Verdict.ACCEPTED,
        Verdict.DUPLICATE,
    ]
    kept = Sample.objects.of(cast.community_id).get()
    assert (kept.subject, kept.subject_id) == ("person", cast.persons["刘洋"])
    assert (due_of(cast, "刘洋").state, kept.due_id) == ("done", due_of(cast, "刘洋").id)


def test_a_known_visitor_sampled_before_is_flagged_and_kept(
    visit: Visit, take: Taker, chen: Actor, cast: Cast
) -> None:
    take("刘洋", "T-0007")
    id = visit("刘洋")
    check_visitors(by=chen, facts=[VisitorCheck(id, "known", cast.persons["刘洋"])])
    flagged = Sample.objects.of(cast.community_id).exclude(flags=[]).get()
    assert (flagged.flags, flagged.owner_id) == (["testing.sampled_before"], chen.worker_id)


def test_who_does_not_live_here_stays_a_visitor(visit: Visit, chen: Actor, cast: Cast) -> None:
    id = visit("赵六六")
    check_visitors(by=chen, facts=[VisitorCheck(id, "passing")])
    assert Sample.objects.of(cast.community_id).get().subject == "visitor"
    other = check_visitors(by=chen, facts=[VisitorCheck(id, "known", cast.persons["刘洋"])])[0]
    assert other.code == "testing.visitor_checked"


@pytest.mark.parametrize(
    ("decision", "code"), [("known", "testing.no_decision"), ("perhaps", "testing.no_decision")]
)
def test_a_check_that_decides_nothing_is_refused(visit: Visit, chen: Actor, decision: str, code: str) -> None:
    assert check_visitors(by=chen, facts=[VisitorCheck(visit("赵六六"), decision)])[0].code == code


def test_nobody_else_settles_it(visit: Visit, omar: Actor, chen: Actor) -> None:
    fact = VisitorCheck(visit("赵六六"), "passing")
    assert check_visitors(by=omar, facts=[fact])[0].code == "shared.not_yours"
    assert check_visitors(by=chen, facts=[VisitorCheck(new_id(), "passing")])[0].code == "shared.not_found"


def test_many_are_settled_in_as_many_statements_as_one(visit: Visit, chen: Actor, cast: Cast) -> None:
    def settled(names: list[str]) -> int:
        ids = [(visit(name), cast.persons[name]) for name in names]
        with CaptureQueriesContext(connection) as statements:
            check_visitors(by=chen, facts=[VisitorCheck(id, "known", person) for id, person in ids])
        return len(statements)

    assert settled(["刘洋"]) == settled(["何秀英", "王小明", "李芳", "张国强"])


def test_the_page_shows_who_it_may_be_and_is_written_down(
    visit: Visit, signed_in_as: Callable[[str], Client], cast: Cast
) -> None:
    id = visit("刘洋")
    url = reverse("testing_visitor", args=[id])
    page = signed_in_as("chen").get(url).content.decode()
    assert "15400000009" in page and str(cast.persons["刘洋"]) in page
    assert Entry.objects.filter(community_id=cast.community_id, deed="visitor.seen", subject_id=id).exists()
    answer = signed_in_as("chen").post(url, {"do": "known", "person": cast.persons["刘洋"]})
    assert answer.status_code == 302 and due_of(cast, "刘洋").state == "done"


def test_the_list_masks_the_name(visit: Visit, signed_in_as: Callable[[str], Client], cast: Cast) -> None:
    visit("赵六六")
    page = signed_in_as("chen").get(reverse("testing_visitors")).content.decode()
    assert "赵*六" in page and "赵六六" not in page
    assert Visitor.objects.of(cast.community_id).count() == 1
    assert "赵*六" not in signed_in_as("omar").get(reverse("testing_visitors")).content.decode()
