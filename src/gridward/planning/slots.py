"""Time slots by area, so that nobody waits longer than a limit even when all who were called come at once.

The model is deterministic: a desk takes a person in so many seconds, so a station of c desks takes c in that time. A
call of n people who all stand there at its beginning has its last one waiting n × seconds ÷ c; calls are therefore cut
to what the limit holds, and each begins when the one before is served. Nothing is carried over, so no queue grows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, radians
from typing import Final

METRES_A_DEGREE: Final = 111_320.0
# No station takes on more than so much beyond its share of the people, while another has room.
SLACK: Final = 1.1

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Group:
    """People who come together, as an area: its key, how many, and where (longitude, latitude), if known."""

    key: str
    people: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A station: its key, how many desks work there, and where."""

    key: str
    desks: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A group, or part of it, called to a station: minutes from the beginning of the window, and how many come."""

    group: str
    post: str
    begins: int
    ends: int
    people: int
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Timetable:
    """The calls in their order; how long the last to come waits; how many minutes the whole runs over the window."""

    calls: tuple[Call, ...]
    longest_wait: float
    minutes_over: int
    desks_missing: int


def timetable(
    groups: Sequence[Group],
    posts: Sequence[Post],
    *,
    window: int,
    seconds_each: float,
    longest_wait: int = 20,
    step: int = 5,
) -> Timetable:
    """Slots of every group at one station, spread over a window of minutes; begins and ends lie on whole steps.

    Where the window is too short for the desks the timetable runs on after it and says how many desks are missing.
    """
    working = [post for post in posts if post.desks > 0]
    people = sum(group.people for group in groups)
    if not working or not people or window <= 0:
        return Timetable((), 0.0, 0, 0)
    calls: list[Call] = []
    for post, theirs in at_posts(groups, working).items():
        calls += calls_at(post, theirs, window, seconds_each, longest_wait, step)
    desks = {post.key: post.desks for post in working}
    waits = [call.people * seconds_each / desks[call.post] / 60 for call in calls]
    over = max(0, max(call.ends for call in calls) - window)
    needed = ceil(people * seconds_each / 60 / window)
    missing = max(needed - sum(desks.values()), 1 if over else 0)
    return Timetable(tuple(calls), max(waits), over, missing)


def at_posts(groups: Sequence[Group], posts: Sequence[Post]) -> dict[Post, list[Group]]:
    """Which groups go where: the nearest station that has room, those with most to lose first; else the emptiest."""
    total, desks = sum(group.people for group in groups), sum(post.desks for post in posts)
    room = {post: SLACK * total * post.desks / desks for post in posts}
    at: dict[Post, list[Group]] = {post: [] for post in posts}
    load = dict.fromkeys(posts, 0)
    order = {group.key: n for n, group in enumerate(groups)}
    for group in sorted(groups, key=lambda g: (-_loss(g, posts), -g.people, order[g.key])):
        near = sorted(posts, key=lambda post: (_metres(group.place, post.place), load[post] / post.desks))
        fitting = [post for post in near if load[post] + group.people <= room[post]]
        post = fitting[0] if fitting else min(posts, key=lambda post: load[post] / post.desks)
        at[post].append(group)
        load[post] += group.people
    for theirs in at.values():
        theirs.sort(key=lambda group: order[group.key])
    return at


def calls_at(
    post: Post, groups: Sequence[Group], window: int, seconds_each: float, longest_wait: int, step: int
) -> list[Call]:
    """The calls of one station one after another, drawn out over the window where there is time to spare."""
    most = max(1, int(longest_wait * 60 * post.desks / seconds_each))
    pieces: list[tuple[Group, int, int, int]] = []
    for group in groups:
        parts = ceil(group.people / most)
        sizes = [group.people * (n + 1) // parts - group.people * n // parts for n in range(parts)]
        pieces += [(group, size, n + 1, parts) for n, size in enumerate(sizes)]
    needs = [
        max(step, ceil(size * seconds_each / post.desks / 60 / step) * step) for _g, size, _n, _p in pieces
    ]
    spare = max(0, window - sum(needs)) // step
    # What is left of the window goes to the calls in whole steps, evenly.
    extra = [spare * (n + 1) // len(needs) - spare * n // len(needs) for n in range(len(needs))]
    calls: list[Call] = []
    begins = 0
    for (group, size, part, parts), need, more in zip(pieces, needs, extra, strict=True):
        ends = begins + need + more * step
        calls.append(Call(group.key, post.key, begins, ends, size, part, parts))
        begins = ends
    return calls


def _loss(group: Group, posts: Sequence[Post]) -> float:
    """How much farther the second nearest station is than the nearest."""
    far = sorted(_metres(group.place, post.place) for post in posts)
    return far[1] - far[0] if len(far) > 1 else 0.0


def _metres(one: Place | None, other: Place | None) -> float:
    """Metres between two places; nothing where one is not known."""
    if one is None or other is None:
        return 0.0
    narrow = cos(radians((one[1] + other[1]) / 2))
    return hypot((one[0] - other[0]) * narrow, one[1] - other[1]) * METRES_A_DEGREE
