"""The pages opened to a role of one task, as its member of the cast sees them."""

from collections.abc import Iterator

from django.urls import reverse

from tests.access.ids import IDS
from tests.access.table import TABLE
from tests.access.test_urls import every_pattern
from tests.cast import HOUSEHOLDS, NARROW, Cast, client_of

PEOPLE = [person for _, all_ in HOUSEHOLDS.values() for person in all_]
NAMES = [name for name, _, _ in PEOPLE]


def pages_of(cast: Cast, who: str, role: str = "") -> Iterator[tuple[str, str]]:
    """Every page opened to a role and asked for by GET: its name, and what the member sees there."""
    client, role = client_of(cast, who), role or NARROW[who][3]
    for name, pattern in every_pattern():
        if role in getattr(pattern.callback, "opened_to", ()) and TABLE[name].get:
            wanted = pattern.pattern.converters
            ids = {word: (IDS.get(f"{name}.{word}") or IDS[word])(cast) for word in wanted}
            answer = client.get(reverse(name, kwargs=ids))
            assert answer.status_code in (200, 302, 404), (name, answer.status_code)
            yield name, "" if answer.streaming else answer.content.decode()


def told_of_people(page: str) -> set[str]:
    """Names, whole or masked, and phones of residents that stand on a page."""
    masked = {name[0] + "*" * (len(name) - 2) + name[-1] for name in NAMES if len(name) > 2}
    masked |= {f"{name[0]}*" for name in NAMES if len(name) == 2}
    phones = {phone for _, _, phone in PEOPLE if phone}
    return {word for word in {*NAMES, *masked, *phones} if word in page}
