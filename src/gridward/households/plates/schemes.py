"""The scheme in force, and making the next version of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.households.plates.models import PlateScheme
from gridward.households.plates.numbering import Rules, numbers_for
from gridward.households.plates.patterns import PLACE_PARTS, Pattern, Spot, read_pattern
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem, problem_code

NO_SCHEME = problem_code(
    "households.no_plate_scheme", 409, "There is no scheme yet: first say how numbers are made."
)
KEEPS_ALL = problem_code(
    "households.plate_keeps_nothing",
    422,
    "To keep numbers for later, say after how many, and how many stay free.",
)
SAID = (
    "pattern",
    "group_pattern",
    "check_kind",
    "start",
    "fours",
    "left_out",
    "keep_after",
    "keep",
)


@dataclass(frozen=True, slots=True)
class SchemeFact:
    """How a community wants its numbers; `{area:02}-{serial:03}` gives 03-012."""

    pattern: str
    group_pattern: str = ""
    check_kind: str = ""
    start: int = 1
    fours: str = ""
    left_out: tuple[int, ...] = ()
    keep_after: int = 0
    keep: int = 0


def rules_of(scheme: "PlateScheme | SchemeFact") -> Rules:
    """The scheme as it is reckoned with; raises what `read_pattern` raises, and households.plate_keeps_nothing."""
    if bool(scheme.keep) != bool(scheme.keep_after):
        raise Problem(KEEPS_ALL)
    check, group_pattern = str(scheme.check_kind), None
    if scheme.group_pattern:
        group_pattern = read_pattern(scheme.group_pattern, check if "{check" in scheme.group_pattern else "")
    return Rules(
        read_pattern(scheme.pattern, check),
        group_pattern,
        scheme.start,
        str(scheme.fours),
        frozenset(scheme.left_out),
        scheme.keep_after,
        scheme.keep,
    )


def schemes_of(community_id: UUID) -> Sequence[PlateScheme]:
    """Every version, the one in force first."""
    return list(PlateScheme.objects.of(community_id).order_by("-version"))


def scheme_of(community_id: UUID) -> PlateScheme | None:
    """The version in force."""
    return PlateScheme.objects.of(community_id).order_by("-version").first()


def scheme_or_refuse(community_id: UUID) -> PlateScheme:
    """The version in force; raises households.no_plate_scheme."""
    if scheme := scheme_of(community_id):
        return scheme
    raise Problem(NO_SCHEME)


@transaction.atomic
def put_scheme(*, by: Actor, scheme: SchemeFact) -> PlateScheme:
    """Make the next version of the scheme; the same again is no new one. No number that was given changes by it.

    Raises shared.not_yours, households.plate_keeps_nothing, and what `read_pattern` raises.
    """
    must_be(by, Role.COORDINATOR)
    rules_of(scheme)
    hold(by.community_id)
    standing = scheme_of(by.community_id)
    said = {name: getattr(scheme, name) for name in SAID} | {"left_out": sorted(set(scheme.left_out))}
    if standing and all(getattr(standing, name) == value for name, value in said.items()):
        return standing
    made = PlateScheme(
        community_id=by.community_id,
        version=standing.version + 1 if standing else 1,
        since=timezone.now(),
        by_id=by.worker_id,
        **said,
    )
    PlateScheme.objects.bulk_create([made])
    changed = [("plate_scheme", made.id)]
    announce("plate_scheme.put", community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return made


def first_numbers(rules: Rules, spot: Spot, how_many: int) -> list[str]:
    """The numbers a scheme gives first at one place."""
    spots = [(derived_id("example", place), spot) for place in range(how_many)]
    return list(numbers_for(rules, spots, ()).given.values())


def counts_within(pattern: Pattern) -> str:
    """The narrowest place within which serials count: unit, building, site, group, area; nothing for the whole."""
    return next((part for part in reversed(PLACE_PARTS) if part in pattern.places), "")
