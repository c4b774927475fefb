"""A day of testing: due, sampled, missed, tubes, with a result, waiting for one (items 19, 20, 22)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.briefings import rows
from gridward.briefings.figures.verifications import done_by, open_on
from gridward.households.queries import end_of
from gridward.rounds.models import Due
from gridward.shared.registries import Figure, FigureRow, FigureValue
from gridward.testing.access import tubes_for
from gridward.testing.board.lists import tube_url
from gridward.testing.models import Sample, TestDay, Tube, TubeDeed, TubeEvent, Waiting, WaitState
from gridward.testing.results.access import FIELD, TEAM, waits_for
from gridward.testing.results.queries import wait_rows

Found = Callable[[date], "QuerySet[Any]"]
Listed = Callable[[Any, "QuerySet[Any]"], rows.Rows]


def figures_of_testing(community_id: UUID) -> Iterator[Figure]:
    """Figures of the testing of a day, once a day was ever tested here."""
    if not TestDay.objects.of(community_id).exclude(state=TestDay.State.PLANNED).exists():
        return
    yield from figures_of_people(community_id)
    yield from figures_of_tubes(community_id)
    yield figure(
        "released",
        _("Released from waiting"),
        _("Who waited in place and was let go by name on the day."),
        partial(released_on, community_id),
        released_rows,
    )


def figures_of_people(community_id: UUID) -> Iterator[Figure]:
    """Who was due on the day, sampled by its end, missed, and of the sampled who waited for a result."""

    def due(day: date) -> "QuerySet[Any]":
        return dues_of(community_id, day).exclude(state=Due.State.EXEMPT, settled_at__lte=end_of(day))

    def sampled(day: date) -> "QuerySet[Any]":
        return done_by(dues_of(community_id, day), end_of(day))

    def missed(day: date) -> "QuerySet[Any]":
        return open_on(dues_of(community_id, day), end_of(day))

    def waiting(day: date) -> "QuerySet[Any]":
        known = Sample.objects.of(community_id).filter(due_id=OuterRef("id"), is_void=False)
        return sampled(day).filter(
            ~Exists(known.filter(tube_id__in=resulted_by(community_id, day).values("id")))
        )

    told = (
        ("due", _("Due for testing"), _("Who was due on the day, less who was exempt."), due),
        ("sampled", _("Sampled"), _("Who was due and sampled by the end of the day."), sampled),
        ("missed", _("Not sampled"), _("Who was due and had no sample by the end of the day."), missed),
        (
            "waiting",
            _("Waiting for a result"),
            _("Sampled, without a result by the end of the day."),
            waiting,
        ),
    )
    for code, label, words, of in told:
        yield figure(code, label, words, of, rows.dues, whole=due if code == "sampled" else None)


def figure(
    code: str, label: str, words: str, of: Found, listed: Listed, whole: Found | None = None
) -> Figure:
    """A figure that counts what is found on a day, of a whole where there is one, with the list of it."""

    def count(day: date) -> FigureValue:
        return FigureValue(of(day).count(), whole(day).count() if whole else None)

    def show(actor: Any, day: date) -> rows.Rows:
        return listed(actor, of(day))

    return Figure(f"testing.{code}", label, words, _("Testing"), count, show)


def figures_of_tubes(community_id: UUID) -> Iterator[Figure]:
    """Tubes of the day, and those of them with a result by its end."""

    def listed(actor: Any, found: "QuerySet[Any]") -> rows.Rows:
        def show(page: Any) -> list[FigureRow]:
            return [FigureRow(t.code, tube_url(t.id), "", t.station.name if t.station else "") for t in page]

        seen = found.filter(id__in=tubes_for(actor).values("id"))
        return rows.Rows(seen.select_related("station").order_by("opened_at", "code"), show)

    told = (
        ("tubes", _("Tubes"), _("Tubes opened for the testing of the day."), tubes_of),
        ("resulted", _("Tubes with a result"), _("Tubes of the day with a result by its end."), resulted_by),
    )
    for code, label, words, of in told:
        yield figure(code, label, words, partial(of, community_id), listed)


def released_on(community_id: UUID, day: date) -> "QuerySet[Any]":
    """Who was let go from waiting on a day, each person once."""
    let_go: Any = Waiting.objects.of(community_id).filter(
        state=WaitState.RELEASED, decided_at__gt=end_of(day - timedelta(days=1)), decided_at__lte=end_of(day)
    )
    later = let_go.filter(subject_id=OuterRef("subject_id"), id__gt=OuterRef("id"))
    found: QuerySet[Any] = let_go.filter(~Exists(later))
    return found


def released_rows(actor: Any, found: "QuerySet[Any]") -> rows.Rows:
    """Those of them the actor may see, as they are seen where people wait; for everybody else there is no list."""

    def show(page: Any) -> list[FigureRow]:
        ids = [wait.id for wait in page]
        listed = wait_rows(actor, waits_for(actor).filter(id__in=ids).order_by("area_id", "id"))
        return [
            FigureRow(
                " ".join(part for part in (row.name, row.plate or row.place) if part),
                reverse("testing_wait", args=[row.wait.id]),
                row.area,
                _("decided by %(name)s") % {"name": row.decided_by},
            )
            for row in listed
        ]

    may_see = actor.is_any_of(*TEAM, *FIELD)
    mine = found.filter(id__in=waits_for(actor).values("id")) if may_see else found.none()
    return rows.Rows(mine.order_by("area_id", "id"), show)


def dues_of(community_id: UUID, day: date) -> "QuerySet[Any]":
    """What the testing of a day owed at its end; who had left its rounds by then is not owed."""
    days = TestDay.objects.of(community_id).filter(date=day).exclude(state=TestDay.State.PLANNED)
    dues: QuerySet[Any] = Due.objects.of(community_id)
    of_the_day = Q(round_id__in=days.values("door_round_id")) | Q(round_id__in=days.values("centre_round_id"))
    return dues.filter(of_the_day).exclude(state=Due.State.LEFT, settled_at__lte=end_of(day))


def tubes_of(community_id: UUID, day: date) -> "QuerySet[Any]":
    """The tubes of a day."""
    days = TestDay.objects.of(community_id).filter(date=day)
    tubes: QuerySet[Any] = Tube.objects.of(community_id)
    return tubes.filter(day_id__in=days.values("id"), opened_at__lte=end_of(day))


def resulted_by(community_id: UUID, day: date) -> "QuerySet[Any]":
    """The tubes of a day that had a result at its end; one withdrawn by then is none."""
    steps: Any = TubeEvent.objects.of(community_id).filter(tube_id=OuterRef("id"))
    steps = steps.filter(deed__in=(TubeDeed.RESULTED, TubeDeed.WITHDRAWN), corrected_at__lte=end_of(day))
    last = Subquery(steps.order_by("-corrected_at", "-id").values("deed")[:1])
    found: QuerySet[Any] = tubes_of(community_id, day).annotate(last=last)
    return found.filter(last=TubeDeed.RESULTED)
