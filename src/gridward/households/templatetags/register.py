"""How the pages write what is particular to the register."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.households.ages import age_on
from gridward.households.models import Category, DoorState, Whereabouts
from gridward.households.sight import PersonView
from gridward.households.words import GROUPS, ID_KINDS, RELATIONS, SEXES, is_chinese, name_of
from gridward.shared.templatetags.dates import zhdate

register = template.Library()


@register.filter
def named(thing: DoorState | Category) -> str:
    """Return what the community calls a door state or category."""
    return name_of(thing)


@register.filter
def sex_words(sex: str) -> str:
    """Return a sex in the reader's language."""
    return str(SEXES.get(sex, sex))


@register.filter
def document_words(kind: str) -> str:
    """Return a kind of document in words."""
    return str(ID_KINDS.get(kind, _("Document number")))


@register.filter
def group_words(group: str) -> str:
    """Return what a field group holds."""
    return str(GROUPS.get(group, group))


@register.filter
def relation_words(relation: str) -> str:
    """Return a relation in the reader's language where it is a usual one, else as written."""
    return relation if is_chinese() else str(RELATIONS.get(relation, relation))


@register.filter
def age(born: date) -> int:
    """Return full years of age today."""
    return age_on(born, timezone.localdate())


@register.filter
def where(person: PersonView) -> str:
    """Return where a person is, since when and until when; nothing for whoever is simply at home."""
    if not person.whereabouts or person.whereabouts == Whereabouts.HOME:
        return ""
    word = str(Whereabouts(person.whereabouts).label)
    if person.whereabouts_until:
        return _("%(where)s, until %(day)s") % {"where": word, "day": zhdate(person.whereabouts_until)}
    if person.whereabouts_from:
        return _("%(where)s, since %(day)s") % {"where": word, "day": zhdate(person.whereabouts_from)}
    return word


@register.filter
def lookup(names: dict[object, str], key: object) -> str:
    """Return what a table has under a key, else nothing."""
    return names.get(key, "")
