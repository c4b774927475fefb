"""The rules that hold the rooms apart and the files small; each exception stands in a list that may only shrink."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "src/gridward"
ORDER = (
    "shared planning vault facts audit accounts areas households allocation operations rounds coverage supplies care"
    " testing duty briefings exchange sync field console demo"
).split()
# The command line is no room: it stands outside, as settings and urls do.
OUTSIDE = {"cli"}
BANNED_NAMES = {"utils", "util", "services", "service", "manager", "managers", "helpers", "helper", "data"}
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE = 50, 500, 150

# (file, room below it): empty, and to stay so.
BACKWARD_IMPORTS: set[tuple[str, str]] = set()


@cache
def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def shown(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def imported_modules(path: Path) -> Iterator[str]:
    """Absolute names of all modules a file imports, those inside functions included."""
    package = ["gridward", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imported_rooms(path: Path) -> set[str]:
    names = [name.split(".") for name in imported_modules(path)]
    return {name[1] for name in names if name[0] == "gridward" and len(name) > 1 and name[1] in ORDER}


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def test_every_folder_of_the_package_is_a_room_in_the_order() -> None:
    folders = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()}
    outside = {"cli"}
    assert folders <= set(ORDER) | outside, f"not in the order of rooms: {folders - set(ORDER)}"


def test_a_room_imports_only_rooms_above_it() -> None:
    backward = {
        (shown(path), other)
        for path in python_files("src/gridward")
        if (room := room_of(path)) in ORDER
        for other in imported_rooms(path)
        if ORDER.index(other) > ORDER.index(room)
    }
    assert backward == BACKWARD_IMPORTS


def test_the_import_rule_sees_imports_inside_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    path = PACKAGE / "rounds/example.py"
    hidden = ast.parse(
        "def f():\n    from gridward.briefings import figures\n    from ..console import context"
    )
    monkeypatch.setitem(globals(), "tree_of", lambda _: hidden)
    assert imported_rooms(path) == {"briefings", "console"}


def test_planning_knows_no_model_and_no_django() -> None:
    names = {name for path in python_files("src/gridward/planning") for name in imported_modules(path)}
    assert not {name for name in names if name.split(".")[0] == "django"}


def test_views_forms_urls_and_templates_never_touch_a_manager() -> None:
    pages = re.compile(r"(^|/)(views|forms|urls)(/|\.py$)")
    files = [p for p in python_files("src/gridward") if pages.search(shown(p))]
    guilty = [
        f"{shown(path)}:{node.lineno}"
        for path in files
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    guilty += [shown(t) for t in templates() if re.search(r"\.objects\b", t.read_text())]
    assert not guilty, f"queries belong into queries.py and access.py: {guilty}"


def test_save_always_names_the_fields_it_writes() -> None:
    guilty = [
        f"{shown(path)}:{call.lineno}"
        for path in python_files("src/gridward")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"save", "asave"}
        and "update_fields" not in {keyword.arg for keyword in call.keywords}
    ]
    assert not guilty, f"save(update_fields=…), or a queryset: {guilty}"


def versioned_names() -> set[str]:
    from gridward.facts.versions import VERSIONS

    return {model.__name__ for pair in VERSIONS.items() for model in pair}


WRITES = {"create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create"}


def writes_to(path: Path, models: set[str]) -> Iterator[int]:
    """Lines where `Model.objects…write()` or `Model(…).save()` stands for one of the models."""
    for call in calls(path):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES | {"save"}:
            continue
        chain = {n.id for n in ast.walk(call.func.value) if isinstance(n, ast.Name)}
        chain |= {n.attr for n in ast.walk(call.func.value) if isinstance(n, ast.Attribute)}
        if chain & models:
            yield call.lineno


def test_register_rows_are_written_only_with_their_versions() -> None:
    guilty = [
        f"{shown(path)}:{line}"
        for path in python_files("src/gridward")
        if shown(path) != "src/gridward/facts/versions.py"
        for line in writes_to(path, versioned_names())
    ]
    assert not guilty, f"register rows go through gridward.facts.versions.write: {guilty}"


def test_the_version_rule_sees_a_write_past_the_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    past = ast.parse(
        "Door.objects.of(c).filter(id=1).update(state='vacant')\nDoor.objects.of(c).filter(id=1)"
    )
    monkeypatch.setitem(globals(), "tree_of", lambda _: past)
    assert list(writes_to(PACKAGE / "x.py", versioned_names())) == [1]


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name} {length}"
        for path in python_files("src", "tests", "tools", "bench")
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def source_files() -> Iterator[Path]:
    """Everything people wrote: code, templates, styles, documents, tools; not what Django or a tool wrote."""
    endings = {".py", ".html", ".css", ".js", ".ts", ".md", ".sh", ".txt", ".toml", ".svg", ".json"}
    for folder in ("src", "tests", "tools", "bench", "docs", "frontend", "contracts"):
        for path in (PROJECT / folder).rglob("*"):
            if path.suffix in endings and "migrations" not in path.parts and "generated" not in path.parts:
                yield path
    yield from (p for p in PROJECT.iterdir() if p.suffix in endings or p.name in {"Makefile", ".env.example"})


def templates() -> list[Path]:
    return sorted(PACKAGE.rglob("templates/**/*.html"))


def lines_in(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_its_measure() -> None:
    long = {
        shown(path): lines
        for path in source_files()
        if (lines := lines_in(path)) > (LONGEST_TEMPLATE if path.suffix == ".html" else LONGEST_FILE)
    }
    assert not long


def test_templates_carry_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|<[^>]*\son[a-z]+\s*=|javascript:|\bhx-on\b",
        re.IGNORECASE,
    )
    assert not [shown(path) for path in templates() if inline.search(path.read_text(encoding="utf-8"))]


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = python_files("src", "tests", "tools", "bench")
    named = {shown(p) for p in modules if BANNED_NAMES & {p.stem, *p.relative_to(PROJECT).parts[:-1]}}
    assert not named


def test_nothing_in_the_tree_names_a_place_on_one_machine() -> None:
    elsewhere = re.compile("|".join(["(?<![\\w.-])/" + "work/", "/" + "root/", "/" + "home/[a-z]"]))
    outside_tests = re.compile(re.escape(".." + "/shared"))
    guilty = []
    for path in source_files():
        text = path.read_text(encoding="utf-8")
        if elsewhere.search(text) or (outside_tests.search(text) and "tests" not in path.parts):
            guilty.append(shown(path))
    assert not guilty


# Test files that mean to look over all communities somewhere (`pytest.mark.sql_unwatched`). Shrink it.
UNWATCHED: set[str] = set()


def test_only_listed_tests_run_statements_without_a_community() -> None:
    marked = {
        shown(path)
        for path in python_files("tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "sql_unwatched"
    }
    assert marked == UNWATCHED
