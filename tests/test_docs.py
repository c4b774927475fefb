"""The documents are read by tests: what a person could look for there is there."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tools import generated

PROJECT = Path(__file__).resolve().parents[1]
OPERATIONS = PROJECT / "docs/operations.md"
GLOSSARY = PROJECT / "docs/glossary.md"


def words_of(*names: str) -> str:
    return "\n".join((PROJECT / name).read_text(encoding="utf-8") for name in names)


def targets() -> list[str]:
    return re.findall(r"^([a-z][a-z-]*):.*##", words_of("Makefile"), re.MULTILINE)


def documents() -> list[Path]:
    return [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]


def test_every_setting_has_its_line_for_operators() -> None:
    settings = {name for name, _, _ in generated.all_settings()}
    described = set(re.findall(r"^\| `(GRIDWARD_\w+)` \|", words_of("docs/operations.md"), re.MULTILINE))
    assert described == settings


def test_every_setting_is_in_the_example() -> None:
    example = set(re.findall(r"^#? ?(GRIDWARD_\w+)=", words_of(".env.example"), re.MULTILINE))
    assert example == {name for name, _, _ in generated.all_settings()}


def test_every_variable_of_the_tests_is_explained_to_contributors() -> None:
    files = [PROJECT / "Makefile", *(PROJECT / "tests").rglob("conftest.py"), *(PROJECT / "tools").iterdir()]
    read = {
        n
        for f in files
        if f.is_file()
        for n in re.findall(r"GRIDWARD_[A-Z_]+", f.read_text(encoding="utf-8"))
    }
    explained = words_of("CONTRIBUTING.md", "docs/operations.md")
    assert {name for name in read - {"GRIDWARD_"} if f"`{name}" not in explained} == set()


def test_every_make_target_is_explained() -> None:
    explained = words_of("README.md", "CONTRIBUTING.md", "docs/operations.md")
    assert [t for t in targets() if f"make {t}" not in explained] == []


def test_documents_name_only_make_targets_there_are() -> None:
    named = {
        t for path in documents() for t in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert named - set(targets()) == set()


def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert [target for target in targets() if f"make {target} " not in listed] == []


@pytest.mark.parametrize("name", sorted(generated.PAGES))
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    generated.start_django()
    path = generated.FOLDER / name
    assert path.read_text(encoding="utf-8") == generated.NOTE + generated.PAGES[name](), (
        "run `make generated`"
    )


def test_the_page_of_settings_sees_every_way_to_read_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generated, "PROJECT", tmp_path)
    source = tmp_path / "settings.py"
    source.write_text(
        "import os\na = os.environ.get('GRIDWARD_A', 'x')\nflag('GRIDWARD_B')\nos.environ['GRIDWARD_C']"
    )
    names = {name for name, _, _ in generated.settings_read(source)}
    assert names == {"GRIDWARD_A", "GRIDWARD_B", "GRIDWARD_C"}


def test_every_link_in_the_documents_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(PROJECT)}: {link}"
        for path in documents()
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]
    assert broken == []


def test_the_changelog_begins_with_what_is_coming_and_then_the_package_version() -> None:
    headings = re.findall(r"^## (\S+)", words_of("CHANGELOG.md"), re.MULTILINE)
    version = tomllib.loads(words_of("pyproject.toml"))["project"]["version"]
    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [version]), "version in pyproject.toml and newest release differ"


def test_decisions_are_short_and_say_context_decision_and_price() -> None:
    for path in (PROJECT / "docs/adr").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 40, path.name
        assert all(f"## {part}" in text for part in ("Context", "Decision", "Price")), path.name


def test_the_glossary_gives_both_languages_and_names_no_word_twice() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", words_of("docs/glossary.md"), re.MULTILINE)
    terms = [row[0].strip() for row in rows if row[0].strip() not in {"中文", "---"}]
    assert len(terms) >= 60
    assert len(terms) == len(set(terms))
    assert all(re.search(r"[\u4e00-\u9fff]", term) for term in terms)


def test_continuous_integration_runs_what_a_person_types() -> None:
    path = PROJECT / ".ci/run"
    assert path.read_text().splitlines()[-1] == "exec make test"
    assert os.access(path, os.X_OK)
