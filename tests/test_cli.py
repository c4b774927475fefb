"""The command from outside: its exit status, what it says where, in a home of its own without a terminal or locale."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.areas.plans import town

CODE = "611097001012"
NAME = "下湾社区"


def the_way_to_python() -> dict[str, str]:
    """What a process needs to run the code under test and no other: `PYTHONPATH` too, where it is set."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}


def gridward(home: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command with nothing of this process but the way to Python."""
    return subprocess.run(
        [sys.executable, "-m", "gridward.cli", *words],
        env={**the_way_to_python(), "GRIDWARD_HOME": str(home), "LC_ALL": "C", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def only_json(answer: "subprocess.CompletedProcess[str]") -> Any:
    """The one JSON object on stdout."""
    assert answer.stdout.count("\n") == 1
    return json.loads(answer.stdout)


# Runs several commands in one process, each as if it were the only one: starting Python costs most.
MANY = """
import contextlib, io, json, sys
from gridward.cli import main
answers = []
for words in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(words)
        except SystemExit as wrong_usage:
            status = wrong_usage.code
    answers.append([status, out.getvalue(), err.getvalue()])
json.dump(answers, sys.stdout)
"""


def gridward_each(home: Path, commands: Sequence[tuple[str, ...]]) -> list[tuple[int, str, str]]:
    """Status, stdout and stderr of each command."""
    answer = subprocess.run(
        [sys.executable, "-c", MANY],
        env={**the_way_to_python(), "GRIDWARD_HOME": str(home)},
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    return [(status, out, err) for status, out, err in json.loads(answer.stdout)]


@pytest.fixture(scope="module")
def home(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the community stands, to be worked in."""
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("work") / "home"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which the community was just made, to be looked at."""
    folder = tmp_path_factory.mktemp("home")
    answer = gridward(folder, "init", "--community", CODE, "--name", NAME, "--yes")
    assert answer.returncode == 0, answer.stderr
    assert "data-officer" in answer.stdout and "一次性密码" in answer.stdout
    assert "数据库已准备好" in answer.stderr
    yield folder


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small roster."""
    path = tmp_path_factory.mktemp("roster") / "名册.csv"
    rows = ["姓名,身份证号,联系电话,住址", "王小明,,16300000001,信合小区3号楼2单元501室"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_help_touches_no_home_and_names_every_command(tmp_path: Path) -> None:
    answer = gridward(tmp_path / "none", "--help", GRIDWARD_LANGUAGE="en")
    assert answer.returncode == 0 and not (tmp_path / "none").exists()
    for command in ("init", "demo", "serve", "import", "export", "round", "figures", "check"):
        assert command in answer.stdout


def test_help_speaks_chinese_unless_told_otherwise(tmp_path: Path) -> None:
    assert "住户台账" in gridward(tmp_path, "--help").stdout
    assert "住户台账" not in gridward(tmp_path, "--help", LANG="en_GB.UTF-8").stdout


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    wrong = [
        (),
        ("fly",),
        ("init",),
        ("import", "roster"),
        ("figures", "--as-of", "yesterday"),
        ("serve", "--port", "x"),
    ]
    for words, (status, out, err) in zip(wrong, gridward_each(tmp_path, wrong), strict=True):
        assert (status, out) == (2, "") and "usage:" in err, words


def test_init_again_says_that_it_is_there(made: Path) -> None:
    answer = gridward(made, "init", "--community", CODE, "--name", NAME, "--yes", "--json")
    assert answer.returncode == 0
    assert only_json(answer) == {"community": CODE, "name": NAME, "created": False}


REFUSALS = {
    ("init", "--community", "12", "--name", "x", "--yes"): "accounts.bad_community_code",
    ("init", "--community", "611097001014", "--name", "x"): "cli.needs_yes",
    ("init", "--community", CODE, "--name", "another"): "cli.other_name",
    ("figures", "--as-of", "2999-01-01"): "cli.future_day",
    ("figures", "--community", "000000000000"): "cli.unknown_community",
    ("import", "roster", "no-such-file.xlsx", "--yes"): "households.import_no_file",
    ("import", "map", "no-such-file.osm", "--yes"): "areas.map_no_file",
    ("export", "people", "--csv", "x.csv", "--purpose", "fun"): "households.export_purpose",
    ("export", "people", "--csv", "no/such/folder/x.csv", "--purpose", "roster-check"): "cli.no_file",
    ("round", "close", "no such round"): "cli.unknown_round",
    ("round", "open", "x", "--closes", "2099-01-01", "--area", "99"): "cli.unknown_scope",
    ("round", "list", "--as", "nobody"): "cli.unknown_user",
    ("units", "put", "61109", "--name", "x"): "accounts.bad_unit_code",
    ("units", "put", "611098001", "--name", "x", "--under", "999999"): "accounts.unknown_unit",
    ("units", "seat", "999999", "--name", "x", "--user", "x"): "accounts.unknown_unit",
}


def test_a_refusal_is_1_with_words_and_code_on_stderr(home: Path) -> None:
    answers = gridward_each(home, list(REFUSALS))
    for (words, code), (status, out, err) in zip(REFUSALS.items(), answers, strict=True):
        assert (status, out) == (1, "") and f"[{code}]" in err and "Traceback" not in err, words


def test_a_refusal_with_json_is_the_one_error_shape(home: Path) -> None:
    answer = gridward(home, "figures", "--json", "--as-of", "2999-01-01", GRIDWARD_LANGUAGE="en")
    error = only_json(answer)["error"]
    assert answer.returncode == 1 and error["code"] == "cli.future_day" and "2999-01-01" in error["message"]


def test_before_init_every_command_says_where_to_begin(tmp_path: Path) -> None:
    before = [("check",), ("figures",), ("round", "list")]
    for words, (status, _, err) in zip(before, gridward_each(tmp_path, before), strict=True):
        assert status == 1 and "gridward init" in err, words


def test_a_setting_that_cannot_work_is_refused_in_words(tmp_path: Path) -> None:
    answer = gridward(tmp_path, "check", GRIDWARD_DEBUG="perhaps")
    assert answer.returncode == 1 and "GRIDWARD_DEBUG" in answer.stderr and "Traceback" not in answer.stderr


def test_a_database_that_is_away_is_refused_in_words(tmp_path: Path) -> None:
    answer = gridward(tmp_path, "check", GRIDWARD_DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert answer.returncode == 1 and "cli.no_database" in answer.stderr and "Traceback" not in answer.stderr


def test_a_roster_goes_in_is_counted_and_comes_out(home: Path, roster: Path, tmp_path: Path) -> None:
    went_in = only_json(gridward(home, "import", "roster", str(roster), "--yes", "--json"))
    assert went_in["written"]["new_persons"] == 1
    figures = only_json(gridward(home, "figures", "--json"))
    assert (figures["community"], figures["figures"]["people.living_here"]["value"]) == (CODE, 1)
    assert all(set(f) == {"value", "of", "words"} and f["words"] for f in figures["figures"].values())
    out = tmp_path / "out.csv"
    export = ("export", "people", "--csv", str(out), "--as", "data-officer", "--purpose", "roster-check")
    assert gridward(home, *export).returncode == 0
    assert "王小明" in out.read_text(encoding="utf-8") and out.stat().st_mode & 0o077 == 0


def test_a_map_goes_in_and_every_shape_is_counted(made: Path, tmp_path: Path) -> None:
    # Where no roster has named a site of the map yet.
    home = Path(shutil.copytree(made, tmp_path / "home"))
    path = tmp_path / "town.geojson"
    path.write_bytes(town())
    refused = gridward(home, "import", "map", str(path), "--take-new")
    assert refused.returncode == 1 and "[cli.not_accepted]" in refused.stderr
    answer = only_json(gridward(home, "import", "map", str(path), "--take-new", "--yes", "--json"))
    assert sum(answer["verdicts"].values()) == answer["features"] == 11
    assert answer["written"] == {"sites_new": 2, "buildings_new": 5}
    # One building has neither address nor site around it.
    again = gridward(
        home, "import", "map", str(path), "--take-new", "--site", "无门牌楼栋", "--yes", "--json"
    )
    assert only_json(again)["written"] == {"buildings_new": 1}


def test_an_import_nobody_agrees_to_lets_nothing_in(home: Path, roster: Path) -> None:
    answer = gridward(home, "import", "roster", str(roster))
    assert answer.returncode == 1 and "[cli.not_accepted]" in answer.stderr


def test_rounds_are_opened_listed_and_closed_only_when_nothing_is_owed(home: Path) -> None:
    opening = ("round", "open", "空轮次", "--closes", "2099-01-01T18:00", "--door-state", "refused", "--json")
    opened, listed, closed = gridward_each(
        home, [opening, ("round", "list", "--json"), ("round", "close", "空轮次", "--json")]
    )
    made = json.loads(opened[1])
    assert (made["name"], made["state"], made["due"]) == ("空轮次", "open", 0)
    assert [one["id"] for one in json.loads(listed[1])["rounds"]] == [made["id"]]
    assert json.loads(closed[1])["state"] == "closed"


def test_a_community_just_made_breaks_no_rule(made: Path) -> None:
    answer = gridward(made, "check")
    assert answer.returncode == 0 and "全部符合" in answer.stdout


def test_check_exits_1_when_a_rule_is_broken_and_names_it(made: Path, roster: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "home"))
    checked = gridward_each(folder, [("import", "roster", str(roster), "--yes"), ("check", "--json")])[1]
    broken = [rule for rule in json.loads(checked[1])["rules"] if rule["exceptions"]]
    assert checked[0] == 1
    assert any("信合小区" in e["subject"] for rule in broken for e in rule["exceptions"])


def test_several_communities_under_a_county_are_told_apart(made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "home"))
    above = ("--county", "丹江县", "--street", "龙桥街道办", "--yes", "--json")
    second = "611098001002"
    answers = gridward_each(
        folder,
        [
            ("init", "--community", second, "--name", "上湾社区", *above),
            ("units", "put", CODE[:9], "--name", "另一街道", "--under", "611098"),
            ("units", "list", "--json"),
            ("figures",),
            ("round", "close", "x"),
            ("check", "--all", "--json"),
            ("figures", "--json", "--community", second),
        ],
    )
    assert json.loads(answers[0][1])["above"] == ["丹江县", "龙桥街道办"]
    under = {unit["code"]: unit["under"] for unit in json.loads(answers[2][1])["units"]}
    assert under == {
        "611098000000": "",
        "611098001000": "611098000000",
        "611097001000": "611098000000",
        second: "611098001000",
        CODE: "611097001000",
    }
    for status, _, err in answers[3:5]:
        assert status == 1 and "[cli.which_community]" in err and CODE in err and second in err
    checked = json.loads(answers[5][1])
    assert [one["community"] for one in checked["communities"]] == [CODE, second]
    assert (answers[5][0], checked["holds"]) == (0, True)
    assert json.loads(answers[6][1])["community"] == second
