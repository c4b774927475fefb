"""What the pages of zones are made of."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.facts.versions import true_at
from gridward.households.queries import end_of
from gridward.operations.models import Zone, ZoneVersion
from gridward.operations.zones import queries
from gridward.operations.zones.maps import words_of
from gridward.operations.zones.queries import AnyZone, ZoneLine
from gridward.operations.zones.words import FIELDS, STATES, bounds_words, pool_words, said, test_words
from gridward.shared.templatetags.dates import zhdate


def line_rows(lines: list[ZoneLine]) -> list[dict[str, Any]]:
    """The list of zones in words."""
    return [
        {
            "line": line,
            "url": reverse("zone", args=[line.id]),
            "level": words_of(line.level, line.zone.level),
            "colour": line.level.colour if line.level else 0,
            "shape": STATES[line.state][0],
            "state": STATES[line.state][1],
        }
        for line in lines
    ]


def choices_of(actor: Actor) -> dict[str, Any]:
    """What the form of a zone offers."""
    community_id = actor.community_id
    return {
        "levels": queries.levels_of(community_id),
        "measures": queries.measures_of(community_id),
        "places": queries.places_of(community_id),
    }


def zone_as_of(zone: Zone, day: date | None) -> AnyZone | None:
    """The zone, or its version at the end of a day; None where there was none yet."""
    if day is None:
        return zone
    versions = true_at(ZoneVersion, zone.community_id, end_of(day)).filter(entity_id=zone.id)
    found: ZoneVersion | None = versions.first()
    return found


def facts_of(zone: AnyZone) -> list[dict[str, Any]]:
    """What a zone says, label by label."""
    levels = {level.code: level for level in queries.levels_of(zone.community_id)}
    listed = queries.places_of(zone.community_id).words(zone) if _lists(zone) else []
    days = queries.test_days(zone, timezone.localdate())
    facts: list[dict[str, Any]] = [
        {"label": FIELDS["level"], "value": words_of(levels.get(zone.level), zone.level)},
        {"label": _("Decision"), "value": zone.decision, "note": zone.reason},
        {"label": FIELDS["starts_on"], "value": zhdate(zone.starts_on)},
        {"label": FIELDS["ends_on"], "value": zhdate(zone.ends_on) if zone.ends_on else _("until closed")},
        {"label": _("Drawn on the map"), "value": _("yes") if zone.outline else ""},
        {"label": _("Named to lie in it"), "value": _(", ").join(listed)},
        {"label": _("Bounds"), "value": bounds_words(zone)},
        {"label": _("Testing"), "value": test_words(zone)},
        {"label": _("Next days of testing"), "value": _(", ").join(zhdate(day, "day") for day in days[:5])},
        {"label": _("At the door"), "value": pool_words(zone.pool_door)},
        {"label": _("At the central site"), "value": pool_words(zone.pool_central)},
    ]
    return [fact for fact in facts if fact["value"]]


def _lists(zone: AnyZone) -> bool:
    return bool(zone.areas or zone.sites or zone.buildings)


def measure_words(zone: AnyZone) -> list[str]:
    """What holds in a zone, in words."""
    known = {measure.code: said(measure, "text") for measure in queries.measures_of(zone.community_id)}
    return [known.get(code, code) for code in zone.measures]


def entries_of(zone: Zone) -> list[dict[str, Any]]:
    """The history as the timeline part shows it; each line opens the zone as it was on that day."""
    told = queries.history_of(zone, FIELDS)
    return [
        {
            "when": act.at,
            "title": (
                _("Changed: %(what)s") % {"what": _(", ").join(str(word) for word in act.changes)}
                if act.changes
                else _("Opened")
                if number == len(told) - 1
                else _("Decided anew")
            ),
            "text": _("; ").join(part for part in (act.decision, act.reason) if part),
            "by": act.by,
            "url": f"{reverse('zone', args=[zone.id])}?day={timezone.localdate(act.at).isoformat()}",
        }
        for number, act in enumerate(told)
    ]
