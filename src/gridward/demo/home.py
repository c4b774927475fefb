"""The home folder of a demonstration: whether it holds one, whole or in part, and how it is cleared."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gridward.accounts.models import Unit, UnitKind
from gridward.audit.chain import forget_log_keys
from gridward.operations.models import Operation
from gridward.shared.problems import Problem, problem_code
from gridward.vault.seals import forget_keys
from gridward.vault.tokens import forget_search_keys

from .filling import Filled, SignIn

NOT_A_DEMONSTRATION = problem_code(
    "demo.not_a_demonstration",
    409,
    "{names} is no demonstration. Nothing was touched. Name another home folder in GRIDWARD_HOME.",
)
MADE_ELSEWHERE = problem_code(
    "demo.made_elsewhere",
    409,
    "The database holds a demonstration that was not made from this home folder. Clear it and begin again by "
    "“gridward demo --fresh”.",
)


def mark_path() -> Path:
    """The file that marks a home folder as that of a demonstration, with its sign-ins; private to its owner."""
    return Path(settings.GRIDWARD_HOME) / "demonstration.json"


@dataclass(frozen=True)
class Mark:
    """What the file says: begun with this seed, and once whole, which community it is and who may sign in."""

    seed: int
    filled: Filled | None = None


def read_mark() -> Mark | None:
    """What was left here, or None."""
    try:
        kept = json.loads(mark_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if not kept["is_whole"]:
        return Mark(kept["seed"])
    sign_ins = tuple(SignIn(**one) for one in kept["sign_ins"])
    return Mark(kept["seed"], Filled(UUID(kept["community_id"]), kept["seed"], sign_ins))


def write_mark(mark: Mark) -> None:
    """Put the file in place whole."""
    words: dict[str, object] = {"seed": mark.seed, "is_whole": mark.filled is not None}
    if mark.filled is not None:
        words["community_id"] = str(mark.filled.community_id)
        words["sign_ins"] = [asdict(one) for one in mark.filled.sign_ins]
    draft = mark_path().with_suffix(".part")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(words, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(mark_path())


@contextmanager
def alone() -> Iterator[None]:
    """Only one command at a time fills this home; another waits here and finds it filled."""
    with (Path(settings.GRIDWARD_HOME) / ".filling").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def communities() -> list[Unit]:
    """Every community in the database. Raises demo.not_a_demonstration when one of them is real."""
    found = list(Unit.objects.filter(kind=UnitKind.COMMUNITY).order_by("code"))
    real = [unit.name for unit in found if not unit.is_demonstration]
    if real:
        raise Problem(NOT_A_DEMONSTRATION, {"names": ", ".join(real)})
    return found


def standing() -> Filled | None:
    """The demonstration that is here whole, or None where nothing is here or a filling was interrupted.

    Raises demo.not_a_demonstration, and demo.made_elsewhere for one whose keys and sign-ins are not here.
    """
    found, mark = communities(), read_mark()
    if not found:
        return None
    if mark is None or (mark.filled and mark.filled.community_id not in {unit.id for unit in found}):
        raise Problem(MADE_ELSEWHERE)
    return mark.filled


def clear() -> bool:
    """Clear the database and the keys of its demonstrations; False where there is nothing to clear.

    Raises demo.not_a_demonstration and touches nothing when a community is real.
    """
    found = communities()
    if not found:
        return False
    keys = [path for unit in found for path in key_files(unit.id)]
    empty_database()
    for path in keys:
        path.unlink(missing_ok=True)
    forget_keys()
    forget_search_keys()
    forget_log_keys()
    mark_path().unlink(missing_ok=True)
    return True


def key_files(community_id: UUID) -> list[Path]:
    """The keys that serve one community alone: of its search and log, and of its operations."""
    folder = Path(settings.GRIDWARD_KEYS)
    operations = Operation.objects.of(community_id).values_list("id", flat=True)
    return [*folder.glob(f"*-{community_id}.key"), *(folder / f"{id}.key" for id in operations)]


def empty_database() -> None:
    """A SQLite file goes and is made anew in the present form; the tables of another database are emptied."""
    if connection.vendor != "sqlite":
        call_command("flush", verbosity=0, interactive=False)
        return
    file = str(connection.settings_dict["NAME"])
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(file + ending).unlink(missing_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
