"""The tables are what the models say."""

import io

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    planned = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=planned, stderr=planned)
    except (SystemExit, CommandError):
        pytest.fail(f"makemigrations would write:\n{planned.getvalue()}")


@pytest.mark.django_db
def test_django_finds_nothing_to_object_to() -> None:
    found = io.StringIO()
    call_command("check", "--fail-level", "WARNING", stdout=found, stderr=found)
    assert "no issues" in found.getvalue()
