"""While a roster goes in, the doorsteps go on: no answer is turned away or lost, on either database."""

import threading
from pathlib import Path

import pytest
from django.db import connection

from gridward.accounts.actors import Actor
from gridward.facts.answers import Verdict
from gridward.households.importing.command import import_file
from gridward.households.models import Person
from gridward.rounds.actions import OutcomeFact, record_outcomes
from gridward.rounds.models import Due, Outcome
from gridward.shared.ids import new_id
from tests.cast import Cast
from tests.households.tables import HEADER, resident, workbook
from tests.rounds.ledger import Opener

PEOPLE, ANSWERS = 600, 200


def a_roster(folder: Path) -> Path:
    rows = [
        resident(
            f"郑{chr(0x4E00 + n)}", f"19{n % 60 + 30}-05-17", f"梅园{n // 90 + 1}号楼1单元{n % 90 + 101}", ""
        )
        for n in range(PEOPLE)
    ]
    return workbook(folder / "roster.xlsx", {"人口": [HEADER, *rows]})


def keep_answering(by: Actor, due_ids: list[object], verdicts: list[str], go: threading.Event) -> None:
    """Send answers one by one, as phones do, until all are sent."""
    try:
        go.wait()
        for n in range(ANSWERS // 2):
            fact = OutcomeFact(new_id(), due_ids[n % len(due_ids)], "absent")  # type: ignore[arg-type]
            verdicts += [answer.verdict for answer in record_outcomes(by=by, facts=[fact])]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_hundred_answers_sent_during_an_import_are_all_accepted(
    cast: Cast, chen: Actor, dora: Actor, begun: Opener, tmp_path: Path
) -> None:
    round_ = begun()
    due_ids = list(Due.objects.of(cast.community_id).filter(round_id=round_.id).values_list("id", flat=True))
    verdicts: list[str] = []
    go = threading.Event()
    phones = [threading.Thread(target=keep_answering, args=(chen, due_ids, verdicts, go)) for _ in range(2)]
    for phone in phones:
        phone.start()
    go.set()
    imported = import_file(by=dora, path=a_roster(tmp_path), accept=lambda summary: True)
    for phone in phones:
        phone.join()
    assert verdicts == [Verdict.ACCEPTED] * ANSWERS
    assert Outcome.objects.of(cast.community_id).filter(round_id=round_.id).count() == ANSWERS
    assert imported.written and imported.written["new_persons"] == PEOPLE
    assert Person.objects.of(cast.community_id).count() == PEOPLE + len(cast.persons)
