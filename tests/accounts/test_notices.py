"""Notices: told once, in words made when they are read, read, withdrawn, and everybody told is told."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice, Urgency
from gridward.accounts.notices import NoticeFact, channels, mark_read, send, withdraw
from gridward.accounts.notices.queries import notice_lines, unread_of
from gridward.audit.models import Entry
from gridward.shared.ids import new_id
from tests.accounts.telling import TOLD, about
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]


def test_a_notice_is_unread_until_it_is_read(cast: Cast, chen: Actor, omar: Actor) -> None:
    told = send(by=chen, notices=about(cast, "3-101", "omar"))
    assert unread_of(omar).count == 1
    assert mark_read(by=omar, ids=[told[0].id]) == 1 and unread_of(omar).count == 0
    assert mark_read(by=omar, ids=[told[0].id]) == 0


def test_sending_twice_tells_once(cast: Cast, chen: Actor, omar: Actor) -> None:
    send(by=chen, notices=about(cast, "3-101", "omar"))
    assert send(by=chen, notices=about(cast, "3-101", "omar") * 2) == []
    assert unread_of(omar).count == 1


def test_words_are_made_when_read_and_only_of_what_the_reader_may_see(cast: Cast, chen: Actor) -> None:
    send(by=chen, notices=about(cast, "3-101", "omar", "zhao"))
    assert notice_lines(cast.actor("omar"))[0].title == "请到03-001"
    assert notice_lines(cast.actor("zhao"))[0].title == "测试通知"
    kept = Notice.objects.of(cast.community_id).values()
    assert "请到" not in str(list(kept))


def test_whoever_was_told_is_told_of_the_withdrawal_once(cast: Cast, chen: Actor) -> None:
    send(by=chen, notices=about(cast, "3-101", "omar", "lin"))
    assert withdraw(by=chen, about_id=cast.doors["3-101"], reason="mistyped") == 2
    assert withdraw(by=chen, about_id=cast.doors["3-101"], reason="mistyped") == 0
    newest, first = notice_lines(cast.actor("omar"))
    with translation.override("en"):
        newest = notice_lines(cast.actor("omar"))[0]
    assert newest.title == "Withdrawn: 请到03-001" and "录入有误" in newest.text
    assert first.state == "exempt" and (first.withdrawn_by, first.withdrawn_why) == ("陈静", "录入有误")
    assert unread_of(cast.actor("omar")).count == 1


def test_what_was_withdrawn_can_be_told_anew_but_not_under_its_old_id(cast: Cast, chen: Actor) -> None:
    old = about(cast, "3-101", "omar")
    send(by=chen, notices=old)
    withdraw(by=chen, about_id=cast.doors["3-101"])
    assert send(by=chen, notices=old) == []
    again = NoticeFact(cast.workers["omar"], TOLD, cast.doors["3-101"])
    assert len(send(by=chen, notices=[again])) == 1
    assert withdraw(by=chen, about_id=cast.doors["3-101"]) == 1


def test_nobody_reads_or_opens_what_another_was_told(cast: Cast, chen: Actor, signed_in_as: Signed) -> None:
    told = send(by=chen, notices=about(cast, "3-101", "omar"))[0]
    assert mark_read(by=chen, ids=[told.id]) == 0
    assert signed_in_as("chen").post(reverse("notice_open", args=[told.id])).status_code == 404
    assert signed_in_as("max").post(reverse("notice_open", args=[told.id])).status_code == 404
    assert notice_lines(chen) == [] and unread_of(cast.actor("omar")).count == 1


def test_opening_reads_and_leads_to_the_thing(cast: Cast, chen: Actor, signed_in_as: Signed) -> None:
    told = send(by=chen, notices=about(cast, "3-101", "omar"))[0]
    answer = signed_in_as("omar").post(reverse("notice_open", args=[told.id]))
    assert answer["Location"] == "/doors/" and unread_of(cast.actor("omar")).count == 0


def test_the_page_shows_new_read_and_withdrawn(cast: Cast, chen: Actor, signed_in_as: Signed) -> None:
    send(by=chen, notices=about(cast, "3-101", "omar", urgency=Urgency.URGENT))
    send(by=chen, notices=about(cast, "3-102", "omar"))
    page = signed_in_as("omar").get(reverse("notices")).content.decode()
    assert "请到03-001" in page and "紧急" in page and 'class="bell bell-urgent"' in page
    ids = [line.notice.id for line in notice_lines(cast.actor("omar"))]
    signed_in_as("omar").post(reverse("notices_read"), {"notice": [*map(str, ids), "rubbish"]})
    withdraw(by=chen, about_id=cast.doors["3-101"])
    page = signed_in_as("omar").get(reverse("notices")).content.decode()
    assert "notice-line-withdrawn" in page and "已撤回" in page and "bell-urgent" in page


def test_the_bell_asks_again_and_answers_only_news(cast: Cast, chen: Actor, signed_in_as: Signed) -> None:
    client, url = signed_in_as("omar"), reverse("notices_count")
    assert client.get(f"{url}?shown=0-0").status_code == 204
    send(by=chen, notices=about(cast, "3-101", "omar"))
    assert b"bell-count" in client.get(f"{url}?shown=0-0").content
    assert client.get(f"{url}?shown=1-0").status_code == 204
    assert Client().get(url).status_code == 204


def test_the_count_in_the_frame_costs_no_statement_of_its_own(
    cast: Cast, chen: Actor, signed_in_as: Signed
) -> None:
    send(by=chen, notices=about(cast, "3-101", "omar"))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        signed_in_as("omar").get(reverse("password"))
    asking = [q["sql"] for q in seen if "accounts_notice" in q["sql"]]
    assert len(asking) == 1 and "accounts_unit" in asking[0]


def test_five_hundred_are_told_and_told_again_in_as_many_statements_as_five(cast: Cast, chen: Actor) -> None:
    def told(how_many: int) -> tuple[int, int]:
        thing = new_id()
        facts = [NoticeFact(cast.workers["omar"], TOLD, thing) for _ in range(how_many)]
        with CaptureQueriesContext(connection) as sending:
            send(by=chen, notices=facts)
        with CaptureQueriesContext(connection) as taking_back:
            withdraw(by=chen, about_id=thing)
        return len(sending), len(taking_back)

    assert told(500) == told(5)


def test_every_channel_gets_every_notice_and_withdrawal(
    cast: Cast, chen: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []
    parts = {**channels._parts, "paper": lambda by, notices: gone.extend(n.kind for n in notices)}
    monkeypatch.setattr(channels, "_parts", parts)
    send(by=chen, notices=about(cast, "3-101", "omar"))
    withdraw(by=chen, about_id=cast.doors["3-101"])
    assert gone == [TOLD, "accounts.withdrawal"]


def test_an_unknown_kind_is_not_sent(cast: Cast, chen: Actor) -> None:
    with pytest.raises(KeyError):
        send(by=chen, notices=[NoticeFact(cast.workers["omar"], "nobody.knows", new_id())])


def test_telling_is_on_record_by_id_alone(cast: Cast, chen: Actor) -> None:
    told = send(by=chen, notices=about(cast, "3-101", "omar"))[0]
    line = Entry.objects.filter(community_id=cast.community_id, deed="notice.sent").get()
    assert (line.by_id, line.subject_id, line.how_many) == (chen.worker_id, told.id, 1)


@pytest.mark.parametrize("name", ["sun", "luo", "heqi", "pan", "rosa"])
def test_whoever_has_an_account_reads_own_notices(
    cast: Cast, chen: Actor, signed_in_as: Signed, name: str
) -> None:
    client = signed_in_as(name)
    send(by=chen, notices=about(cast, "3-101", name))
    assert "测试通知" in client.get(reverse("notices")).content.decode() or name == "rosa"
