"""Two who used one tube, or took one person, are both told at once; no record is dropped."""

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice
from gridward.accounts.notices import notice_kinds
from gridward.testing.models import Sample
from tests.cast import Cast
from tests.testing.day import OTHER_STATION, Taker


def told(cast: Cast) -> dict[str, str]:
    """What each worker was told: its title, by the worker's name in the cast."""
    names = {id: name for name, id in cast.workers.items()}
    found = {}
    for notice in Notice.objects.of(cast.community_id):
        reader = cast.actor(names[notice.worker_id])
        found[names[notice.worker_id]] = notice_kinds[notice.kind].words(reader, [notice])[notice.id].title
    return found


def test_two_stations_with_one_tube_are_told_of_each_other(take: Taker, cast: Cast, chen: Actor) -> None:
    take("刘洋", "T-0001")
    take("何秀英", "T-0001", by=cast.actor("sun"), station_id=OTHER_STATION)
    words = told(cast)
    assert "T-0001" in words["chen"] and "孙岩" in words["chen"] and "陈静" in words["sun"]
    assert Sample.objects.of(cast.community_id).count() == 2


def test_one_person_in_two_tubes_is_told_to_both_each_about_the_own_tube(take: Taker, cast: Cast) -> None:
    take("刘洋", "T-0001")
    take("刘洋", "T-0002", by=cast.actor("sun"))
    take("刘洋", "T-0003", by=cast.actor("sun"))
    words = told(cast)
    assert "T-0001" in words["chen"] and "陈静" in words["sun"]
    assert all("刘洋" not in said for said in words.values())
    assert Notice.objects.of(cast.community_id).count() == 2


def test_nobody_is_told_where_nothing_is_odd(take: Taker, cast: Cast) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0001")
    assert not Notice.objects.of(cast.community_id).exists()
