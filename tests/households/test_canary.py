"""Names, phones and numbers of residents stand in clear nowhere: not in the database, its log, nor any line written."""

import logging
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from gridward.accounts.actors import Actor
from gridward.households import actions
from gridward.households.actions import DoorFact, HouseholdFact, PersonFact
from gridward.households.identity import Phone
from gridward.households.identity.numbers import check_digit
from gridward.households.search import search
from gridward.shared.problems import Problem
from tests.cast import Cast

BODY = "61109919770707002"
CANARIES = {
    "name": "卡纳瑞",
    "pinyin": "kanarui",
    "number": BODY + check_digit(BODY),
    "phone": "16377770042",
    "address": "金丝雀路七号",
    "remark": "黄色羽毛",
    "note": "笼子在阳台",
    "ruined": "6.1109919770707E+17",
}


def sing(cast: Cast, by: Actor) -> None:
    """Put the canaries in by every verb that takes such values, and look for them in every way."""
    fact = PersonFact(
        cast.households["wang"],
        CANARIES["name"],
        id_number=CANARIES["number"],
        phones=(Phone(CANARIES["phone"]),),
        registered_address=CANARIES["address"],
        remark=CANARIES["remark"],
    )
    [id] = actions.put_persons(by=by, persons=[fact])
    actions.put_persons(by=by, persons=[PersonFact(id=id, id_number="", id_as_written=CANARIES["ruined"])])
    actions.put_households(
        by=by, households=[HouseholdFact(id=cast.households["wang"], note=CANARIES["note"])]
    )
    for text in CANARIES.values():
        search(by=by, text=text)
    with pytest.raises(Problem):
        actions.put_persons(by=by, persons=[PersonFact(id=id, remark=CANARIES["number"])])


def spellings() -> list[bytes]:
    """Every canary as any layer might have written it."""
    texts = [*CANARIES.values(), *(text.encode("unicode_escape").decode() for text in CANARIES.values())]
    return [text.encode(encoding) for text in texts for encoding in ("utf-8", "utf-16-le", "gb18030")]


def contents_of(model: type[models.Model], cast: Cast) -> bytes:
    """All values of a table's rows of the community, bytes as they are."""
    rows = model._base_manager.all()
    if any(f.name == "community_id" for f in model._meta.concrete_fields):
        rows = rows.filter(community_id=cast.community_id)
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "pk"]
    cells = [cell for row in rows.values_list(*names) for cell in row]
    return b"\n".join(
        bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cells
    )


def tables_with_canaries(cast: Cast) -> list[str]:
    held = {model._meta.label: contents_of(model, cast) for model in apps.get_models()}
    return [table for table, raw in held.items() if any(needle in raw for needle in spellings())]


@pytest.mark.django_db
def test_no_canary_is_found_in_any_table(cast: Cast, omar: Actor) -> None:
    sing(cast, omar)
    assert tables_with_canaries(cast) == []


@pytest.mark.django_db
def test_a_canary_in_a_plain_column_would_be_found(cast: Cast, dora: Actor) -> None:
    actions.put_doors(by=dora, doors=[DoorFact(id=cast.doors["3-101"], address_as_written=CANARIES["name"])])
    assert tables_with_canaries(cast) == ["households.Door", "households.DoorVersion"]


@pytest.mark.django_db(transaction=True)
def test_no_canary_is_found_in_the_database_file_or_its_log(cast: Cast, omar: Actor) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the files of PostgreSQL are not ours to read; its tables are searched by the other test")
    sing(cast, omar)
    database = Path(connection.settings_dict["NAME"])
    files = [path for path in database.parent.glob(database.name + "*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files)
    for path in files:
        raw = path.read_bytes()
        assert not [needle for needle in spellings() if needle in raw], path.name


@pytest.mark.django_db
def test_no_canary_is_found_in_any_line_of_the_log(
    cast: Cast, omar: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        sing(cast, omar)
    assert not [text for text in CANARIES.values() if text in caplog.text]


@pytest.mark.django_db
def test_no_problem_repeats_the_value_it_refuses(cast: Cast, omar: Actor) -> None:
    with pytest.raises(Problem) as refusal:
        actions.put_persons(
            by=omar, persons=[PersonFact(cast.households["wang"], "甲", remark=CANARIES["phone"])]
        )
    assert CANARIES["phone"] not in str(refusal.value.as_json())
