"""Which language the command speaks, and how its words leave it, whatever the machine thinks of characters."""

import gettext as catalogues
import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

LOCALE = Path(__file__).parent / "locale"
ENGLISH, CHINESE = "en", "zh-hans"


def language() -> str:
    """The language asked for by GRIDWARD_LANGUAGE, else by LANG; Chinese where neither names one of ours."""
    for asked in (os.environ.get("GRIDWARD_LANGUAGE", ""), os.environ.get("LANG", "")):
        if asked[:2].lower() in ("en", "zh"):
            return ENGLISH if asked[:2].lower() == "en" else CHINESE
    return CHINESE


def _(words: str) -> str:
    """The words in the language of the command, before Django is there to ask."""
    if language() == ENGLISH:
        return words
    return catalogues.translation("django", LOCALE, ["zh_Hans"], fallback=True).gettext(words)


def write_utf8(*streams: TextIO) -> None:
    """Make the streams write UTF-8: without a locale Python would otherwise stumble over the first Chinese word."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(words: object = "") -> None:
    """One line of the answer, on stdout."""
    print(words, flush=True)


def tell(words: object) -> None:
    """One line about the work, on stderr, where it disturbs no answer."""
    print(words, file=sys.stderr, flush=True)


def say_json(answer: dict[str, Any]) -> None:
    """The whole answer as one JSON object on stdout."""
    from django.core.serializers.json import DjangoJSONEncoder

    print(json.dumps(answer, ensure_ascii=False, cls=DjangoJSONEncoder), flush=True)
