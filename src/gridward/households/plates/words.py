"""What plates, parts of a pattern and reasons are called."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gridward.households.plates.models import CheckKind, Fours, PlateScheme
from gridward.households.plates.numbering import OFFICIAL, TELLING, TOO_WIDE
from gridward.households.plates.schemes import SchemeFact, counts_within, rules_of

REASONS: Final[dict[str, Promise]] = {
    "area": gettext_lazy("lies in no area"),
    "group": gettext_lazy("lies in no village group"),
    "site": gettext_lazy("lies on no site"),
    "building": gettext_lazy("its building has no number"),
    "unit": gettext_lazy("has no stair"),
    TOO_WIDE: gettext_lazy("its number would not fit a plate"),
    OFFICIAL: gettext_lazy("its number would look official"),
    TELLING: gettext_lazy("its number would tell of the people behind it"),
}
WITHIN: Final[dict[str, Promise]] = {
    "": pgettext_lazy("numbers count", "over the whole community"),
    "area": pgettext_lazy("numbers count", "within each area"),
    "group": pgettext_lazy("numbers count", "within each village group"),
    "site": pgettext_lazy("numbers count", "within each site"),
    "building": pgettext_lazy("numbers count", "within each building"),
    "unit": pgettext_lazy("numbers count", "within each stair"),
}


def scheme_words(scheme: PlateScheme | SchemeFact) -> list[str]:
    """A scheme in sentences."""
    rules = rules_of(scheme)
    told = [
        _("Numbers count %(within)s, in walking order.") % {"within": WITHIN[counts_within(rules.pattern)]}
    ]
    if rules.group_pattern:
        words = _("In village groups they are made by %(pattern)s and count %(within)s.")
        within = WITHIN[counts_within(rules.group_pattern)]
        told.append(words % {"pattern": scheme.group_pattern, "within": within})
    if scheme.fours:
        told.append(_("%(wish)s.") % {"wish": Fours(scheme.fours).label})
    if scheme.left_out:
        numbers = ", ".join(str(number) for number in sorted(scheme.left_out))
        told.append(_("Left out: %(numbers)s.") % {"numbers": numbers})
    if scheme.keep:
        words = _("After every %(after)d numbers %(keep)d stay free for later.")
        told.append(words % {"after": scheme.keep_after, "keep": scheme.keep})
    if scheme.check_kind:
        told.append(_("Check digit: %(kind)s.") % {"kind": CheckKind(scheme.check_kind).label})
    return told
