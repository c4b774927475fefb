"""The description of what devices ask, made from the code: written to contracts/openapi.json and compared by a test."""

import json
from typing import Any, Final

import msgspec

from gridward.facts.answers import Verdict
from gridward.shared.problems import PROBLEM_CODES
from gridward.shared.registries import fact_kinds
from gridward.sync.gate import EnrolCall, Enrolled
from gridward.sync.slices import Slice
from gridward.sync.wire import MOST_BYTES, MOST_FACTS, Answers, Call, Envelope

REF: Final = "#/components/schemas/{name}"
Node = dict[str, Any]


def as_text() -> str:
    """The document as it is committed: a line for each field of a schema and each way of a path."""
    return _lines(document(), 5) + "\n"


def _lines(node: Any, depth: int, indent: str = "") -> str:
    if not isinstance(node, dict) or not node or depth == 0:
        return json.dumps(node, ensure_ascii=False, sort_keys=True)
    inner = indent + " "
    rows = [f"{inner}{json.dumps(key)}: {_lines(node[key], depth - 1, inner)}" for key in sorted(node)]
    return "{\n" + ",\n".join(rows) + "\n" + indent + "}"


def document() -> Node:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gridward for devices", "version": "1", "description": "See docs/sync.md."},
        "paths": _paths(),
        "security": [{"device": []}],
        "components": {
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _schemas() -> Node:
    types = [Call, Envelope, Answers, EnrolCall, Enrolled, Slice, *(kind.body for kind in fact_kinds)]
    _, made = msgspec.json.schema_components(types, ref_template=REF)
    schemas = dict(made)
    schemas["Envelope"]["properties"]["kind"] = {"enum": [name for name, _ in fact_kinds.items()]}
    schemas["Envelope"]["properties"]["body"] = {
        "anyOf": [_ref(body) for body in dict.fromkeys(kind.body.__name__ for kind in fact_kinds)]
    }
    schemas["Envelope"]["x-kinds"] = {
        name: {"description": kind.words, "body": REF.format(name=kind.body.__name__)}
        for name, kind in fact_kinds.items()
    }
    schemas["Call"]["properties"]["facts"] = {
        "type": "array",
        "maxItems": MOST_FACTS,
        "items": _ref("Envelope"),
    }
    schemas["Said"]["properties"]["verdict"] = {"enum": [*Verdict, "unknown"]}
    schemas["Problem"] = _problem()
    return schemas


def _problem() -> Node:
    codes = sorted(code for code in PROBLEM_CODES if code.startswith(("sync.", "accounts.device_")))
    inside = {"code": {"examples": codes, "type": "string"}, "message": {"type": "string"}}
    error = {"type": "object", "properties": {**inside, "details": {"type": "object"}}}
    return {"type": "object", "properties": {"error": error}, "required": ["error"]}


def _paths() -> Node:
    ids = {"name": "ids", "in": "query", "required": True, "schema": {"type": "string"}}
    since = {"name": "since", "in": "query", "schema": {"type": "string"}}
    post = _way("Send facts; safe to repeat", "Answers", "Call")
    post["description"] = f"At most {MOST_FACTS} facts and {MOST_BYTES} bytes, unpacked; gzip is taken."
    return {
        "/sync/facts": {
            "post": post,
            "get": _way("What became of facts sent before", "Answers", given=[ids]),
        },
        "/sync/slice": {"get": _way("What is new since a cursor", "Slice", given=[since])},
        "/sync/enrol": {"post": _way("Turn a code into a token", "Enrolled", "EnrolCall") | {"security": []}},
    }


def _way(summary: str, answer: str, body: str = "", given: list[Node] | None = None) -> Node:
    way: Node = {
        "summary": summary,
        "responses": {
            "200": {"description": "Answered", "content": _json(answer)},
            "default": {"description": "A problem in the one shape", "content": _json("Problem")},
        },
    }
    if body:
        way["requestBody"] = {"required": True, "content": _json(body)}
    if given:
        way["parameters"] = given
    return way


def _json(name: str) -> Node:
    return {"application/json": {"schema": _ref(name)}}


def _ref(name: str) -> Node:
    return {"$ref": REF.format(name=name)}
