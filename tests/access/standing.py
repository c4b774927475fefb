"""What stands while every address is asked: people signed in, and things for the addresses to name."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.access.ids import IDS
from tests.access.table import COLUMNS, WHO
from tests.cast import Cast, client_of


@dataclass(frozen=True)
class Standing:
    """The cast, a client for each column of the table, and a thing for each argument of an address."""

    cast: Cast
    clients: dict[str, Client]
    ids: dict[str, Any]


def stand(cast: Cast) -> Standing:
    """Sign everybody in and make the things."""
    clients = {who: client_of(cast, WHO[who]) if who in WHO else Client() for who in COLUMNS}
    return Standing(cast, clients, {argument: make(cast) for argument, make in IDS.items()})
