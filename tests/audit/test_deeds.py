"""Every deed of the log is said in words people understand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridward.audit.deeds import DEEDS, deed_words

PACKAGE = Path(__file__).resolve().parents[2] / "src/gridward"
DEED = re.compile(r"[a-z_]+\.[a-z_]+")


def sayings(tree: ast.Module) -> Iterator[ast.expr]:
    """Arguments of anything called announce…, and what is put into a variable called deed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if "announce" in name:
                yield from (*node.args, *(k.value for k in node.keywords if k.arg == "deed"))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "deed":
            yield node.value


def deeds_in(tree: ast.Module) -> Iterator[str]:
    """Texts in them that look like a deed."""
    for saying in sayings(tree):
        for node in ast.walk(saying):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and DEED.fullmatch(node.value):
                yield node.value


def deeds_of_the_product() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    return {deed for tree in trees for deed in deeds_in(tree)}


def test_every_deed_that_is_announced_has_words() -> None:
    announced = deeds_of_the_product()
    assert len(announced) > 20, "the search for deeds found next to nothing"
    assert not announced - set(DEEDS), "say these deeds in gridward/audit/deeds.py"


def test_the_search_sees_deeds_in_helpers_conditions_keywords_and_variables() -> None:
    tree = ast.parse(
        '_announce(by, "a.b" if x else "c.d")\nannounce(deed="e.f", changed=[("g.h", 1)])\ndeed = "i.j"'
    )
    assert set(deeds_in(tree)) == {"a.b", "c.d", "e.f", "i.j"}


@pytest.mark.parametrize("deed", ["person.revealed", "account.made"])
def test_a_deed_reads_as_words(deed: str) -> None:
    assert deed_words(deed) != deed
