"""Sampler, laboratory, health contact and patrol find every page closed that was not opened to their role."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from gridward.accounts.actions import GrantFact, grant
from gridward.accounts.actors import Actor
from gridward.accounts.models import NARROW_ROLES, Role
from gridward.areas.access import areas_for
from gridward.households.access import doors_for, households_for, persons_for
from gridward.households.search import search
from gridward.rounds.access import dues_for
from gridward.shared.registries import nav
from tests.access.standing import Standing
from tests.access.table import TABLE
from tests.access.test_urls import address
from tests.cast import NARROW, Cast, cast_id, client_of

pytestmark = pytest.mark.django_db

# Of nobody's role: signing in and out, the own password and language, the community to work in.
# What devices ask counts no cookie and no role of whoever is signed in.
OWN_AFFAIRS = {
    "sign_in",
    "sign_out",
    "set_language",
    "password",
    "community_choice",
    "notices_count",
    "sync_facts",
    "sync_slice",
    "sync_enrol",
}


def opened_to(url: str) -> frozenset[str]:
    return getattr(resolve(url).func, "opened_to", frozenset())


def asked(client: Client, method: str, url: str, form: dict[str, str]) -> int:
    ask = client.get if method == "GET" else client.post
    with transaction.atomic():
        status = ask(url, form, headers={"Accept": "application/json"}).status_code
        transaction.set_rollback(True)
    return status


def wrong_answers(standing: Standing, name: str) -> Iterator[str]:
    """Pages that are closed and answer, or are opened and refuse."""
    role, client = NARROW[name][3], client_of(standing.cast, name)
    for line in TABLE.values():
        if line.name in OWN_AFFAIRS:
            continue
        url = address(line.name, standing.ids)
        for method in [m for m, allowed in (("GET", line.get), ("POST", line.post)) if allowed]:
            form = line.form(standing.cast) if method == "POST" else {}
            status = asked(client, method, url, form)
            if (status == 403) == (role in opened_to(url)):
                yield f"{method} {line.name} as {role}: {status}"


def test_a_narrow_role_is_refused_wherever_it_was_not_let_in(standing: Standing) -> None:
    assert [wrong for name in NARROW for wrong in wrong_answers(standing, name)] == []


def test_every_narrow_role_has_a_member_of_the_cast() -> None:
    assert {role for _, _, _, role in NARROW.values()} == NARROW_ROLES


@pytest.mark.parametrize("name", NARROW)
def test_a_narrow_role_reaches_no_door_person_area_or_due_by_any_way_in(
    cast: Cast, standing: Standing, name: str
) -> None:
    actor = cast.actor(name)
    assert not actor.is_community_wide and actor.is_narrow
    for reach in (doors_for, households_for, persons_for, areas_for, dues_for):
        assert list(reach(actor)) == [], reach.__name__
    for text in ("王小明", "xinhe", "03-001"):
        found = search(by=actor, text=text)
        assert (found.doors, found.persons) == ([], [])


@pytest.mark.parametrize("name", NARROW)
def test_the_first_page_of_a_narrow_role_leads_only_to_open_pages(cast: Cast, name: str) -> None:
    page = client_of(cast, name).get(reverse("today"))
    shown = {item["url"] for item in page.context["nav_items"]}
    assert shown and all(NARROW[name][3] in opened_to(url) for url in shown)
    assert shown < {reverse(item.url_name) for item in nav}
    assert b'role="search"' not in page.content


def test_a_worker_who_samples_too_keeps_the_pages_of_a_worker(cast: Cast) -> None:
    grant(by=cast.actor("dora"), facts=[GrantFact(cast.workers["omar"], Role.SAMPLER)])
    both: Actor = cast.actor("omar")
    assert not both.is_narrow and not both.is_community_wide
    assert client_of(cast, "omar").get(reverse("door", args=[cast_id("door 3-101")])).status_code == 200
    assert client_of(cast, "omar").get(reverse("door", args=[cast_id("door 3-202")])).status_code == 404
