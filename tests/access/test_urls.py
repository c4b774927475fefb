"""Every URL × every role, complete by walking the resolver."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gridward.accounts import actions
from gridward.accounts.actors import Actor
from tests.access.ids import IDS
from tests.access.table import COLUMNS, TABLE, WHO
from tests.cast import Cast, cast_id

SignIn = Callable[[str], Client]


def patterns(found: list[Any]) -> Iterator[URLPattern]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern


def every_pattern() -> list[URLPattern]:
    return list(patterns(get_resolver().url_patterns))


def arguments(name: str, cast: Cast) -> dict[str, Any]:
    """What the address of a name asks for, from the cast."""
    wanted = next(p.pattern.converters for p in every_pattern() if p.name == name)
    return {argument: IDS.get(f"{name}.{argument}", IDS.get(argument))(cast) for argument in wanted}


def test_every_url_stands_in_the_table_and_nothing_else_does() -> None:
    names = {pattern.name for pattern in every_pattern()}
    assert None not in names, "give every URL a name"
    assert names - set(TABLE) == set(), "add a line to tests/access/table.py"
    assert set(TABLE) - names == set(), "these lines of tests/access/table.py lead nowhere"


def test_the_walk_sees_urls_of_every_room() -> None:
    assert {"sign_in", "people_at_work", "settings", "set_language"} <= {p.name for p in every_pattern()}


def ask(client: Client, method: str, url: str, form: dict[str, Any]) -> int:
    """The status of one answer; what was written is taken back."""
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, form)
        if hasattr(response, "streaming_content"):
            list(response.streaming_content)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLE)
def test_each_role_gets_the_answer_in_the_table(name: str, cast: Cast, signed_in_as: SignIn) -> None:
    line = TABLE[name]
    url, form = reverse(name, kwargs=arguments(name, cast)), line.form(cast)
    clients = {who: signed_in_as(WHO[who]) if who in WHO else Client() for who in COLUMNS}
    for method, expected in (("GET", line.get), ("POST", line.post)):
        seen = {who: ask(client, method, url, form) for who, client in clients.items()}
        wanted = dict(zip(COLUMNS, expected or [405] * len(COLUMNS)))
        different = {who: f"{seen[who]}, not {wanted[who]}" for who in COLUMNS if seen[who] != wanted[who]}
        assert not different, f"{method} {name}"


@pytest.fixture
def nobody(cast: Cast, dora: Actor, signed_in_as: SignIn) -> Client:
    """Somebody with an account and no right anywhere."""
    worker = actions.add_workers(by=dora, facts=[actions.WorkerFact("无权", cast_id("audit"))])[0]
    made = actions.make_account(by=dora, worker_id=worker.id, username="nobody", must_change_password=False)
    client = Client()
    client.force_login(made.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
def test_an_account_without_a_right_finds_nothing_anywhere(cast: Cast, nobody: Client) -> None:
    found = {}
    for line in TABLE.values():
        url = reverse(line.name, kwargs=arguments(line.name, cast))
        for method in [m for m, allowed in (("GET", line.get), ("POST", line.post)) if allowed]:
            if not line.is_for_strangers:
                found[f"{method} {line.name}"] = ask(nobody, method, url, line.form(cast))
    assert {cell: status for cell, status in found.items() if status != 404} == {}
