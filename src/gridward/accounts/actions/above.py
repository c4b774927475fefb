"""What lies above communities: streets and counties by their codes, and who looks at figures from there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gridward.accounts.actions.sign_ins import NewAccount, make_account
from gridward.accounts.actors import Actor, system_actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Grant, Role, Scope, Unit, UnitKind, Worker
from gridward.audit.actions import announce
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem, problem_code

BAD_UNIT_CODE = problem_code(
    "accounts.bad_unit_code",
    422,
    "{code} is no code of a unit above a community: 6 digits for a county, 9 for a street office.",
)
NOT_ABOVE = problem_code(
    "accounts.unit_not_above",
    422,
    "{name} ({code}) is no unit that a street office or county can stand under here.",
)
UNKNOWN_UNIT = problem_code("accounts.unknown_unit", 404, "There is no street office or county {code} here.")
# Division codes: 6 digits to the county, 3 more to the street office, 3 more to the community; the National Bureau of
# Statistics writes each with 12, the rest zeros.
DIGITS = {6: UnitKind.COUNTY, 9: UnitKind.STREET}
LOOKERS = frozenset({UnitKind.CITY, UnitKind.COUNTY, UnitKind.STREET})
HIGHEST_FIRST = (UnitKind.CITY, UnitKind.COUNTY, UnitKind.STREET, UnitKind.COMMUNITY)


@dataclass(frozen=True)
class Placed:
    """A unit above, and how many communities came under it."""

    unit: Unit
    communities: int


@transaction.atomic
def put_above(*, by: Actor, code: str, name: str, under: str = "") -> Placed:
    """Enter a street office or county by its code, or name it anew; what its code begins comes under it.

    The system only. Communities and street offices that stand under another unit of the same kind stay there. A street
    office comes under the county of its code, or under the unit with the code `under`. Raises accounts.bad_unit_code,
    accounts.unknown_unit, accounts.unit_not_above.
    """
    must_be(by, Role.DATA_OFFICER)
    short = code.strip()
    kind = DIGITS.get(len(short)) if short.isascii() and short.isdigit() else None
    if kind is None:
        raise Problem(BAD_UNIT_CODE, {"code": code})
    known: dict[str, Any] = {"kind": kind, "name": name}
    if (parent := _parent_of(short, kind, under)) is not None:
        known["parent"] = parent
    whole = short.ljust(12, "0")
    # One that came with a community by its name alone gets its code now.
    same = Unit.objects.filter(Q(code=whole) | Q(code="", kind=kind, name=name)).order_by("-code").first()
    unit, _made = Unit.objects.update_or_create(
        id=same.id if same else new_id(), defaults={**known, "code": whole}
    )
    below = Unit.objects.filter(code__startswith=short).exclude(id=unit.id)
    if kind == UnitKind.COUNTY:
        below.filter(kind=UnitKind.STREET, parent=None).update(parent=unit)
    came = below.filter(kind=UnitKind.COMMUNITY, parent=None).update(parent=unit)
    if kind == UnitKind.STREET:
        came += below.filter(kind=UnitKind.COMMUNITY, parent__kind=UnitKind.COUNTY).update(parent=unit)
    announce("unit.put", community_id=unit.id, by_id=by.worker_id, changed=[("unit", unit.id)])
    return Placed(unit, came)


def _parent_of(code: str, kind: UnitKind, under: str) -> Unit | None:
    """The unit that was said, or the county a street office's code tells; None where neither is here."""
    if under:
        parent = unit_by_code(under)
        if HIGHEST_FIRST.index(UnitKind(parent.kind)) >= HIGHEST_FIRST.index(kind):
            raise Problem(NOT_ABOVE, {"code": parent.code, "name": parent.name})
        return parent
    if kind == UnitKind.COUNTY:
        return None
    return Unit.objects.filter(code=code[:6].ljust(12, "0"), kind=UnitKind.COUNTY).first()


@transaction.atomic
def seat(*, by: Actor, unit_id: UUID, name: str, username: str, password: str | None = None) -> NewAccount:
    """Let somebody of a street office, county or city look at the figures of the communities below. The system only.

    Raises accounts.unknown_unit, and what `make_account` raises.
    """
    must_be(by, Role.DATA_OFFICER)
    unit = Unit.objects.filter(id=unit_id, kind__in=LOOKERS).first()
    if unit is None:
        raise Problem(UNKNOWN_UNIT, {"code": str(unit_id)})
    worker = Worker.objects.create(name=name, unit=unit, community=unit)
    given = Grant(
        worker=worker,
        community=unit,
        role=Role.ABOVE,
        scope=Scope.BELOW,
        by=None,
        why="seated above communities",
    )
    Grant.objects.bulk_create([given])
    changed = [("worker", worker.id), ("grant", given.id)]
    announce("grant.given", community_id=unit.id, by_id=by.worker_id, changed=changed)
    return make_account(
        by=system_actor(unit.id),
        worker_id=worker.id,
        username=username,
        password=password,
        must_change_password=password is None,
    )


def unit_by_code(code: str) -> Unit:
    """A street office or county by its code, short or with its zeros. Raises accounts.unknown_unit."""
    unit = Unit.objects.filter(code=code.strip().ljust(12, "0"), kind__in=LOOKERS).first()
    if unit is None:
        raise Problem(UNKNOWN_UNIT, {"code": code})
    return unit
