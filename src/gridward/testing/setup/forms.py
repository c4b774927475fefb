"""What people fill in to set up a day, its stations, the norms, and exemptions over several days."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.areas.maps.place_forms import UNREAD, place_read
from gridward.areas.screen.geo_field import GeoField
from gridward.households.models import LIVING_HERE, Whereabouts
from gridward.households.workers_here.actions import LivesHereFact
from gridward.operations.models import Zone
from gridward.rounds.actions import AnyOf
from gridward.rounds.choices import Offered
from gridward.rounds.models import ExemptReason
from gridward.testing.models import Norms, Phase, Slot, Station, StationKind
from gridward.testing.setup.entries import AtStation, DayFact, Pool, SlotFact, StationFact, Window
from gridward.testing.setup.exempting import StandingFact
from gridward.testing.setup.stations import MOST_DESKS

POOLS: Final = [(0, _("1 household")), (1, _("1 person")), (5, "5"), (10, "10"), (20, "20")]
ZONE_POOLS: Final = [("", _("as elsewhere")), *POOLS]
CLOCKS: Final = ("door_from", "door_until", "centre_from", "centre_until")
PLACES: Final = {
    "testing.day_nameless": "name",
    "testing.bad_phase": "centre_until",
    "testing.station_nameless": "name",
    "testing.station_taken": "name",
    "testing.bad_desks": "desks",
    "testing.bad_days": "until_on",
    "testing.unknown_exemption": "reason",
}


def clock(label: Any) -> forms.TimeField:
    """A time of the day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def day_box() -> forms.DateInput:
    """A date, picked."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def ticks(label: Any) -> forms.MultipleChoiceField:
    """Several of a list."""
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


def number(most: int) -> forms.IntegerField:
    """A small count that may be left empty."""
    return forms.IntegerField(
        required=False, min_value=0, max_value=most, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )


@dataclass(frozen=True)
class Laid:
    """What a day can name: the words on offer, the zones in force, and the stations that are open."""

    offered: Offered
    zones: Sequence[Zone]
    stations: Sequence[Station]


class DayForm(forms.Form):
    """A day of testing on one page; its date came with the address."""

    name = forms.CharField(label=_("Name"), max_length=80)
    door_from = clock(_("At the door from"))
    door_until = clock(_("At the door until"))
    centre_from = clock(_("At the centre from"))
    centre_until = clock(_("At the centre until"))
    has_workers = forms.BooleanField(label=_("Workers on duty are due too"), required=False)
    zones = ticks(_("Zones"))
    areas = ticks(_("Areas"))
    categories = ticks(_("Categories"))
    whereabouts = ticks(_("Whereabouts"))
    single_categories = ticks(_("Categories with a tube each"))
    single_whereabouts = ticks(_("Whereabouts with a tube each"))
    pool_door = forms.TypedChoiceField(label=_("A tube at the door"), coerce=int, choices=POOLS)
    pool_centre = forms.TypedChoiceField(label=_("A tube at the centre"), coerce=int, choices=POOLS)

    def __init__(self, laid: Laid, on: date, data: Any = None, fact: DayFact | None = None) -> None:
        super().__init__(data, initial=_initial(fact) if fact else None)
        self.laid, self.on = laid, on
        where = [(value, Whereabouts(value).label) for value in LIVING_HERE]
        choices = {
            "zones": [(str(zone.id), zone.name) for zone in laid.zones],
            "areas": laid.offered.areas,
            "categories": laid.offered.categories,
            "whereabouts": where,
            "single_categories": laid.offered.categories,
            "single_whereabouts": where,
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
            if not offered:
                del self.fields[name]
        for zone in laid.zones:
            for phase in (Phase.DOOR, Phase.CENTRE):
                self.fields[f"zone_{phase}_{zone.id}"] = forms.TypedChoiceField(
                    label=zone.name, required=False, coerce=int, empty_value=None, choices=ZONE_POOLS
                )
        for station in laid.stations:
            self.fields[f"desks_{station.id}"] = number(MOST_DESKS)
            self.fields[f"samplers_{station.id}"] = number(200)

    @property
    def zone_rows(self) -> list[dict[str, Any]]:
        """Each zone with its two choices, for the template."""
        return [
            {"zone": z, "door": self[f"zone_door_{z.id}"], "centre": self[f"zone_centre_{z.id}"]}
            for z in self.laid.zones
        ]

    @property
    def station_rows(self) -> list[dict[str, Any]]:
        """Each station with its two figures, for the template."""
        return [
            {"station": s, "desks": self[f"desks_{s.id}"], "samplers": self[f"samplers_{s.id}"]}
            for s in self.laid.stations
        ]

    def clean(self) -> dict[str, Any]:
        """Each phase ends after it begins; said at its end."""
        said = super().clean() or {}
        for phase in ("door", "centre"):
            begins, ends = said.get(f"{phase}_from"), said.get(f"{phase}_until")
            if begins and ends and ends <= begins:
                self.add_error(f"{phase}_until", _("A phase has to end after it begins."))
        return said

    def rule(self) -> AnyOf:
        """Who is tested at the door, as far as the form says it."""
        said = self.cleaned_data
        return AnyOf(
            tuple(UUID(id) for id in said.get("areas", ())),
            tuple(UUID(id) for id in said.get("zones", ())),
            tuple(UUID(id) for id in said.get("categories", ())),
            tuple(said.get("whereabouts", ())),
        )

    def fact(self) -> DayFact:
        """The day as the verb takes it; a station with neither desk nor sampler does not work that day."""
        said = self.cleaned_data
        at = {name: _on(self.on, said[name]) for name in CLOCKS}
        singles = AnyOf(
            category_ids=tuple(UUID(id) for id in said.get("single_categories", ())),
            whereabouts=tuple(said.get("single_whereabouts", ())),
        )
        stations = [
            AtStation(s.id, said[f"desks_{s.id}"] or 0, said[f"samplers_{s.id}"] or 0)
            for s in self.laid.stations
            if said[f"desks_{s.id}"] or said[f"samplers_{s.id}"]
        ]
        return DayFact(
            date=self.on,
            name=said["name"],
            door=Window(at["door_from"], at["door_until"]),
            centre=Window(at["centre_from"], at["centre_until"]),
            door_rule=self.rule(),
            singles=singles,
            pools=self._pools(),
            has_workers=said["has_workers"],
            stations=tuple(stations),
        )

    def _pools(self) -> tuple[Pool, ...]:
        said = self.cleaned_data
        pools = [Pool(Phase.DOOR, said["pool_door"]), Pool(Phase.CENTRE, said["pool_centre"])]
        for zone in self.laid.zones:
            for phase in (Phase.DOOR, Phase.CENTRE):
                if (size := said[f"zone_{phase}_{zone.id}"]) is not None:
                    pools.append(Pool(phase, size, zone.id))
        return tuple(pools)


def _on(on: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


def _initial(fact: DayFact) -> dict[str, Any]:
    """A day that stands, as the form shows it."""
    sizes = {(pool.phase, pool.zone_id): pool.size for pool in fact.pools}
    clocks = (fact.door.opens_at, fact.door.closes_at, fact.centre.opens_at, fact.centre.closes_at)
    said: dict[str, Any] = {
        "name": fact.name,
        "has_workers": fact.has_workers,
        "zones": [str(id) for id in fact.door_rule.zone_ids],
        "areas": [str(id) for id in fact.door_rule.area_ids],
        "categories": [str(id) for id in fact.door_rule.category_ids],
        "whereabouts": list(fact.door_rule.whereabouts),
        "single_categories": [str(id) for id in fact.singles.category_ids],
        "single_whereabouts": list(fact.singles.whereabouts),
        "pool_door": sizes.get((Phase.DOOR, None), 0),
        "pool_centre": sizes.get((Phase.CENTRE, None), 10),
        **{name: timezone.localtime(at).time() for name, at in zip(CLOCKS, clocks, strict=True)},
    }
    for at in fact.stations:
        said |= {f"desks_{at.station_id}": at.desks, f"samplers_{at.station_id}": at.samplers}
    zoned = {f"zone_{phase}_{zone}": size for (phase, zone), size in sizes.items() if zone}
    return said | zoned


class SlotsForm(forms.Form):
    """Every slot of a day, to be put right by hand: its station, from and until."""

    def __init__(self, slots: Sequence[Slot], stations: Sequence[Station], data: Any = None) -> None:
        super().__init__(data)
        self.slots = slots
        choices = [(station.id, station.name) for station in stations]
        for slot in slots:
            self.fields[f"station_{slot.id}"] = forms.TypedChoiceField(
                coerce=UUID, choices=choices, initial=slot.station_id
            )
            for name in ("begins", "ends"):
                at = timezone.localtime(getattr(slot, f"{name}_at")).time()
                self.fields[f"{name}_{slot.id}"] = clock("")
                self.fields[f"{name}_{slot.id}"].initial = at

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each slot with its three fields, for the template."""
        names = ("begins", "ends", "station")
        return [{"slot": slot, **{name: self[f"{name}_{slot.id}"] for name in names}} for slot in self.slots]

    def clean(self) -> dict[str, Any]:
        """A slot ends after it begins."""
        said = super().clean() or {}
        for slot in self.slots:
            begins, ends = said.get(f"begins_{slot.id}"), said.get(f"ends_{slot.id}")
            if begins and ends and ends <= begins:
                self.add_error(f"ends_{slot.id}", _("A slot has to end after it begins."))
        return said

    def facts(self, on: date) -> list[SlotFact]:
        """The slots as the verb takes them, in order of time."""
        said = self.cleaned_data
        facts = [
            SlotFact(
                said[f"station_{slot.id}"],
                slot.area_id,
                slot.people,
                _on(on, said[f"begins_{slot.id}"]),
                _on(on, said[f"ends_{slot.id}"]),
                slot.part,
                slot.parts,
            )
            for slot in self.slots
        ]
        return sorted(facts, key=lambda fact: (fact.begins_at, str(fact.station_id)))


class StationForm(forms.Form):
    """A station."""

    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=StationKind.choices)
    desks = forms.IntegerField(label=_("Desks"), min_value=0, max_value=MOST_DESKS, initial=2)
    place = forms.CharField(label=pgettext_lazy("station", "Where"), max_length=120, required=False)
    site = forms.TypedChoiceField(
        label=_("At which site"),
        coerce=UUID,
        required=False,
        empty_value=None,
        help_text=_("Without a point of its own it stands on the map in the middle of this site."),
    )
    drawn = GeoField(label=_("The point as GeoJSON"))
    at = forms.CharField(
        label=_("Or coordinates"),
        required=False,
        max_length=60,
        help_text=_("Longitude, latitude: 110.33210, 33.69540."),
    )
    is_open = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self, sites: Sequence[tuple[UUID, str]], *args: Any, has_map: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", _("At no site")), *sites]  # type: ignore[attr-defined]
        if not has_map:
            del self.fields["drawn"]

    def clean(self) -> dict[str, Any]:
        """The point: what was written, else what was drawn; neither takes the station's own point away."""
        said = super().clean() or {}
        drawn, at = said.get("drawn") or {}, said.get("at", "")
        text = at or (str(drawn.get("coordinates")) if drawn.get("type") == "Point" else "")
        said["point"] = place_read(text) if text else None
        if said["point"] is None and (at or drawn):
            self.add_error("at" if at else "drawn", UNREAD)
        return said

    def fact(self, station: Station | None = None) -> StationFact:
        """The station as the verb takes it."""
        said = self.cleaned_data
        lng, lat = said["point"] or (None, None)
        names = ("name", "kind", "desks", "place", "is_open")
        fact = StationFact(**{name: said[name] for name in names}, site_id=said["site"], lng=lng, lat=lat)
        return replace(fact, id=station.id, order=station.order) if station else fact


def values_of_station(station: Station, desks: int) -> dict[str, Any]:
    """A station as the form shows it."""
    said = {name: getattr(station, name) for name in ("name", "kind", "place", "is_open")}
    drawn = {"type": "Point", "coordinates": [station.lng, station.lat]}
    has_point = station.lng is not None
    return {**said, "desks": desks, "site": station.site_id, "drawn": json.dumps(drawn) if has_point else ""}


NORMS: Final = {
    "people_per_station_low": _("People a station, at least"),
    "people_per_station_high": _("People a station, at most"),
    "people_per_desk_low": _("People a desk, at least"),
    "people_per_desk_high": _("People a desk, at most"),
    "people_per_sampler": _("People a sampler"),
    "longest_wait_minutes": _("Nobody waits longer than (minutes)"),
    "seconds_per_person": _("Seconds a person takes at a desk"),
    "transport_hours": _("A tube reaches the laboratory within (hours of sealing)"),
    "prevalence_per_10000": _("Expected positive, of 10,000 people"),
}
NORM_HELP: Final = {
    "people_per_station_low": _("The guideline of March 2022 names one station for 2,000 to 3,000 people."),
    "people_per_sampler": _("The guideline of March 2022: population ÷ 360."),
    "prevalence_per_10000": _("Only for the hint which size of tube needs the fewest tests."),
}


class NormsForm(forms.Form):
    """The norms, each a figure of the community's own."""

    pool_door = forms.TypedChoiceField(label=_("A tube at the door"), coerce=int, choices=POOLS)
    pool_centre = forms.TypedChoiceField(label=_("A tube at the centre"), coerce=int, choices=POOLS)
    door_from = clock(_("At the door from"))
    door_until = clock(_("At the door until"))
    centre_from = clock(_("At the centre from"))
    centre_until = clock(_("At the centre until"))

    def __init__(self, data: Any = None, norms: Norms | None = None) -> None:
        names = [*NORMS, *self.base_fields]
        super().__init__(data, initial={name: getattr(norms, name) for name in names} if norms else None)
        for name, label in NORMS.items():
            least = 0 if name == "prevalence_per_10000" else 1
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=30_000, help_text=NORM_HELP.get(name, "")
            )
        self.order_fields(names)


class StandingForm(forms.Form):
    """Whom to exempt, why, until when."""

    subject = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Please choose")), *ExemptReason.choices])
    from_on = forms.DateField(label=_("From"), widget=day_box())
    until_on = forms.DateField(label=_("Until and with"), widget=day_box())

    def fact(self) -> StandingFact:
        """The exemption as the verb takes it."""
        said = self.cleaned_data
        return StandingFact(said["subject"], said["reason"], said["from_on"], said["until_on"])


class CopyForm(forms.Form):
    """The date to copy a day to."""

    to = forms.DateField(label=_("For"), widget=day_box())


class LivesHereForm(forms.Form):
    """A worker, a person of the register, and whether they are one."""

    worker = forms.UUIDField()
    person = forms.UUIDField()
    said = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    def fact(self) -> LivesHereFact:
        """What was said."""
        said = self.cleaned_data
        return LivesHereFact(said["worker"], said["person"], said["said"] == "yes")
