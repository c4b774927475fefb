"""A community comes into being: its unit, those above it, its first worker, and what each room puts into it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from gridward.accounts.models import Grant, Role, Scope, Unit, UnitKind, Worker
from gridward.audit.actions import announce
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem, problem_code
from gridward.shared.registries import foundings

COMMUNITY_EXISTS = problem_code("accounts.community_exists", 409, "The community {code} is already here.")
BAD_COMMUNITY_CODE = problem_code(
    "accounts.bad_community_code", 422, "The code of a community has 12 digits; {code} does not."
)
CODE_DIGITS = 12


@dataclass(frozen=True)
class UnitFact:
    """A unit people come from; the sender chooses the id."""

    kind: str
    name: str
    code: str = ""
    parent_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def make_community(
    *,
    code: str,
    name: str,
    maker_name: str,
    above: Sequence[UnitFact] = (),
    roles: Collection[str] = (Role.DATA_OFFICER, Role.COORDINATOR),
    is_demonstration: bool = False,
) -> tuple[Unit, Worker]:
    """Make a community with its first worker, who holds `roles` over the whole of it.

    `above` is the chain of units over it, highest first; a unit of the same code, or the same kind and name under the
    same parent, is used again. Without a chain it comes under the street office or county its code begins with, if
    that is here. Every room's founding runs. Raises accounts.community_exists, accounts.bad_community_code.
    """
    check_code(code)
    parent = put_chain(above) if above else nearest_by_code(code)
    community = Unit.objects.create(
        kind=UnitKind.COMMUNITY, name=name, code=code, parent=parent, is_demonstration=is_demonstration
    )
    maker = Worker.objects.create(name=maker_name, unit=community, community=community)
    Grant.objects.bulk_create(first_grants(community, maker, roles))
    for found in foundings:
        found(community.id, maker.id)
    changed = [("unit", community.id), ("worker", maker.id)]
    announce(
        "community.made", community_id=community.id, by_id=maker.id, changed=changed, subject_id=community.id
    )
    return community, maker


def check_code(code: str) -> None:
    """Refuse a code that is not one, or is taken."""
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
        raise Problem(BAD_COMMUNITY_CODE, {"code": code})
    if Unit.objects.filter(code=code).exists():
        raise Problem(COMMUNITY_EXISTS, {"code": code})


def put_chain(above: Sequence[UnitFact]) -> Unit | None:
    """The lowest unit of a chain given highest first, each made where it is missing; a known one keeps its name."""
    parent: Unit | None = None
    for fact in above:
        known = known_unit(fact, parent)
        if known is None:
            known = Unit.objects.create(
                id=fact.id, kind=fact.kind, name=fact.name, code=fact.code, parent=parent
            )
        else:
            missing = {"code": fact.code} if fact.code and not known.code else {}
            Unit.objects.filter(id=known.id).update(parent=known.parent or parent, **missing)
        parent = known
    return parent


def known_unit(fact: UnitFact, parent: Unit | None) -> Unit | None:
    """The unit a fact means: by its code, else by kind and name under the same parent."""
    by_code = Unit.objects.filter(kind=fact.kind, code=fact.code).first() if fact.code else None
    return by_code or Unit.objects.filter(kind=fact.kind, name=fact.name, parent=parent).first()


def codes_above(code: str) -> tuple[str, str]:
    """The codes of the county and the street office a community's code begins with."""
    return code[:6].ljust(CODE_DIGITS, "0"), code[:9].ljust(CODE_DIGITS, "0")


def nearest_by_code(code: str) -> Unit | None:
    """The street office, or else the county, whose code a community's code begins with."""
    kinds = (UnitKind.COUNTY, UnitKind.STREET)
    return Unit.objects.filter(code__in=codes_above(code), kind__in=kinds).order_by("-code").first()


def first_grants(community: Unit, maker: Worker, roles: Collection[str]) -> list[Grant]:
    """The maker's own grants: nobody is there yet who could give them."""
    return [
        Grant(
            worker=maker,
            community=community,
            role=role,
            scope=Scope.COMMUNITY,
            by=maker,
            why="made the community",
        )
        for role in roles
    ]
