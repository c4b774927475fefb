"""The short way in: requests of devices pass neither sessions nor pages."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

from django.db import Error, InterfaceError, OperationalError, connection

from gridward.sync.gate import BEARER, Asked, Reply, broken, reply_to
from gridward.sync.problems import TRY_AGAIN
from gridward.sync.wire import MOST_BYTES

PREFIX: Final = "/sync/"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
LINES: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def with_doorway(application: Application) -> Application:
    """Answer what devices ask here, and hand everything else on."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(PREFIX):
            return application(environ, start_response)
        reply = _reply(_asked(environ))
        _give_back()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(reply.content))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *reply.headers.items(),
        ]
        start_response(LINES[reply.status], headers)
        return [reply.content]

    return answer


def _asked(environ: dict[str, Any]) -> Asked:
    length = environ.get("CONTENT_LENGTH") or ""
    # One byte more than allowed tells that there is too much; without a length, whatever comes up to that.
    most = min(int(length), MOST_BYTES + 1) if length.isdigit() else MOST_BYTES + 1
    return Asked(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"],
        query=environ.get("QUERY_STRING", ""),
        token=environ.get("HTTP_AUTHORIZATION", "").removeprefix(BEARER),
        encoding=environ.get("HTTP_CONTENT_ENCODING", ""),
        language=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        body=environ["wsgi.input"].read(most) if environ["REQUEST_METHOD"] == "POST" else b"",
    )


def _reply(asked: Asked) -> Reply:
    """A connection that went away while nobody used it is taken anew, once; repeating is safe."""
    try:
        return reply_to(asked)
    except (OperationalError, InterfaceError):
        connection.close()
    except Exception:  # noqa: BLE001 - the device must hear something, and keep its facts
        return _broken(asked)
    try:
        return reply_to(asked)
    except (OperationalError, InterfaceError):
        return broken(asked, TRY_AGAIN)
    except Exception:  # noqa: BLE001
        return _broken(asked)


def _give_back() -> None:
    """Leave the connection to whoever needs it next, as Django does after a page: a thread may end any time."""
    # SQLite has no pool: its connection costs more to open than a call, and goes with its thread.
    if connection.vendor != "sqlite":
        connection.close_if_unusable_or_obsolete()


def _broken(asked: Asked) -> Reply:
    reply = broken(asked)
    try:
        connection.close()
    except Error:
        pass
    return reply
