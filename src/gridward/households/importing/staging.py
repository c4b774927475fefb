"""Reading a sealed file into staged rows, a few hundred at a time; nothing of the register is touched."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from gridward.accounts.models import Unit
from gridward.areas.models import Building
from gridward.facts.clock import last_number
from gridward.households.actions.categories import NEVER
from gridward.households.importing.known import find_known
from gridward.households.importing.plans import Plan, plan_of
from gridward.households.importing.runs import CANCELLED, IMPORTS, State, content_of
from gridward.households.models import RosterImport, StagedRow
from gridward.households.roster import RosterReading, RowAccount, Upload, read_in_batches
from gridward.shared.batches import in_batches
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem
from gridward.vault import seals

BATCH = 500
KNOWN = "known"


def read_run(run: RosterImport) -> RosterReading:
    """Read the file of an import, beating as it goes.

    Raises households.import_cancelled; UnreadableRosterError when the file is none.
    """
    community = Unit.objects.get(id=run.community_id)
    upload = Upload(run.file_name, content_of(run))
    steps = read_in_batches(
        upload,
        hidden_sheets=frozenset(run.options.get("hidden_sheets", ())),
        community_names=(community.name, *((community.parent.name,) if community.parent else ())),
        known_units=_known_units(run.community_id),
        batch=BATCH,
    )
    for step in steps:
        IMPORTS.beat(run, step.done, step.total)
        if step.reading:
            return step.reading
    raise AssertionError("a reading ends with its result")


def _known_units(community_id: UUID) -> dict[tuple[str, str], int]:
    """How many units the register's buildings have, by site and number."""
    buildings = Building.objects.of(community_id).exclude(units=0)
    return {
        (site, number): units
        for site, number, units in buildings.values_list("site__name", "number", "units")
    }


def plan_run(run: RosterImport, reading: RosterReading) -> Plan:
    """Plan a reading against the register as it stands now."""
    key = digest_of(run)
    known, alike = find_known(run.community_id, key, reading.persons)
    return plan_of(key, reading, known, alike)


def digest_of(run: RosterImport) -> str:
    """What the ids of an import derive from: the file, and which hidden sheets were asked for."""
    return "|".join((run.digest, *run.options.get("hidden_sheets", ())))


def stage_import(run: RosterImport) -> tuple[RosterReading, Plan]:
    """Read, plan and stage an import that this process has claimed, until it is ready to be looked at.

    Raises households.import_cancelled; UnreadableRosterError when the file is none.
    """
    reading = read_run(run)
    plan = plan_run(run, reading)
    StagedRow.objects.of(run.community_id).filter(import_id=run.id).delete()
    done = 0
    for batch in in_batches(_staged(run, reading, plan), BATCH):
        with transaction.atomic():
            StagedRow.objects.bulk_create(batch)
        done += len(batch)
        IMPORTS.beat(run, done, len(reading.accounts))
    summary = summary_of(reading, plan) | {"register_at": last_number(run.community_id)}
    if not IMPORTS.move(run, State.READING, State.READY, summary=summary, beat_at=None):
        raise Problem(CANCELLED)
    return reading, plan


def _staged(run: RosterImport, reading: RosterReading, plan: Plan) -> Iterator[StagedRow]:
    persons = {person.reading.ref: person for person in plan.persons}
    for position, account in enumerate(reading.accounts):
        person = persons.get(account.person_ref)
        row = StagedRow(
            community_id=run.community_id,
            id=derived_id(run.id, "row", position),
            import_id=run.id,
            position=position,
            sheet=account.sheet[:60],
            row=account.row,
            verdict=KNOWN if account.verdict == "taken" and person and person.is_known else account.verdict,
            reason=account.reason,
            findings=[(finding.code, finding.column) for finding in account.findings],
            person_id=person.id if person else None,
        )
        row.sealed = seals.seal(run.operation_id, row.id, "staged", _shown(account, person))
        yield row


def _shown(account: RowAccount, person: Any) -> dict[str, Any]:
    """What the preview shows of a row, sealed until it does: whom it was read as, and the cells that were doubted."""
    doubted = {finding.column: finding.shown for finding in account.findings if finding.shown}
    if person is None:
        return {"kind": account.kind, "doubted": doubted}
    said = person.reading
    address = str(said.address) if said.address else said.address_as_written
    return {
        "kind": account.kind,
        "name": said.name,
        "address": address,
        "area": said.area_name,
        "doubted": doubted,
    }


def summary_of(reading: RosterReading, plan: Plan) -> dict[str, Any]:
    """The counts a person looks at before saying yes; no personal data."""
    verdicts = Counter(account.verdict for account in reading.accounts)
    fresh = len(plan.new_persons)
    return {
        "rows": len(reading.accounts),
        "verdicts": dict(verdicts),
        "persons": {"all": len(plan.persons), "new": fresh, "known": len(plan.persons) - fresh},
        "households": len({person.household_id for person in plan.persons}),
        "doors": {"all": len(plan.doors), "vacant": sum(door.state == "vacant" for door in plan.doors)},
        "areas": list(plan.areas),
        "look_alikes": len(plan.look_alikes),
        "refused_categories": sorted({w for p in reading.persons for w in p.categories if is_forbidden(w)}),
        "findings": dict(Counter(f.code for account in reading.accounts for f in account.findings)),
        "sheets": [
            {
                "name": sheet.name,
                "hidden": sheet.hidden,
                "read": sheet.read,
                "rows": sheet.rows,
                "columns": sheet.recognised,
                "unknown": list(sheet.unknown),
                "refused": list(sheet.refused),
            }
            for sheet in reading.sheets
        ],
    }


def is_forbidden(category: str) -> bool:
    """Whether a category speaks of religion, ethnicity, politics or opinions, and so is never kept."""
    return bool(NEVER.search(category))
