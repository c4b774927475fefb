"""The verbs of results."""

from .catching_up import catch_up, catch_up_in
from .closing import close_finished, close_resamples, close_resamples_of
from .comparing import compare_results
from .following import follow_tubes
from .recording import record_results
from .releasing import release, report_case, tell_household
from .withdrawing import withdraw_result

__all__ = [
    "catch_up",
    "catch_up_in",
    "close_finished",
    "close_resamples",
    "close_resamples_of",
    "compare_results",
    "follow_tubes",
    "record_results",
    "release",
    "report_case",
    "tell_household",
    "withdraw_result",
]
