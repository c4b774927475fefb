"""Reads of this room."""

from gridward.accounts.queries.people import (
    Choice,
    People,
    WorkerLine,
    loads_of,
    people_of,
    team_form_start,
    teams_of,
    units_of,
    worker_or_404,
)
from gridward.accounts.queries.rights import (
    account_of,
    account_or_404,
    accounts_of,
    area_choices,
    grants_with_names,
    log_people,
    names_of_things,
    worker_choices,
    workers_without_account,
)
from gridward.accounts.queries.sign_ins import communities, is_locked, seconds_until_unlocked

__all__ = [
    "Choice",
    "People",
    "WorkerLine",
    "account_of",
    "account_or_404",
    "accounts_of",
    "area_choices",
    "communities",
    "grants_with_names",
    "is_locked",
    "loads_of",
    "log_people",
    "names_of_things",
    "people_of",
    "seconds_until_unlocked",
    "team_form_start",
    "teams_of",
    "units_of",
    "worker_choices",
    "worker_or_404",
    "workers_without_account",
]
