"""What can be typed after `gridward`. Nothing is loaded here, so that `--help` is quick and touches no data."""

import argparse
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from gridward.cli.words import _

Commands: TypeAlias = (
    "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse gives it no public name
)
PORT = 8000


def make_parser() -> argparse.ArgumentParser:
    """The whole grammar of the command."""
    parser = argparse.ArgumentParser(
        prog="gridward",
        description=_("The register of doors and the rounds over them, for one community or several."),
    )
    parser.add_argument("--version", action="version", version=version("gridward"))
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), required=True)
    for add in (
        add_init,
        add_demo,
        add_serve,
        add_jobs,
        add_import,
        add_export,
        add_codes,
        add_round,
        add_figures,
        add_gaps,
        add_check,
        add_units,
        add_restored,
    ):
        add(commands)
    return parser


def command(commands: Commands, name: str, module: str, words: str) -> argparse.ArgumentParser:
    """A command with the module under `cli.commands` that does it."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(module=module, json=False, community=None, as_user=None)
    return parser


def day(text: str) -> date:
    """A day as 2022-09-16."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("%s is no day; write it as 2022-09-16") % text) from error


def moment(text: str) -> datetime:
    """A day and time as 2022-09-16T08:00, on the community's clock unless it says otherwise."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("%s is no time; write it as 2022-09-16T08:00") % text) from error


def port(text: str) -> int:
    """A port a program may listen on."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(_("%s is no port; choose one from 1 to 65535") % text)
    return int(text)


def add_common(parser: argparse.ArgumentParser, *, has_actor: bool = True) -> None:
    """Options many commands share."""
    parser.add_argument("--community", metavar="CODE", help=_("which community, where there are several"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    if has_actor:
        parser.add_argument(
            "--as", dest="as_user", metavar="USER", help=_("who does it; without it the only data officer")
        )


def add_init(commands: Commands) -> None:
    """`gridward init`."""
    words = _("make a community with its data officer and an exercise, so that a roster can go in")
    parser = command(commands, "init", "init", words)
    parser.add_argument(
        "--community", metavar="CODE", required=True, help=_("12-digit code of the community")
    )
    parser.add_argument("--name", required=True, help=_("its name"))
    parser.add_argument("--county", metavar="NAME", help=_("the county above it; its code is told by CODE"))
    parser.add_argument(
        "--street", metavar="NAME", help=_("the street office above it; its code is told by CODE")
    )
    parser.add_argument("--yes", action="store_true", help=_("do it without asking"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def add_demo(commands: Commands) -> None:
    """`gridward demo`."""
    parser = command(commands, "demo", "demo", _("fill a demonstration community and serve it"))
    parser.add_argument(
        "--fresh", action="store_true", help=_("throw the demonstration away and begin again")
    )
    parser.add_argument("--seed", type=int, default=None, help=_("another number makes another community"))
    parser.add_argument("--no-serve", action="store_true", help=_("only fill, serve nothing"))
    parser.add_argument("--port", type=port, default=PORT)
    parser.add_argument("--host", default="127.0.0.1", help=argparse.SUPPRESS)


def add_serve(commands: Commands) -> None:
    """`gridward serve`."""
    parser = command(commands, "serve", "serve", _("serve the pages and do the work in the background"))
    parser.add_argument("--port", type=port, default=PORT)
    parser.add_argument("--host", default="127.0.0.1", help=_("as delivered this machine only"))


def add_jobs(commands: Commands) -> None:
    """`gridward jobs`."""
    parser = command(commands, "jobs", "jobs", _("do the work in the background (serve starts it by itself)"))
    parser.add_argument("--once", action="store_true", help=_("do what waits now, then end"))


def add_import(commands: Commands) -> None:
    """`gridward import roster|map`."""
    kinds = command(commands, "import", "roster", _("bring data in")).add_subparsers(
        dest="kind", metavar=_("KIND"), required=True
    )
    parser = command(kinds, "roster", "roster", _("read a roster and account for every row"))
    parser.add_argument("file", type=Path, metavar="FILE", help=_(".xlsx, .xls, .ods or .csv"))
    parser.add_argument("--yes", action="store_true", help=_("let it in without asking"))
    parser.add_argument(
        "--hidden-sheet", action="append", default=[], metavar="NAME", help=_("read this hidden sheet too")
    )
    parser.add_argument("--as-of", type=day, metavar="DAY", help=_("the day the roster was true"))
    add_common(parser)
    parser = command(kinds, "map", "maps", _("read a map and match its shapes to the register"))
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=_("GeoJSON, .osm, .osm.pbf, GPKG, zipped Shapefile, KML, GML, DXF"),
    )
    parser.add_argument(
        "--datum",
        choices=("wgs84", "gcj02", "bd09"),
        default="wgs84",
        help=_("the coordinates of the file; maps of Amap and Tencent are gcj02, of Baidu bd09"),
    )
    parser.add_argument(
        "--take-new",
        action="store_true",
        help=_("take buildings and sites the register does not have into it"),
    )
    parser.add_argument(
        "--site",
        default="",
        metavar="NAME",
        help=_("where such a building goes that lies in no site and on no street; made where missing"),
    )
    parser.add_argument("--yes", action="store_true", help=_("let it in without asking"))
    add_common(parser)


def add_export(commands: Commands) -> None:
    """`gridward export people`."""
    kinds = command(
        commands, "export", "people", _("take data out; data officers only, and logged")
    ).add_subparsers(dest="kind", metavar=_("KIND"), required=True)
    parser = command(kinds, "people", "people", _("write the people of the register as a table"))
    parser.add_argument("--csv", type=Path, required=True, metavar="FILE", help=_("where to; “-” for stdout"))
    parser.add_argument("--purpose", required=True, help=_("what for, for example roster-check"))
    parser.add_argument("--community", metavar="CODE", help=_("which community, where there are several"))
    parser.add_argument(
        "--as", dest="as_user", metavar="USER", help=_("who does it; without it the only data officer")
    )


def add_codes(commands: Commands) -> None:
    """`gridward codes renew`."""
    deeds = command(
        commands, "codes", "codes", _("look after the keys that sign printed codes")
    ).add_subparsers(dest="deed", metavar=_("DEED"), required=True)
    parser = command(deeds, "renew", "codes", _("sign with a new key; codes printed before are still read"))
    parser.add_argument("--community", metavar="CODE", help=_("which community, where there are several"))


def add_round(commands: Commands) -> None:
    """`gridward round open|close|list`."""
    deeds = command(commands, "round", "rounds", _("open, close and list rounds")).add_subparsers(
        dest="deed", metavar=_("DEED"), required=True
    )
    opening = command(deeds, "open", "rounds", _("open a round"))
    opening.add_argument("name", help=_("how people call it"))
    opening.add_argument("--kind", default="verification", metavar="CODE", help=_("kind of round"))
    opening.add_argument("--opens", type=moment, metavar="TIME", help=_("from when; without it now"))
    opening.add_argument("--closes", type=moment, required=True, metavar="TIME", help=_("until when"))
    opening.add_argument(
        "--area", type=int, action="append", default=[], metavar="NUMBER", help=_("only this area")
    )
    opening.add_argument(
        "--category", action="append", default=[], metavar="CODE", help=_("only this category")
    )
    opening.add_argument(
        "--door-state", action="append", default=[], metavar="CODE", help=_("only doors in this state")
    )
    closing = command(deeds, "close", "rounds", _("close a round that owes nothing any more"))
    closing.add_argument("round", help=_("its name or id"))
    listing = command(deeds, "list", "rounds", _("list the rounds with their counts"))
    for parser in (opening, closing, listing):
        add_common(parser)


def add_figures(commands: Commands) -> None:
    """`gridward figures`."""
    parser = command(commands, "figures", "figures", _("count the figures of a day"))
    parser.add_argument(
        "--as-of", type=day, metavar="DAY", help=_("as of the end of this day; without it today")
    )
    add_common(parser, has_actor=False)


def add_gaps(commands: Commands) -> None:
    """`gridward gaps`."""
    words = _(
        "prove that no corner is dead: every fault of grid and register by name; exit 1 if there is one"
    )
    parser = command(commands, "gaps", "gaps", words)
    parser.add_argument(
        "--area", type=int, metavar="NUMBER", help=_("only this area; 0 is what lies in none")
    )
    parser.add_argument("--kind", metavar="CODE", help=_("only this kind, for example door.plate"))
    add_common(parser, has_actor=False)


def add_check(commands: Commands) -> None:
    """`gridward check`."""
    parser = command(
        commands, "check", "check", _("prove the rules of register and ledger, name every exception")
    )
    parser.add_argument("--all", action="store_true", help=_("every community, one after the other"))
    add_common(parser, has_actor=False)


def add_restored(commands: Commands) -> None:
    """`gridward restored`."""
    command(commands, "restored", "restored", _("say that a backup was put back, before serving again"))


def add_units(commands: Commands) -> None:
    """`gridward units list|put|seat`."""
    deeds = command(
        commands, "units", "units", _("street offices and counties above communities")
    ).add_subparsers(dest="deed", metavar=_("DEED"), required=True)
    listing = command(deeds, "list", "units", _("list the units, each with the one above it"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON object"))
    putting = command(deeds, "put", "units", _("enter a street office or county by its code"))
    putting.add_argument("code", help=_("6 digits for a county, 9 for a street office"))
    putting.add_argument("--name", required=True, help=_("how people call it"))
    putting.add_argument(
        "--under",
        metavar="CODE",
        default="",
        help=_("code of the unit it stands under, where its own code does not tell"),
    )
    seating = command(deeds, "seat", "units", _("let somebody look at the figures from there"))
    seating.add_argument("code", help=_("6 digits for a county, 9 for a street office"))
    seating.add_argument("--name", required=True, help=_("the person's name"))
    seating.add_argument("--user", required=True, help=_("the name to sign in with"))
