"""What has become of an area: its own changes, and the buildings that came and went."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.naming import worker_names
from gridward.areas.models import Area, AreaVersion, BuildingVersion, Site
from gridward.areas.words import difficulty_words
from gridward.shared.registries import Moment

# What a version's source says when the area was split, merged or drawn anew with others.
REDRAWN = ("split", "merged", "redrawn")
BOUNDS = ("bound_east", "bound_south", "bound_west", "bound_north")


def history_of_area(area: Area) -> list[Moment]:
    """What happened to an area, newest first, as known now; six statements."""
    areas = AreaVersion.objects.of(area.community_id).filter(entity_id=area.id, known_to=None)
    told = [*_changes(list(areas.order_by("true_from", "id"))), *_comings_and_goings(area)]
    names = worker_names(v.by_id for v, _ in told)
    moments = [Moment(version.true_from, words, names.get(version.by_id, "")) for version, words in told]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


Told = list[tuple[Any, str]]


def _changes(versions: list[AreaVersion]) -> Told:
    people = {id for version in versions for id in (version.leader_id, version.deputy_id) if id}
    names = worker_names(people)
    kin = _kin_of(versions)
    told: Told = []
    for old, new in zip([None, *versions], versions, strict=False):
        words = list(_differences(old, new, names)) if old else [_("Opened")]
        words = [*_redrawn_words(old, new, kin.get((new.source, new.true_from), [])), *words]
        told += [(new, _("; ").join(words))] if words else []
    return told


def _kin_of(versions: list[AreaVersion]) -> dict[tuple[str, Any], list[str]]:
    """The names of the other areas that were split, merged or drawn anew in the same act, by source and time."""
    acts = [version for version in versions if version.source in REDRAWN]
    if not acts:
        return {}
    others = AreaVersion.objects.of(acts[0].community_id).filter(
        source__in=REDRAWN, true_from__in={version.true_from for version in acts}
    )
    kin: dict[tuple[str, Any], list[str]] = {}
    for source, since, name in (
        others.exclude(entity_id=acts[0].entity_id)
        .order_by("number")
        .values_list("source", "true_from", "name")
    ):
        names = kin.setdefault((source, since), [])
        names += [] if name in names else [name]
    return kin


def _redrawn_words(old: AreaVersion | None, new: AreaVersion, kin: list[str]) -> Iterator[str]:
    if new.source not in REDRAWN or not kin:
        return
    names = pgettext("between names", ", ").join(kin)
    if new.source == "split":
        words = _("Split; out of it came {names}") if old else _("Came out of {names}")
        yield words.format(names=names)
    elif new.source == "merged":
        yield (_("Merged into {names}") if new.is_closed else _("Merged with {names}")).format(names=names)
    else:
        yield _("Border drawn anew with {names}").format(names=names)


def _differences(old: AreaVersion, new: AreaVersion, names: dict[UUID, str]) -> Iterator[str]:
    if (old.number, old.name) != (new.number, new.name):
        yield _("Now called {name}").format(name=new.name)
    if old.leader_id != new.leader_id:
        leader = names.get(new.leader_id) if new.leader_id else None
        yield _("Leader: {name}").format(name=leader or _("nobody"))
    if old.deputy_id != new.deputy_id:
        deputy = names.get(new.deputy_id) if new.deputy_id else None
        yield _("Deputy: {name}").format(name=deputy or _("nobody"))
    if any(getattr(old, name) != getattr(new, name) for name in BOUNDS):
        yield _("Bounds written anew")
    if old.outline != new.outline:
        yield _("Outline drawn anew") if new.outline else _("Outline taken away")
    if old.difficulty != new.difficulty:
        yield _("Difficulty: {words}").format(words=difficulty_words(new.difficulty))
    if old.duties != new.duties:
        yield _("Duties written anew")
    if old.is_closed != new.is_closed:
        yield _("Closed") if new.is_closed else _("Opened again")


def _comings_and_goings(area: Area) -> Told:
    """Buildings that came into the area or left it, one line for all that moved in one act."""
    believed = BuildingVersion.objects.of(area.community_id).filter(known_to=None)
    ever = believed.filter(area_id=area.id).values("entity_id")
    versions = list(believed.filter(entity_id__in=ever).order_by("true_from", "id"))
    sites = dict(
        Site.objects.with_ids(area.community_id, {v.site_id for v in versions}).values_list("id", "name")
    )
    came: dict[tuple[Any, bool], list[BuildingVersion]] = {}
    before: dict[UUID, UUID | None] = {}
    for version in versions:
        was_here, is_here = before.get(version.entity_id) == area.id, version.area_id == area.id
        before[version.entity_id] = version.area_id
        if was_here != is_here:
            came.setdefault((version.true_from, is_here), []).append(version)
    return [(moved[0], _moved_words(is_here, moved, sites)) for (_at, is_here), moved in came.items()]


def _moved_words(is_here: bool, moved: Iterable[BuildingVersion], sites: dict[UUID, str]) -> str:
    names = [f"{sites.get(version.site_id, '')}{version.name}" for version in moved]
    shown = pgettext("between names", ", ").join(names[:6]) + (" …" if len(names) > 6 else "")
    words = _("Taken in ({count}): {names}") if is_here else _("Given to another area ({count}): {names}")
    return words.format(count=len(names), names=shown)
