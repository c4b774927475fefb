"""A kind of notice for tests: its words name what its ids mean, to whoever may still see it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice
from gridward.accounts.notices import NoticeFact, NoticeKind, NoticeWords, notice_kinds
from gridward.households.access import doors_for
from gridward.shared.ids import derived_id
from tests.cast import Cast, cast_id

TOLD = "tests.told"


def _words(reader: Actor, notices: Sequence[Notice]) -> Mapping[UUID, NoticeWords]:
    doors = {door.id: door for door in doors_for(reader).filter(id__in=[n.about_id for n in notices])}
    return {
        n.id: NoticeWords(f"请到{doors[n.about_id].plate}", "今天内") for n in notices if n.about_id in doors
    }


notice_kinds.register(TOLD, NoticeKind(TOLD, "测试通知", _words, {"mistyped": "录入有误"}))


def about(cast: Cast, door: str, *names: str, **more: str) -> list[NoticeFact]:
    """One notice about a door for each of these members, each with an id of its own."""
    return [
        NoticeFact(
            worker_id=cast.workers[name],
            kind=TOLD,
            about_id=cast.doors[door],
            about={"area": cast_id("area 3")},
            url="/doors/",
            id=derived_id("told", door, name),
            **more,
        )
        for name in names
    ]
