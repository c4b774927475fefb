"""Every write of this room: rounds open, outcomes come in, dues are settled, rounds close with a statement."""

from gridward.rounds.actions.closing import can_close, check_can_close, close_round
from gridward.rounds.actions.kinds import KindFact, put_kind
from gridward.rounds.actions.naming import (
    NamedDue,
    NamedRound,
    end_named_dues,
    named_due_id,
    open_named_rounds,
)
from gridward.rounds.actions.opening import Refreshed, change_scope, open_round, refresh_round
from gridward.rounds.actions.recording import look_at, record_outcomes
from gridward.rounds.actions.scheduling import (
    add_schedule,
    escalate,
    escalate_in,
    open_scheduled_rounds,
    refresh_open_rounds,
    switch_schedule,
)
from gridward.rounds.actions.settling import approve_exemption, ask_exemption, decline_exemption, sign_off
from gridward.rounds.outcomes import OutcomeFact
from gridward.rounds.rules import AnyOf
from gridward.rounds.scopes import Scope

__all__ = [
    "AnyOf",
    "KindFact",
    "NamedDue",
    "NamedRound",
    "OutcomeFact",
    "Refreshed",
    "Scope",
    "add_schedule",
    "approve_exemption",
    "ask_exemption",
    "can_close",
    "change_scope",
    "check_can_close",
    "close_round",
    "decline_exemption",
    "end_named_dues",
    "escalate",
    "escalate_in",
    "look_at",
    "named_due_id",
    "open_named_rounds",
    "open_round",
    "open_scheduled_rounds",
    "put_kind",
    "record_outcomes",
    "refresh_open_rounds",
    "refresh_round",
    "sign_off",
    "switch_schedule",
]
