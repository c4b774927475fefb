"""`gridward jobs`: the job process; `serve` starts one by itself."""

import argparse
import logging
import signal
import threading

from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from gridward.cli.words import say
from gridward.operations.jobs import run_all

EVERY_SECONDS = 3.0
log = logging.getLogger(__name__)


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; a job that runs when the word comes is finished first."""
    if args.once:
        say(_("%(count)d things done.") % {"count": run_all()})
        return 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        work_once()
        stop.wait(EVERY_SECONDS)
    return 0


def work_once() -> None:
    """One turn; a database that is away for a while stops nothing."""
    try:
        close_old_connections()
        run_all()
    except DatabaseError as error:
        log.error("jobs wait for the database: %s", type(error).__name__)
