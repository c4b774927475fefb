"""Conflicts and refusals of outcomes go where those of every kind of fact are kept, and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gridward.shared.ids import new_id

BEFORE, AFTER = ("rounds", "0003_recorded_by"), ("rounds", "0004_set_aside_in_facts")
FACTS = ("facts", "0002_set_aside")


def go_to(*target: tuple[str, str]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(list(target))
    return MigrationExecutor(connection).loader.project_state(list(target)).apps


@pytest.fixture
def old_apps(transactional_db: None) -> Iterator[Any]:
    yield go_to(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.sql_unwatched("rows of all communities move")
def test_what_was_set_aside_moves_with_all_it_says_and_back(old_apps: Any) -> None:
    us, fact, by, owner = (new_id() for _ in range(4))
    conflict = {"community_id": us, "by_id": by, "owner_id": owner, "digest": "d" * 32, "sealed_body": b"seal"}
    old_apps.get_model("rounds", "Conflict").objects.create(id=new_id(), outcome_id=fact, **conflict)
    refusal = {"community_id": us, "by_id": by, "code": "rounds.unreadable"}
    old_apps.get_model("rounds", "Refusal").objects.create(id=new_id(), outcome_id=fact, **refusal)
    apps = go_to(AFTER, FACTS)
    moved = apps.get_model("facts", "FactConflict").objects.get(community_id=us)
    assert (moved.kind, moved.fact_id, moved.owner_id, bytes(moved.sealed_body)) == ("outcome", fact, owner, b"seal")
    assert apps.get_model("facts", "FactRefusal").objects.get(community_id=us).code == "rounds.unreadable"
    apps = go_to(BEFORE, FACTS)
    assert apps.get_model("rounds", "Conflict").objects.get(community_id=us).outcome_id == fact
    assert not apps.get_model("facts", "FactConflict").objects.filter(community_id=us).exists()
