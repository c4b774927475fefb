"""Every URL × every role, complete by walking the resolver."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gridward.accounts import actions
from tests.access.standing import Standing
from tests.access.table import COLUMNS, TABLE, Line
from tests.cast import Cast, cast_id


def patterns(found: list[Any], room: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with the name it is asked for by, that of its room in front where it has one."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            inside = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern.url_patterns, room + inside)
        else:
            yield f"{room}{pattern.name or ''}", pattern


def every_pattern() -> list[tuple[str, URLPattern]]:
    return list(patterns(get_resolver().url_patterns))


def address(name: str, ids: dict[str, Any]) -> str:
    """The address of a name, filled from the things that stand."""
    wanted = next(p.pattern.converters for known, p in every_pattern() if known == name)
    filled = {argument: ids.get(f"{name}.{argument}", ids.get(argument)) for argument in wanted}
    return reverse(name, kwargs=filled)


def test_every_url_stands_in_the_table_and_nothing_else_does() -> None:
    names = {name for name, _ in every_pattern()}
    assert all(pattern.name for _, pattern in every_pattern()), "give every URL a name"
    assert names - set(TABLE) == set(), "add a line to tests/access/table.py"
    assert set(TABLE) - names == set(), "these lines of tests/access/table.py lead nowhere"


def test_the_walk_sees_urls_of_every_room() -> None:
    assert {"sign_in", "people_at_work", "settings", "set_language"} <= {name for name, _ in every_pattern()}


def ask(client: Client, method: str, url: str, form: dict[str, Any]) -> int:
    """The status of one answer; what was written is taken back, here and in the browser."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, form)
        if hasattr(response, "streaming_content"):
            list(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


@pytest.mark.django_db
def test_each_role_gets_the_answer_in_the_table(standing: Standing) -> None:
    different = [found for line in TABLE.values() for found in differences(line, standing)]
    assert not different, "\n" + "\n".join(different)


def differences(line: Line, standing: Standing) -> Iterator[str]:
    """What one URL answers otherwise than the table says, cell by cell; every answer is taken back."""
    url, form = address(line.name, standing.ids), line.form(standing.cast)
    for method, expected in (("GET", line.get), ("POST", line.post)):
        for who, wanted in zip(COLUMNS, expected or [405] * len(COLUMNS)):
            seen = ask(standing.clients[who], method, url, form)
            if seen != wanted:
                yield f"{method} {line.name} as {who}: {seen}, not {wanted}"


@pytest.mark.django_db
def test_a_wrong_cell_is_named(standing: Standing) -> None:
    wrong = replace(TABLE["log"], get=(302, 200, 403, 403, 403, 200, 200))
    assert list(differences(wrong, standing)) == ["GET log as coordinator: 403, not 200"]


@pytest.mark.django_db
def test_an_account_without_a_right_finds_nothing_anywhere(standing: Standing) -> None:
    nobody, found = client_without_rights(standing.cast), {}
    for line in TABLE.values():
        for method in [m for m, allowed in (("GET", line.get), ("POST", line.post)) if allowed]:
            if not line.is_for_strangers:
                url = address(line.name, standing.ids)
                found[f"{method} {line.name}"] = ask(nobody, method, url, line.form(standing.cast))
    assert len(found) > 50
    assert {cell: status for cell, status in found.items() if status != 404} == {}


def client_without_rights(cast: Cast) -> Client:
    """Somebody with an account and no right anywhere."""
    dora = cast.actor("dora")
    worker = actions.add_workers(by=dora, facts=[actions.WorkerFact("无权", cast_id("audit"))])[0]
    made = actions.make_account(by=dora, worker_id=worker.id, username="nobody", must_change_password=False)
    client = Client()
    client.force_login(made.account, backend="django.contrib.auth.backends.ModelBackend")
    return client
