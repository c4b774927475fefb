"""Reading a map into staged shapes, matched to the register; nothing of the register is touched."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.areas.maps.features import Feature
from gridward.areas.maps.known import known_of
from gridward.areas.maps.matching import Match, match_all, point_of
from gridward.areas.maps.reading import opened
from gridward.areas.maps.runs import CANCELLED, MAPS, State, Watch, beat, content_of, forget_shapes
from gridward.areas.maps.warning import warnings_of
from gridward.areas.models import MapImport, MapShape, Verdict
from gridward.facts.clock import last_number
from gridward.shared.batches import in_batches
from gridward.shared.geometry import as_geojson
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem

BATCH = 250


def stage(run: MapImport, watch: Watch | None = None) -> dict[str, Any]:
    """Read, match and stage a map this process has claimed, until it is ready to be looked at; returns the summary.

    Raises areas.map_cancelled, areas.map_unreadable, areas.map_not_json, areas.map_none, areas.map_empty.
    """
    register_at = last_number(run.community_id)
    with opened(run.file_name, content_of(run), run.datum) as reading:
        total = reading.total
        features = list(_read(run, reading.features, total, watch))
        kind, notes = reading.format, [{"code": note} for note in reading.notes]
    known = known_of(run.community_id)
    found = match_all(features, known, run.id)
    notes += warnings_of(features, found, known, run.datum)
    _carry_decisions(run, features, found)
    forget_shapes(run)
    done = 0
    for batch in in_batches(_rows(run, features, found), BATCH):
        with transaction.atomic():
            MapShape.objects.bulk_create(batch)
        done += len(batch)
        beat(run, total + done, 2 * total, watch)
    summary = summary_of(features, found) | {"notes": notes, "register_at": register_at}
    if not MAPS.move(run, State.READING, State.READY, summary=summary, format=kind, beat_at=None):
        raise Problem(CANCELLED)
    run.state, run.summary, run.format = State.READY, summary, kind
    return summary


def _read(run: MapImport, features: Iterator[Feature], total: int, watch: Watch | None) -> Iterator[Feature]:
    """The features, beating as they come."""
    for done, feature in enumerate(features, 1):
        if done % BATCH == 0:
            beat(run, done, 2 * total, watch)
        yield feature


def _carry_decisions(run: MapImport, features: Sequence[Feature], found: Sequence[Match]) -> None:
    """What somebody left aside on the map as it stands stays aside when the same shape comes again."""
    standing = MapShape.objects.of(run.community_id).filter(
        is_current=True, verdict=Verdict.ASIDE, decided_at__isnull=False
    )
    reasons: Mapping[str, str] = dict(standing.values_list("ref", "reason"))
    for feature, match in zip(features, found, strict=True):
        if match.verdict in (Verdict.NEW, Verdict.PROPOSED) and feature.ref in reasons:
            match.verdict, match.reason = Verdict.ASIDE, reasons[feature.ref]


def _rows(run: MapImport, features: Sequence[Feature], found: Sequence[Match]) -> Iterator[MapShape]:
    now = timezone.now()
    for feature, match in zip(features, found, strict=True):
        yield _row(run, feature, match, now)


def _row(run: MapImport, feature: Feature, match: Match, now: Any) -> MapShape:
    row = MapShape(
        community_id=run.community_id,
        id=derived_id(run.id, "shape", feature.position),
        import_id=run.id,
        position=feature.position,
        kind=feature.kind,
        ref=feature.ref[:60],
        name=feature.name,
        street=feature.street,
        number=feature.number,
        floors=feature.floors,
        use=feature.use,
        verdict=match.verdict,
        findings=[*feature.findings, *([feature.refused] if feature.refused else [])],
        building_id=match.building_id,
        site_id=match.site_id,
        proposals=[(str(id), why) for id, why in match.proposals],
        reason=match.reason,
    )
    if match.verdict == Verdict.ASIDE and match.reason not in ("joined", "repeated", "not_ours"):
        row.decided_by_id, row.decided_at = run.by_id, now
    if point := point_of(feature):
        row.lng, row.lat = round(point[0], 7), round(point[1], 7)
    if feature.geometry is not None and match.reason != "not_ours":
        row.geometry = as_geojson(feature.geometry)
        row.west, row.south, row.east, row.north = feature.geometry.bounds
    return row


def summary_of(features: Sequence[Feature], found: Sequence[Match]) -> dict[str, Any]:
    """The counts a person looks at before saying yes: every feature of the file is in one of them."""
    kinds: dict[str, Counter[str]] = {}
    for feature, match in zip(features, found, strict=True):
        kinds.setdefault(feature.kind, Counter())[match.verdict] += 1
    findings = Counter(code for feature in features for code in (*feature.findings, feature.refused) if code)
    return {
        "features": len(features),
        "verdicts": dict(Counter(match.verdict for match in found)),
        "kinds": {kind: dict(counts) for kind, counts in kinds.items()},
        "findings": dict(findings),
        "reasons": dict(Counter(match.reason for match in found if match.reason)),
    }


def ids_of(proposals: Sequence[Sequence[str]]) -> list[UUID]:
    """The ids of proposals, the likeliest first."""
    return [UUID(proposal[0]) for proposal in proposals]
