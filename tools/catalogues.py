"""Compile every translation catalogue (.po) into what gettext reads (.mo), with the standard library alone.

`make demo` needs this before any developer's tool is there. Fuzzy and untranslated entries are left out.
"""

import ast
import os
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


def catalogues() -> list[Path]:
    """Every catalogue of the project."""
    return sorted((PROJECT / "src/gridward").glob("**/locale/*/LC_MESSAGES/*.po"))


def entries(text: str) -> Iterator[dict[str, str]]:
    """Entries as {keyword: text}; plural forms are `msgstr[0]`, `msgstr[1]`; fuzzy ones carry `fuzzy`."""
    entry: dict[str, str] = {}
    keyword = ""
    for line in [*text.splitlines(), ""]:
        if not line.strip() and "msgid" in entry:
            yield entry
            entry, keyword = {}, ""
        elif line.startswith("#,") and "fuzzy" in line:
            entry["fuzzy"] = "yes"
        elif line.startswith('"'):
            entry[keyword] += ast.literal_eval(line)
        elif line.startswith(KEYWORDS):
            keyword, quoted = line.split(" ", 1)
            entry[keyword] = ast.literal_eval(quoted)


def message(entry: dict[str, str]) -> tuple[str, str] | None:
    """Key and translation as gettext wants them, or None where there is no translation to use."""
    if "msgid_plural" in entry:
        forms = [entry[k] for k in sorted(entry) if k.startswith("msgstr[")]
        key, words = entry["msgid"] + "\0" + entry["msgid_plural"], "\0".join(forms)
        is_whole = all(forms)
    else:
        key, words = entry["msgid"], entry.get("msgstr", "")
        is_whole = bool(words)
    if not is_whole or ("fuzzy" in entry and key):
        return None
    return (entry["msgctxt"] + "\4" + key if "msgctxt" in entry else key), words


def compiled(text: str) -> bytes:
    """The binary catalogue: header, two tables of (length, offset), then the texts, keys sorted."""
    messages = sorted(
        (key.encode(), words.encode()) for key, words in filter(None, map(message, entries(text)))
    )
    start = 7 * 4 + 16 * len(messages)
    ids = b"".join(key + b"\0" for key, _ in messages)
    words = b"".join(word + b"\0" for _, word in messages)
    tables, places = ([], []), [start, start + len(ids)]
    for pair in messages:
        for which, part in enumerate(pair):
            tables[which].extend((len(part), places[which]))
            places[which] += len(part) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(messages), 28, 28 + 8 * len(messages), 0, 0)
    return head + struct.pack(f"<{4 * len(messages)}I", *tables[0], *tables[1]) + ids + words


def compile_all() -> int:
    """Write each .mo that is missing or older than its .po, whole or not at all; returns how many."""
    stale = [po for po in catalogues() if not is_fresh(po)]
    for po in stale:
        handle, draft = tempfile.mkstemp(dir=po.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(compiled(po.read_text(encoding="utf-8")))
        os.chmod(draft, 0o644)
        os.replace(draft, po.with_suffix(".mo"))
    return len(stale)


def is_fresh(po: Path) -> bool:
    """Whether the compiled catalogue is there and newer."""
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime


if __name__ == "__main__":
    print(f"{compile_all()} of {len(catalogues())} catalogues compiled")
