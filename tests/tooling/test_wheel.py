"""What is installed elsewhere has everything the pages need."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src/gridward"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "build", "--wheel", "--offline", "--quiet", "--out-dir", str(folder), str(PROJECT)]
    subprocess.run(command, check=True, capture_output=True)
    return set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())


@pytest.mark.parametrize(
    "pattern", ["**/*.html", "**/static/**/*.css", "**/static/**/*.js", "**/*.svg", "py.typed"]
)
def test_the_wheel_holds_what_pages_are_made_of(wheel: set[str], pattern: str) -> None:
    files = {path.relative_to(PROJECT / "src").as_posix() for path in PACKAGE.glob(pattern)}
    assert files and files <= wheel


def test_the_wheel_speaks_chinese_though_compiled_catalogues_are_not_in_git(wheel: set[str]) -> None:
    catalogues = {
        po.with_suffix(".mo").relative_to(PROJECT / "src").as_posix() for po in PACKAGE.rglob("*.po")
    }
    assert catalogues and catalogues <= wheel


def test_the_wheel_carries_its_licence(wheel: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
