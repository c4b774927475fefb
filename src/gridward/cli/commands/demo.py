"""`gridward demo`: the demonstration does it all."""

import argparse

from gridward.demo.command import run as run_demo


def run(args: argparse.Namespace) -> int:
    """Hand over to the room."""
    return run_demo(args)
