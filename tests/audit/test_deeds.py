"""Every deed of the log is said in words people understand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridward.audit.deeds import DEEDS, deed_words

PACKAGE = Path(__file__).resolve().parents[2] / "src/gridward"
DEED = re.compile(r"[a-z_]+\.[a-z_]+")


def deeds_in(tree: ast.Module) -> Iterator[str]:
    """Texts that look like a deed in the arguments of anything called announce."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
        if "announce" not in name:
            continue
        for argument in [*call.args, *(k.value for k in call.keywords if k.arg in {"deed", None})]:
            for node in ast.walk(argument):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and DEED.fullmatch(node.value)
                ):
                    yield node.value


def deeds_of_the_product() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    return {deed for tree in trees for deed in deeds_in(tree)}


def test_every_deed_that_is_announced_has_words() -> None:
    announced = deeds_of_the_product()
    assert len(announced) > 20, "the search for deeds found next to nothing"
    assert not announced - set(DEEDS), "say these deeds in gridward/audit/deeds.py"


def test_the_search_sees_deeds_in_helpers_conditions_and_keywords() -> None:
    tree = ast.parse('_announce(by, "a.b" if x else "c.d")\nannounce(deed="e.f", changed=[("g.h", 1)])')
    assert set(deeds_in(tree)) == {"a.b", "c.d", "e.f"}


@pytest.mark.parametrize("deed", ["person.revealed", "account.made"])
def test_a_deed_reads_as_words(deed: str) -> None:
    assert deed_words(deed) != deed
