"""What is promised to devices: the description is what the code says, and every case is read as it says."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gridward.shared.registries import fact_kinds
from gridward.sync.openapi import document
from gridward.sync.wire import read_facts
from tools import generated

CASES = json.loads((generated.PROJECT / "contracts/cases/facts.json").read_text(encoding="utf-8"))


def test_the_description_is_what_the_code_says() -> None:
    committed = Path(generated.CONTRACT).read_text(encoding="utf-8")
    assert committed == generated.contract(), "run `make generated`"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_case_is_read_as_it_says(case: dict[str, Any]) -> None:
    raw = msgspec.Raw(json.dumps(case["fact"]).encode())
    assert read_facts([raw])[0].code == case["code"]


def test_every_kind_of_fact_is_described() -> None:
    schemas = document()["components"]["schemas"]
    assert set(schemas["Envelope"]["x-kinds"]) == {name for name, _ in fact_kinds.items()}


def test_every_reference_leads_somewhere() -> None:
    whole = document()
    text = json.dumps(whole)
    named = {part.split('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}
    assert named <= set(whole["components"]["schemas"])
