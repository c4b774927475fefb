"""What can go wrong between a device and us, in the one error shape."""

from typing import Any

import msgspec
from django.conf import settings
from django.utils import translation

from gridward.shared.problems import Problem, problem_code

NO_TOKEN = problem_code(
    "sync.no_token", 401, "Enrol this device first: its token is missing or is none of ours."
)
DEVICE_REVOKED = problem_code(
    "sync.device_revoked", 403, "This device was sent away; only what it saw before is still taken."
)
NO_RIGHTS = problem_code("sync.no_rights", 403, "The worker of this device holds no right here now.")
UNREADABLE_CALL = problem_code("sync.unreadable_call", 422, "This call could not be read: {why}")
UNREADABLE = problem_code("sync.unreadable", 422, "This fact could not be read; nothing of it was kept.")
UNKNOWN_KIND = problem_code("sync.unknown_kind", 422, "We know no facts of this kind.")
CANNOT_BE_KEPT = problem_code(
    "sync.cannot_be_kept", 422, "We could not keep this fact; the log of the server says why."
)
TOO_LARGE = problem_code("sync.too_large", 413, "Send fewer facts at once: at most {most}.")
SLOW_DOWN = problem_code("sync.slow_down", 429, "Please wait {seconds} seconds; nothing is lost.")
TRY_AGAIN = problem_code("sync.try_again", 503, "The database is away for a moment. Send the same again.")
BROKEN = problem_code("sync.broken", 500, "Something broke on our side. Keep it and send the same again.")
WRONG_METHOD = problem_code("sync.wrong_method", 405, "This address is asked in another way.")
CLOCK_WRONG = problem_code(
    "sync.clock_wrong", 409, "The clock of the device was far off; both times are kept."
)
BAD_CURSOR = problem_code("sync.bad_cursor", 422, "This is no cursor of ours. Ask without one.")


def as_bytes(problem: Problem, languages: str = "") -> bytes:
    """The one JSON shape of an error, in the language asked for."""
    wanted = next((code for code, _ in settings.LANGUAGES if languages.lower().startswith(code[:2])), None)
    with translation.override(wanted or settings.LANGUAGE_CODE):
        shape: dict[str, Any] = problem.as_json()
    return msgspec.json.encode(shape)
