"""Every write of this room: communities, people, teams, rights and ways to sign in."""

from gridward.accounts.actions.above import Placed, put_above, seat, unit_by_code
from gridward.accounts.actions.communities import UnitFact, make_community
from gridward.accounts.actions.devices import (
    NewCode,
    NewDevice,
    enrol_device,
    note_device_seen,
    offer_device_code,
    revoke_devices,
)
from gridward.accounts.actions.grants import NOT_IN_A_COMMUNITY, GrantFact, end_grants, grant
from gridward.accounts.actions.people import (
    WorkerFact,
    add_units,
    add_workers,
    change_unit,
    change_workers,
    end_workers,
)
from gridward.accounts.actions.sign_ins import (
    NewAccount,
    change_own_password,
    make_account,
    note_sign_in,
    remember_community,
    remember_language,
    reset_password,
    set_account_open,
    unlock,
)
from gridward.accounts.actions.teams import (
    MemberFact,
    TeamFact,
    add_teams,
    change_team,
    keep_team,
    set_team_members,
)

__all__ = [
    "NOT_IN_A_COMMUNITY",
    "GrantFact",
    "MemberFact",
    "NewAccount",
    "NewCode",
    "NewDevice",
    "Placed",
    "TeamFact",
    "UnitFact",
    "WorkerFact",
    "add_teams",
    "add_units",
    "add_workers",
    "change_own_password",
    "change_team",
    "change_unit",
    "change_workers",
    "end_grants",
    "end_workers",
    "enrol_device",
    "grant",
    "keep_team",
    "make_account",
    "make_community",
    "note_device_seen",
    "note_sign_in",
    "offer_device_code",
    "put_above",
    "remember_community",
    "remember_language",
    "reset_password",
    "revoke_devices",
    "seat",
    "set_account_open",
    "set_team_members",
    "unit_by_code",
    "unlock",
]
