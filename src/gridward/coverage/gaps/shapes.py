"""Buildings of the map that the register does not know: taken in, known again, or left aside with a reason."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.accounts.actors import Actor
from gridward.areas.maps.deciding import ACCEPT, ASIDE, NEW, Decision, decide
from gridward.areas.maps.features import ASIDE_BY_HAND, finding_words
from gridward.areas.models import MapImport, MapShape
from gridward.areas.queries import buildings_without_place, sites_of
from gridward.coverage.gaps.forms import Mending
from gridward.shared.gaps import Gap
from gridward.shared.problems import NOT_FOUND, Problem

MOST_TO_CHOOSE = 500


class ForReason(Mending):
    """Why a shape is left aside."""

    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(code, finding_words(code)) for code in ASIDE_BY_HAND]
        self.fields["reason"].choices = [("", _("Please choose")), *words]  # type: ignore[attr-defined]


class ForSite(Mending):
    """The site a new building stands on."""

    site = forms.ChoiceField(label=_("Site"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = [(str(id), name) for id, name in sites_of(self.actor).values_list("id", "name")]
        self.fields["site"].choices = [("", _("Please choose")), *sites]  # type: ignore[attr-defined]


class ForBuilding(Mending):
    """Which building of the register a shape is: one that has no place on the map yet."""

    building = forms.ChoiceField(label=_("Building"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = buildings_without_place(self.actor)[:MOST_TO_CHOOSE]
        choices = [(str(building.id), building.whole_name) for building in listed]
        self.fields["building"].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]


def leave_aside(by: Actor, gaps: Sequence[Gap], said: Any) -> object:
    """They are none of ours."""
    return _decided(by, [Decision(gap.id, ASIDE, reason=said["reason"]) for gap in gaps])


def take_in(by: Actor, gaps: Sequence[Gap], said: Any) -> object:
    """They become buildings of a site, in the area whose outline holds them."""
    return _decided(by, [Decision(gap.id, NEW, UUID(said["site"])) for gap in gaps])


def know_again(by: Actor, gaps: Sequence[Gap], said: Any) -> object:
    """It is a building the register has; it gets its place from the map."""
    return _decided(by, [Decision(gap.id, ACCEPT, UUID(said["building"])) for gap in gaps])


def _decided(by: Actor, decisions: Sequence[Decision]) -> int:
    """Decide over shapes of one map or several. Raises shared.not_found."""
    ids = [decision.shape_id for decision in decisions]
    maps = dict(MapShape.objects.with_ids(by.community_id, ids).values_list("id", "import_id"))
    runs = {
        run.id: run for run in MapImport.objects.with_ids(by.community_id, set(maps.values())).defer("file")
    }
    if any(maps.get(id) not in runs for id in ids):
        raise Problem(NOT_FOUND)
    return sum(
        decide(by=by, run=run, decisions=[d for d in decisions if maps[d.shape_id] == run.id])
        for run in runs.values()
    )
