"""Doors and the states they can be in, those the community adds included (mission item 7)."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from gridward.briefings import rows
from gridward.households.queries import door_states_of, doors_at
from gridward.rounds.words import named
from gridward.shared.registries import Figure, FigureValue


def figures_of_doors(community_id: UUID) -> Iterator[Figure]:
    """All doors, and the doors in each state; counted in one statement a day."""
    states = {state.code: named(state) for state in door_states_of(community_id)}

    @cache
    def by_state(day: date) -> dict[str, int]:
        return dict(doors_at(community_id, day).values_list("state").annotate(Count("id")))

    yield Figure(
        "doors",
        _("Doors"),
        _("Every door on the register, whatever is behind it."),
        _("Doors"),
        lambda day: FigureValue(sum(by_state(day).values())),
        lambda actor, day: rows.doors(actor, doors_at(community_id, day), states),
    )
    for code, name in states.items():
        yield Figure(
            f"doors.{code}",
            name,
            _("Doors in the state “%(name)s”, of all doors.") % {"name": name},
            _("Doors"),
            lambda day, code=code: FigureValue(by_state(day).get(code, 0), sum(by_state(day).values())),  # type: ignore[misc]
            lambda actor, day, code=code: rows.doors(  # type: ignore[misc]
                actor, doors_at(community_id, day).filter(state=code), states
            ),
        )
