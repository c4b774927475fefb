"""The command `gridward`: exit 0 when all went in or was accounted for, 1 for a refusal, 2 for wrong usage."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from gridward.cli.parser import make_parser
from gridward.cli.standing import make_ready
from gridward.cli.words import _, say_json, tell, write_utf8
from gridward.shared.problems import Problem, problem_code

NO_DATABASE = problem_code("cli.no_database", 503, "The database cannot be used: {reason}")
BAD_SETTING = problem_code("cli.bad_setting", 500, "A setting cannot work: {reason}")
NO_FILE = problem_code("cli.no_file", 404, "The file {file} cannot be used: {reason}")
REFUSED, INTERRUPTED = 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was typed and return the exit status; an expected refusal is words on stderr, never a traceback."""
    write_utf8(sys.stdout, sys.stderr)
    args = make_parser().parse_args(arguments)
    try:
        make_ready()
        status: int = import_module(f"gridward.cli.commands.{args.module}").run(args)
        return status
    except BrokenPipeError:  # whoever read our answer has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        tell(_("Stopped."))
        return INTERRUPTED
    except Exception as error:
        problem = expected(error)
        if problem is None:
            raise
        return refuse(problem, as_json=args.json)


def expected(error: Exception) -> Problem | None:
    """The refusal an error means to a person at the keyboard, or None for a fault of ours."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    if isinstance(error, Problem):
        return error
    if isinstance(error, OperationalError):
        return Problem(NO_DATABASE, {"reason": str(error).strip()})
    if isinstance(error, ImproperlyConfigured):
        return Problem(BAD_SETTING, {"reason": str(error)})
    if isinstance(error, OSError) and error.filename:
        return Problem(NO_FILE, {"file": error.filename, "reason": error.strerror})
    return None


def refuse(problem: Problem, *, as_json: bool) -> int:
    """Say why not: words and code on stderr, and the one error shape on stdout where JSON was asked for."""
    from django.conf import settings

    # A setting that cannot work leaves no catalogue to look the words up in.
    words = problem.message if settings.configured else problem.kind.message.format(**problem.details)
    tell(f"{words} [{problem.code}]")
    if as_json and settings.configured:
        say_json(problem.as_json())
    return REFUSED
