"""What a round may be opened over, in words, as one actor may choose."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.areas.models import Area, Site
from gridward.households.models import Category, DoorState, Whereabouts
from gridward.operations.models import Zone
from gridward.rounds.models import Round
from gridward.rounds.queries import kinds_of, rounds_with_moved
from gridward.rounds.rules import AnyOf
from gridward.rounds.scopes import Scope
from gridward.rounds.words import named

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """Values with their words."""

    kind: Choices
    areas: Choices
    categories: Choices
    door_states: Choices
    zones: Choices
    sites: Choices
    moved_in: Choices


def choices_for(actor: Actor) -> Offered:
    """Kinds, areas, categories and door states; an area leader chooses among the own areas.

    Rounds that another room's act settles are opened by that room.
    """
    community_id = actor.community_id
    areas = Area.objects.of(community_id).filter(is_closed=False).order_by("number")
    if not actor.is_any_of(Role.COORDINATOR):
        areas = areas.filter(id__in=list(actor.area_ids))
    return Offered(
        kind=[(kind.code, named(kind)) for kind in kinds_of(community_id) if not kind.recorded_by],
        areas=[(str(area.id), area.name) for area in areas],
        categories=[
            (str(c.id), named(c)) for c in Category.objects.of(community_id).order_by("order", "code")
        ],
        door_states=[
            (s.code, named(s)) for s in DoorState.objects.of(community_id).order_by("order", "code")
        ],
        zones=[
            (str(zone.id), zone.name)
            for zone in Zone.objects.of(community_id).filter(is_closed=False).order_by("name")
        ],
        sites=[(str(site.id), site.name) for site in Site.objects.of(community_id).order_by("name")],
        moved_in=[(str(round_.id), round_.name) for round_ in rounds_with_moved(community_id)],
    )


def scope_words(actor: Actor, scope: Scope) -> list[str]:
    """What a scope names, in words; nothing where it leaves nothing out. A statement for each sort of thing."""
    words: list[str] = []
    if scope.area_ids:
        areas = Area.objects.with_ids(actor.community_id, scope.area_ids).order_by("number")
        words += [area.name for area in areas]
    if scope.category_ids:
        words += [named(c) for c in Category.objects.with_ids(actor.community_id, scope.category_ids)]
    if scope.door_states:
        states = DoorState.objects.of(actor.community_id).filter(code__in=scope.door_states)
        words += [named(state) for state in states.order_by("order")]
    if scope.zone_ids:
        words += [zone.name for zone in Zone.objects.with_ids(actor.community_id, scope.zone_ids)]
    if scope.site_ids:
        sites = Site.objects.with_ids(actor.community_id, scope.site_ids).order_by("name")
        words += [site.name for site in sites]
    words += rule_words(actor, scope)
    if scope.moved_in:
        rounds = Round.objects.with_ids(actor.community_id, [scope.moved_in])
        words += [_("moved out in %(round)s") % {"round": round_.name} for round_ in rounds]
    return words


def rule_words(actor: Actor, scope: Scope) -> list[str]:
    """The rules of a scope over persons, and whether it takes in workers too."""
    words = []
    if scope.any_of is not None:
        words.append(_("any of: %(words)s") % {"words": any_of_words(actor, scope.any_of)})
    if scope.none_of is not None:
        words.append(_("none of: %(words)s") % {"words": any_of_words(actor, scope.none_of)})
    if scope.is_named:
        words.append(_("people given by name"))
    return [*words, _("workers on duty")] if scope.with_workers else words


def any_of_words(actor: Actor, rule: AnyOf) -> str:
    """What a rule names, in words."""
    plain = Scope(area_ids=rule.area_ids, category_ids=rule.category_ids, zone_ids=rule.zone_ids)
    words = scope_words(actor, plain)
    words += [str(Whereabouts(where).label) for where in rule.whereabouts if where in Whereabouts.values]
    return pgettext("list", ", ").join(words) or _("nobody")
