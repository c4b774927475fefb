"""Write docs/generated and contracts/openapi.json from the code; `--check` says which differ instead."""

import ast
import atexit
import importlib
import os
import pkgutil
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "src/gridward"
FOLDER = PROJECT / "docs/generated"
CONTRACT = PROJECT / "contracts/openapi.json"
NOTE = "<!-- Written by `make generated` from the code; do not edit. -->\n"


def start_django() -> None:
    """Load every module, in a home folder that is gone afterwards, so that all codes are registered."""
    import django
    from django.conf import settings

    if not settings.configured:
        home = tempfile.mkdtemp(prefix="gridward-docs-")
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        os.environ["GRIDWARD_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.settings")
    django.setup()
    import gridward

    for module in pkgutil.walk_packages(gridward.__path__, "gridward."):
        if ".migrations" not in module.name and module.name.rpartition(".")[2] not in {"__main__", "wsgi"}:
            importlib.import_module(module.name)


def table(*columns: str, rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def in_chinese(words: str) -> str:
    """The Chinese of a text, from the catalogues in the tree."""
    from django.utils.translation import gettext, override

    with override("zh-hans"):
        return gettext(words) if words else ""


def errors() -> str:
    """Every problem code with its status and words."""
    from gridward.shared.problems import PROBLEM_CODES

    rows = [
        (f"`{kind.code}`", str(kind.status), kind.message, in_chinese(kind.message))
        for kind in sorted(PROBLEM_CODES.values(), key=lambda kind: kind.code)
    ]
    head = "# Problem codes\n\nEvery refusal carries one of these; a code is never used again for something else.\n\n"
    return head + table("Code", "Status", "English", "中文", rows=rows)


def settings_read(path: Path) -> Iterator[tuple[str, str, str]]:
    """Name, default and file of every GRIDWARD_… variable a file reads from the environment."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name, default = node.args[0], ast.unparse(node.args[1]) if len(node.args) > 1 else ""
            if ast.unparse(node.func) not in {"os.environ.get", "os.getenv", "environ.get", "flag"}:
                continue
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            name, default = node.slice, "required"
        else:
            continue
        if isinstance(name, ast.Constant) and str(name.value).startswith("GRIDWARD_"):
            yield str(name.value), default, path.relative_to(PROJECT).as_posix()


def all_settings() -> list[tuple[str, str, str]]:
    """Every variable the product reads, once, in the order of names."""
    found = {row for path in PACKAGE.rglob("*.py") for row in settings_read(path)}
    return sorted({name: (name, default, file) for name, default, file in sorted(found)}.values())


def settings_page() -> str:
    """Every setting with its default and where it is read; what it means stands in operations.md."""
    rows = [
        (f"`{name}`", f"`{default}`" if default else "", f"`{file}`")
        for name, default, file in all_settings()
    ]
    head = "# Settings\n\nRead from the environment; the meaning is in [operations.md](../operations.md#settings).\n\n"
    return head + table("Variable", "Default in the code", "Read in", rows=rows)


def states() -> str:
    """Every field with a closed list of words."""
    from django.apps import apps

    parts = []
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if not model.__module__.startswith("gridward."):
            continue
        for field in model._meta.concrete_fields:
            if not field.choices or model.__name__.endswith("Version"):
                continue
            rows = [(f"`{code}`", *both_languages(label)) for code, label in field.flatchoices]
            parts.append(
                f"## {model._meta.label}.{field.name}\n\n" + table("Code", "English", "中文", rows=rows)
            )
    return "# States and kinds\n\nThe closed lists of words the database keeps.\n\n" + "\n".join(parts)


def both_languages(label: object) -> tuple[str, str]:
    """A lazily translated label in English and Chinese."""
    from django.utils.translation import override

    with override("en"):
        english = str(label)
    with override("zh-hans"):
        return english, str(label)


def contract() -> str:
    """What devices ask, as OpenAPI."""
    from gridward.sync.openapi import as_text

    return as_text()


PAGES: dict[str, Callable[[], str]] = {"errors.md": errors, "settings.md": settings_page, "states.md": states}


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are not what the code says."""
    sys.path.insert(0, str(PROJECT))
    from tools.catalogues import compile_all

    compile_all()
    start_django()
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    made = [(FOLDER / name, NOTE + page()) for name, page in PAGES.items()]
    for path, text in [*made, (CONTRACT, contract())]:
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        print(
            f"generated files: {', '.join(stale)} differ from the code: run `make generated`.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
