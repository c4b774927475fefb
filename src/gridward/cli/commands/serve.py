"""`gridward serve`: the web workers and one job process, looked after until told to stop."""

import argparse
import http.client
import os
import signal
import socket
import sys
import threading

from django.utils.translation import gettext as _

from gridward.cli.supervision import Child, watch
from gridward.cli.words import say, tell
from gridward.shared.problems import Problem, problem_code

PORT_IN_USE = problem_code(
    "cli.port_in_use",
    409,
    "Port {port} on {host} is in use. Choose another by --port, or stop what listens there.",
)
BAD_HOST = problem_code("cli.bad_host", 422, "This machine has no address {host}.")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERY_ADDRESS = ("0.0.0.0", "::")
WEB_WORKERS, THREADS = 2, 8


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM, SIGINT or Ctrl-C."""
    return serve(args.host, args.port)


def serve(host: str, port: int) -> int:
    """Serve pages and do the work in the background; returns 0 when told to stop. Raises cli.port_in_use."""
    refuse_taken_port(host, port)
    os.environ["GRIDWARD_HOSTS"] = hosts_answered(host)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=say_when_ready, args=(host, port, stop), daemon=True).start()
    watch(
        [web(host, port), Child(_("The job process"), [sys.executable, "-m", "gridward.cli", "jobs"])], stop
    )
    tell(_("Stopped."))
    return 0


def refuse_taken_port(host: str, port: int) -> None:
    """Try the port before anything starts. Raises cli.port_in_use, cli.bad_host."""
    try:
        family, kind, _proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror as error:
        raise Problem(BAD_HOST, {"host": host}) from error
    except OSError as error:
        raise Problem(PORT_IN_USE, {"host": host, "port": port}) from error


def hosts_answered(host: str) -> str:
    """The names pages answer to: those set, else this machine's own and the address served on."""
    asked = os.environ.get("GRIDWARD_HOSTS")
    if asked:
        return asked
    if host in EVERY_ADDRESS:
        tell(_("Pages answer to localhost only, until GRIDWARD_HOSTS names the address people type."))
    own = ["localhost", "127.0.0.1", "[::1]"]
    return ",".join(own if host in (*LOOPBACK, *EVERY_ADDRESS) else [*own, host])


def web(host: str, port: int) -> Child:
    """The web workers."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    command += ["--host", host, "--port", str(port), "--workers", str(WEB_WORKERS)]
    command += [
        "--blocking-threads",
        str(THREADS),
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "10",
    ]
    return Child(_("The web process"), [*command, "gridward.wsgi:application"])


def say_when_ready(host: str, port: int, stop: threading.Event) -> None:
    """Print the address once pages are answered there."""
    shown = "127.0.0.1" if host in EVERY_ADDRESS else host
    while not stop.wait(0.1):
        if answers(shown, port):
            name = f"[{shown}]" if ":" in shown else shown
            say(
                _("Open http://%(name)s:%(port)d/ in a browser. Ctrl-C stops.") % {"name": name, "port": port}
            )
            return


def answers(host: str, port: int) -> bool:
    """Whether a page comes back; which one does not matter."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
