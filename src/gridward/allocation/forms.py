"""What people fill in to propose, to say who is away and who can take on what; choices first."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gridward.allocation.actions import AwayFact, LimitFact, Limits, WeightsFact
from gridward.allocation.actions.limits import cleared
from gridward.allocation.actions.proposing import MOST_AREAS, PRICES
from gridward.allocation.models import AwayReason, Balance, Weights, WorkerLimit
from gridward.allocation.queries.limits import Candidate
from gridward.areas.models import Area
from gridward.households.forms.fields import DayField
from gridward.households.models import Category
from gridward.households.words import name_of

KEEP = [
    ("keep", gettext_lazy("Keep what stands unless another way is clearly better")),
    ("hold", gettext_lazy("Keep what stands as far as the limits allow")),
    ("afresh", gettext_lazy("Plan afresh")),
]


class WithId(forms.Form):
    """A form that carries the id of what it makes, so that sending it twice makes one."""

    proposal_id = forms.UUIDField(widget=forms.HiddenInput)


class Shared(WithId):
    """What every proposal asks: what is balanced, the limits, and how much of what stands is kept."""

    balance = forms.ChoiceField(
        label=gettext_lazy("Share out evenly"),
        choices=Balance.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Minutes count floors, people, categories and isolation, by your own weights."
        ),
    )
    fewest = forms.IntegerField(label=gettext_lazy("Fewest doors"), min_value=0, required=False)
    most = forms.IntegerField(
        label=gettext_lazy("Most doors"),
        min_value=1,
        required=False,
        help_text=gettext_lazy("For minutes, or left empty: an eighth below and above the average."),
    )
    keep = forms.ChoiceField(label=gettext_lazy("What stands now"), choices=KEEP, widget=forms.RadioSelect)

    def limits(self) -> Limits:
        """The limits, for doors alone."""
        said = self.cleaned_data
        return Limits(said["fewest"], said["most"]) if said["balance"] == Balance.DOORS else Limits()

    def price(self) -> float:
        """What one door's move must gain."""
        return PRICES[self.cleaned_data["keep"]]


class WorkersForm(Shared):
    """Doors to workers."""

    areas = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Areas"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all."),
    )
    workers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who answers for doors"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    by_unit = forms.BooleanField(
        label=gettext_lazy("Staircases of one building may go to several workers"), required=False
    )
    field_order = ("balance", "fewest", "most", "keep", "by_unit", "areas", "workers")

    def __init__(
        self, *args: Any, areas: Iterable[Area], candidates: Iterable[Candidate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "areas", [(str(area.id), area.name) for area in areas])
        set_choices(self, "workers", [(str(c.worker.id), candidate_words(c)) for c in candidates])


def set_choices(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a field its choices."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def candidate_words(candidate: Candidate) -> str:
    """A worker with the load: 林涛（38 户）."""
    if candidate.is_away:
        return _("%(name)s (away)") % {"name": candidate.worker.name}
    return _("%(name)s (%(doors)s doors)") % {"name": candidate.worker.name, "doors": candidate.doors}


class AreasForm(Shared):
    """The community into areas."""

    count = forms.IntegerField(label=gettext_lazy("How many areas"), min_value=1, max_value=MOST_AREAS)
    areas = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Areas to divide anew"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: the whole community, buildings in no area too."),
    )
    field_order = ("count", "balance", "fewest", "most", "keep", "areas")

    def __init__(self, *args: Any, areas: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "areas", [(str(area.id), area.name) for area in areas])


class AwayForm(WithId):
    """Who is away, from when, until when and why."""

    worker = forms.TypedChoiceField(label=gettext_lazy("Who is away"), coerce=UUID)
    since = DayField(label=gettext_lazy("From"))
    until = DayField(
        label=gettext_lazy("Last day away"),
        required=False,
        help_text=gettext_lazy("Empty while nobody knows yet."),
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("away", "Why"),
        choices=AwayReason.choices,
        help_text=gettext_lazy("Seen by the coordinator and that person alone; the log does not keep it."),
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(c.worker.id), candidate_words(c)) for c in candidates if c.inside]
        set_choices(self, "worker", [("", _("Please choose")), *named])

    def fact(self) -> AwayFact:
        """What was said."""
        said = self.cleaned_data
        return AwayFact(said["worker"], said["since"], said["reason"], said["until"])


def first_day() -> str:
    """Today, as a day field shows it."""
    return timezone.localdate().isoformat()


class LimitForm(forms.Form):
    """What one worker can take on; empty means the usual."""

    sent = forms.CharField(widget=forms.HiddenInput, initial="yes")
    fewest = forms.IntegerField(
        label=gettext_lazy("Fewest doors"), min_value=0, max_value=9999, required=False
    )
    most = forms.IntegerField(label=gettext_lazy("Most doors"), min_value=0, max_value=9999, required=False)
    most_minutes = forms.IntegerField(
        label=gettext_lazy("Most minutes a round"), min_value=0, max_value=99999, required=False
    )
    highest_floor = forms.IntegerField(
        label=gettext_lazy("Highest floor"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=gettext_lazy("1: no stairs."),
    )
    no_nights = forms.BooleanField(label=gettext_lazy("No nights"), required=False)

    def fact(self, worker_id: UUID) -> LimitFact:
        """What was said; what was left empty is cleared."""
        said = self.cleaned_data
        return LimitFact(
            worker_id,
            cleared(said["fewest"]),
            cleared(said["most"]),
            cleared(said["most_minutes"]),
            cleared(said["highest_floor"]),
            said["no_nights"],
        )


def start_of(limit: WorkerLimit | None) -> dict[str, Any]:
    """What a form about limits begins with."""
    names = ("fewest", "most", "most_minutes", "highest_floor", "no_nights")
    return {"sent": "yes"} | ({name: getattr(limit, name) for name in names} if limit else {})


class WeightsForm(forms.Form):
    """How long a visit takes, and the usual limits."""

    per_door = forms.FloatField(label=gettext_lazy("Minutes a door"), min_value=0.1, max_value=240)
    per_floor = forms.FloatField(
        label=gettext_lazy("Minutes more a floor above the first"), min_value=0, max_value=60
    )
    per_person = forms.FloatField(
        label=gettext_lazy("Minutes more a person living there"), min_value=0, max_value=60
    )
    empty_share = forms.FloatField(
        label=gettext_lazy("Share of it where nobody lives"), min_value=0, max_value=1
    )
    isolation_factor = forms.FloatField(
        label=gettext_lazy("Times as long where somebody isolates at home"), min_value=1, max_value=20
    )
    fewest = forms.IntegerField(label=gettext_lazy("Fewest doors a worker"), min_value=0, max_value=9999)
    most = forms.IntegerField(label=gettext_lazy("Most doors a worker"), min_value=1, max_value=9999)
    stretch = forms.FloatField(
        label=gettext_lazy("Share above the most while standing in for somebody"), min_value=0, max_value=3
    )

    def __init__(self, *args: Any, categories: Iterable[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = list(categories)
        for category in self.categories:
            key, name = str(category.id), name_of(category)
            minutes = forms.FloatField(min_value=0, max_value=240, required=False)
            self.fields[f"minutes_{key}"] = minutes
            self.fields[f"isolating_{key}"] = forms.BooleanField(required=False)
            self.fields[f"nights_{key}"] = forms.BooleanField(required=False)
            minutes.label = _("%(category)s: minutes more") % {"category": name}
            self.fields[f"isolating_{key}"].label = _("%(category)s: isolates at home") % {"category": name}
            self.fields[f"nights_{key}"].label = _("%(category)s: may need visits at night") % {
                "category": name
            }
            for part in ("minutes", "isolating", "nights"):
                field = self.fields[f"{part}_{key}"]
                field.widget.attrs["aria-label"] = field.label

    def plain_fields(self) -> list[Any]:
        """The fields that are not about a category."""
        return [
            field
            for field in self.visible_fields()
            if "_" + field.name.rsplit("_", 1)[-1] not in self._keys()
        ]

    def _keys(self) -> set[str]:
        return {f"_{category.id}" for category in self.categories}

    def category_rows(self) -> list[tuple[str, Any, Any, Any]]:
        """Each category with its three fields."""
        return [
            (name_of(one), self[f"minutes_{one.id}"], self[f"isolating_{one.id}"], self[f"nights_{one.id}"])
            for one in self.categories
        ]

    def fact(self) -> WeightsFact:
        """What was said."""
        said = self.cleaned_data
        categories = {
            str(category.id): {
                "minutes": said[f"minutes_{category.id}"] or 0,
                "is_isolating": said[f"isolating_{category.id}"],
                "needs_nights": said[f"nights_{category.id}"],
            }
            for category in self.categories
        }
        kept = {id: one for id, one in categories.items() if any(one.values())}
        plain = (
            "per_door",
            "per_floor",
            "per_person",
            "empty_share",
            "isolation_factor",
            "fewest",
            "most",
            "stretch",
        )
        return WeightsFact(categories=kept, **{name: said[name] for name in plain})


def start_of_weights(weights: Weights) -> dict[str, Any]:
    """What the form about weights begins with."""
    names = (
        "per_door",
        "per_floor",
        "per_person",
        "empty_share",
        "isolation_factor",
        "fewest",
        "most",
        "stretch",
    )
    start: dict[str, Any] = {name: getattr(weights, name) for name in names}
    for id, said in weights.categories.items():
        start |= {f"minutes_{id}": said.get("minutes"), f"isolating_{id}": said.get("is_isolating")}
        start[f"nights_{id}"] = said.get("needs_nights")
    return start
