"""What is no demonstration is never touched; what an interrupted filling left is cleared."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from gridward.accounts.actions import make_community
from gridward.accounts.models import Role, Unit
from gridward.demo import command, home
from gridward.demo.filling import Filled, SignIn
from gridward.shared.problems import Problem
from gridward.vault.folder import key_of_scope
from tests.cast import Cast

SIGN_IN = SignIn("coordinator", "林秋艳", "linqiuyan", "a82m-xf8n-u8hz")
Maker = Callable[[], UUID]


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """An empty home folder."""
    settings.GRIDWARD_HOME, settings.GRIDWARD_KEYS = tmp_path, tmp_path / "keys"
    return tmp_path


@pytest.fixture
def emptied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes when the database would have been emptied, and takes the demonstrations out of it as that does."""
    notes: list[str] = []

    def empty() -> None:
        notes.append("emptied")
        Unit.objects.filter(is_demonstration=True).update(kind="other", code="", is_demonstration=False)

    monkeypatch.setattr(home, "empty_database", empty)
    return notes


@pytest.fixture
def make(db: None, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Make a demonstration with one worker and nothing else; filling does the same."""

    def make_one() -> UUID:
        unit, _ = make_community(
            code="611022001012",
            name="下湾社区",
            maker_name="陆明超",
            roles=[Role.DATA_OFFICER],
            is_demonstration=True,
        )
        return unit.id

    def fill(seed: int, now: object, say: object) -> Filled:
        return Filled(make_one(), seed, (SIGN_IN,))

    monkeypatch.setattr(command, "fill", fill)
    return make_one


def test_an_empty_home_is_filled_and_marked(folder: Path, make: Maker) -> None:
    filled = command.make_whole(7, is_fresh=False)
    assert home.read_mark() == home.Mark(7, filled)
    assert stat.S_IMODE(home.mark_path().stat().st_mode) == 0o600


def test_a_filled_home_is_served_as_it_is(folder: Path, make: Maker, emptied: list[str]) -> None:
    first = command.make_whole(None, is_fresh=False)
    assert command.make_whole(8, is_fresh=False) == first
    assert not emptied


@pytest.mark.parametrize("is_fresh", [False, True])
def test_a_real_community_is_never_touched(
    folder: Path, cast: Cast, make: Maker, emptied: list[str], is_fresh: bool
) -> None:
    make()
    with pytest.raises(Problem) as refused:
        command.make_whole(None, is_fresh=is_fresh)
    assert refused.value.code == "demo.not_a_demonstration"
    assert not emptied and not home.mark_path().exists()
    assert Unit.objects.filter(id=cast.community_id, kind="community").exists()


def test_an_interrupted_filling_is_cleared_and_begun_again(
    folder: Path, make: Maker, emptied: list[str]
) -> None:
    home.write_mark(home.Mark(7))
    left = make()
    filled = command.make_whole(None, is_fresh=False)
    assert emptied == ["emptied"] and filled.community_id != left
    assert home.standing() == filled


def test_a_demonstration_of_another_home_is_left_alone_unless_asked(
    folder: Path, make: Maker, emptied: list[str]
) -> None:
    make()
    with pytest.raises(Problem) as refused:
        command.make_whole(None, is_fresh=False)
    assert refused.value.code == "demo.made_elsewhere" and not emptied
    command.make_whole(None, is_fresh=True)
    assert emptied == ["emptied"]


def test_a_fresh_one_takes_the_keys_of_the_old_one_and_no_others(
    folder: Path, make: Maker, emptied: list[str]
) -> None:
    command.make_whole(7, is_fresh=False)
    old = Unit.objects.get(is_demonstration=True).id
    for scope in (f"search-{old}", f"log-{old}", "search-of-somebody-else"):
        key_of_scope(folder / "keys", scope)
    assert command.make_whole(9, is_fresh=True).seed == 9
    assert {path.stem for path in (folder / "keys").glob("*.key")} == {"search-of-somebody-else"}
