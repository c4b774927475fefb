"""One shape of error for every caller that asks for JSON, on every URL there is."""

import pytest
from django.test import Client
from django.urls import reverse

from gridward.shared.problems import PROBLEM_CODES
from tests.access.problems import assert_problem
from tests.access.standing import Standing
from tests.access.table import TABLE
from tests.access.test_urls import address

JSON = {"Accept": "application/json"}
GUARDED = [line.name for line in TABLE.values() if not line.is_for_strangers]

pytestmark = pytest.mark.django_db


def test_before_signing_in_every_url_answers_a_program_in_the_one_shape(
    standing: Standing, client: Client
) -> None:
    for name in GUARDED:
        url = address(name, standing.ids)
        ask = client.get if TABLE[name].get else client.post
        assert_problem(ask(url, headers=JSON), 401, "accounts.sign_in_first")


def test_every_refusal_to_a_reader_has_the_one_shape(standing: Standing) -> None:
    client = standing.clients["reader"]
    for line in TABLE.values():
        url = address(line.name, standing.ids)
        if line.get and line.get[2] == 403:
            assert_problem(client.get(url, headers=JSON), 403)
        if line.post and line.post[2] == 403:
            assert_problem(client.post(url, line.form(standing.cast), headers=JSON), 403)


def test_what_is_not_there_has_the_one_shape(standing: Standing) -> None:
    url = reverse("worker", args=[standing.cast.workers["omar"]])
    assert_problem(standing.clients["stranger"].get(url, headers=JSON), 404, "shared.not_found")


def test_a_person_gets_a_page_in_words_instead(standing: Standing) -> None:
    response = standing.clients["reader"].get(reverse("log"))
    assert response.status_code == 403 and response["Content-Type"].startswith("text/html")


def test_every_problem_has_a_code_a_status_and_words() -> None:
    assert len(PROBLEM_CODES) > 20
    for code, kind in PROBLEM_CODES.items():
        room, _, rest = code.partition(".")
        assert room and rest and code == kind.code
        assert 400 <= kind.status < 600 and kind.message.strip().endswith((".", "?", "}", "”"))
