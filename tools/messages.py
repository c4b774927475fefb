"""Gather what people read, room by room, into the Chinese catalogues; `--check` says what is missing instead.

    tools/messages.py [ROOM …]     update the catalogues (of these rooms)
    tools/messages.py --check      list every text without a finished translation; exit 1 if there is one

GNU gettext is not needed. English is the text in the code itself. New texts take over the translation another
room has for the same words, since at run time all catalogues are one.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "src/gridward"
LANGUAGE = "zh_Hans"
HEADER = {
    "Project-Id-Version": "gridward",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Which arguments are text: of gettext's own functions (context, text, plural) …
GETTEXT = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
# … and of calls whose words are translated where they are shown: position, keyword.
SHOWN_LATER = {
    "problem_code": [(2, "message")],
    "NavItem": [(0, "words")],
    "Check": [(1, "words")],
    "Figure": [(1, "words"), (2, "group")],
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!(]|[,;:?!)][\u4e00-\u9fff]")


@dataclass(frozen=True, order=True)
class Text:
    """One text as gettext knows it."""

    words: str
    plural: str = ""
    context: str = ""


def constant(node: ast.expr | None) -> str:
    """The text of a constant, or nothing where it is put together at run time."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def texts_of_call(call: ast.Call) -> Iterator[Text]:
    """The texts one call marks."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = dict(enumerate(call.args))
    if name in GETTEXT:
        context, words, plural = (constant(given.get(i)) if i is not None else "" for i in GETTEXT[name])
        yield Text(words, plural, context)
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    for position, keyword in SHOWN_LATER.get(name, []):
        yield Text(constant(given.get(position, keywords.get(keyword))))


def texts_of_python(source: str) -> set[Text]:
    """Every text a Python file marks."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {text for call in calls for text in texts_of_call(call) if text.words}


def texts_of_template(source: str) -> set[Text]:
    """Every text a template marks: Django writes it as calls, which are read one by one."""
    plain = templatize(source)
    found: set[Text] = set()
    for start in re.finditer(r"(?<![A-Za-z])(?:n?p?gettext|_)\(", plain):
        ends = (end.end() for end in re.finditer(r"\)", plain[start.start() :]))
        calls = filter(None, (parsed(plain[start.start() :][:end]) for end in ends))
        found |= texts_of_python(next(calls, ""))
    return found


def parsed(source: str) -> str:
    """The source if it is a whole expression, else nothing."""
    try:
        ast.parse(source)
    except SyntaxError:
        return ""
    return source


def catalogue_of(path: Path) -> Path:
    """The catalogue a source file belongs to: its room's, or the package's own."""
    first = path.relative_to(PACKAGE).parts[0]
    room = PACKAGE / first if (PACKAGE / first / "__init__.py").exists() else PACKAGE
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def marked_texts() -> dict[Path, dict[Text, set[str]]]:
    """For every catalogue its texts, each with the files it stands in."""
    found: dict[Path, dict[Text, set[str]]] = {}
    readers = {".py": texts_of_python, ".html": texts_of_template, ".txt": texts_of_template}
    for path in sorted(PACKAGE.rglob("*")):
        reads = readers.get(path.suffix)
        if (
            reads is None
            or "migrations" in path.parts
            or (path.suffix == ".txt" and "templates" not in path.parts)
        ):
            continue
        for text in reads(path.read_text(encoding="utf-8")):
            files = found.setdefault(catalogue_of(path), {}).setdefault(text, set())
            files.add(path.relative_to(PACKAGE).as_posix())
    return found


def read_catalogue(path: Path) -> dict[Text, polib.POEntry]:
    """The entries of a catalogue by text; nothing where there is no catalogue yet."""
    if not path.exists():
        return {}
    entries = (entry for entry in polib.pofile(str(path)) if not entry.obsolete)
    return {Text(e.msgid, e.msgid_plural or "", e.msgctxt or ""): e for e in entries}


def all_catalogues(marked: dict[Path, dict[Text, set[str]]]) -> dict[Path, dict[Text, polib.POEntry]]:
    """Every catalogue there is or should be."""
    there = set(PACKAGE.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.po"))
    return {path: read_catalogue(path) for path in sorted(there | set(marked))}


def translation(entry: polib.POEntry | None) -> str:
    """The finished translation of an entry, or nothing."""
    if entry is None or entry.fuzzy:
        return ""
    return str(entry.msgstr_plural.get(0, "")) if entry.msgid_plural else str(entry.msgstr)


def new_entry(text: Text, files: set[str], words: str) -> polib.POEntry:
    """An entry as it is written: files without line numbers, so that a moved line changes nothing."""
    entry = polib.POEntry(
        msgid=text.words, msgctxt=text.context or None, occurrences=[(name, "") for name in sorted(files)]
    )
    if text.plural:
        entry.msgid_plural, entry.msgstr_plural = text.plural, {0: words}
    else:
        entry.msgstr = words
    if "%(" in text.words:
        entry.flags = ["python-format"]
    return entry


def update(rooms: set[str]) -> None:
    """Write the catalogues: what is marked, in the order of its words, with the translations there are."""
    marked = marked_texts()
    standing = all_catalogues(marked)
    known = {
        text: words
        for entries in standing.values()
        for text, e in entries.items()
        if (words := translation(e))
    }
    for path, entries in standing.items():
        if rooms and name_of(path) not in rooms:
            continue
        catalogue = polib.POFile(wrapwidth=100)
        catalogue.metadata = HEADER
        for text, files in sorted(marked.get(path, {}).items()):
            catalogue.append(new_entry(text, files, translation(entries.get(text)) or known.get(text, "")))
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))


def name_of(path: Path) -> str:
    """The room of a catalogue; `gridward` for the package's own."""
    return path.parents[3].name if len(path.parents) > 3 else ""


def complaints() -> Iterator[str]:
    """What keeps the catalogues from being finished, a line each."""
    marked = marked_texts()
    standing = all_catalogues(marked)
    said: dict[Text, tuple[str, str]] = {}
    for path, entries in standing.items():
        room = name_of(path)
        for text in sorted(set(marked.get(path, {})) | set(entries)):
            words = translation(entries.get(text))
            if fault := fault_of(text, text in marked.get(path, {}), entries.get(text), words):
                yield f"{room}: {fault}: {text.words!r}"
            other_room, other = said.setdefault(text, (room, words))
            if words and other and other != words:
                yield f"{room}: says {words!r} where {other_room} says {other!r}: {text.words!r}"


def fault_of(text: Text, is_marked: bool, entry: polib.POEntry | None, words: str) -> str:
    """What is wrong with one text, or nothing."""
    if not is_marked:
        return "no longer in the code"
    if entry is None:
        return "not in the catalogue"
    if not words:
        return "fuzzy" if entry.fuzzy else "not translated"
    if set(PLACEHOLDER.findall(words)) - set(PLACEHOLDER.findall(text.words + text.plural)):
        return "a placeholder the text does not have"
    if not text.plural and set(PLACEHOLDER.findall(text.words)) - set(PLACEHOLDER.findall(words)):
        return "a placeholder is lost"
    return "half-width punctuation beside Chinese" if HALF_WIDTH.search(words) else ""


def main(arguments: list[str]) -> int:
    """Update or check, as asked."""
    if arguments != ["--check"]:
        update(set(arguments))
        return 0
    found = list(complaints())
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(f"{len(found)} texts are not finished: run `make messages`, then translate.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
