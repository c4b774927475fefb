"""Names as people type them in Latin letters: wangxiaoming, wxm."""

import re
import unicodedata
from itertools import islice, product

from pypinyin import lazy_pinyin

from gridward.households.search.surnames import DOUBLE, GIVEN, SINGLE

MOST_READINGS = 8
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_WORD = re.compile(r"[a-z0-9]+")


def folded_name(name: str) -> str:
    """A name in one form: no blanks, no dots between its parts, small letters, plain widths."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def is_han(text: str) -> bool:
    """Whether every sign is a Chinese one."""
    return bool(text) and all(_HAN.match(sign) for sign in text)


def without_marks(text: str) -> str:
    """Latin letters without accents: Müller → muller, lǚ → lu."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def readings_of(name: str) -> list[tuple[str, ...]]:
    """The ways a name is read, each as syllables; a name in Latin letters is its words."""
    folded = folded_name(name)
    if not _HAN.search(folded):
        words = tuple(_WORD.findall(without_marks(name)))
        return [words] if words else []
    head = 2 if folded[:2] in DOUBLE and len(folded) > 2 else 1
    parts = [_of_surname(folded[:head]), *map(_of_given, folded[head:], _phrase(folded[head:]))]
    return [tuple(" ".join(read).split()) for read in islice(product(*parts), MOST_READINGS)]


def _of_surname(surname: str) -> tuple[str, ...]:
    return DOUBLE.get(surname) or SINGLE.get(surname) or ("".join(lazy_pinyin(surname)),)


def _phrase(given: str) -> list[str]:
    """One syllable a sign, read as a phrase (佳音, 重阳)."""
    read = lazy_pinyin(given)
    return read if len(read) == len(given) else [lazy_pinyin(sign)[0] for sign in given]


def _of_given(sign: str, syllable: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((syllable, *GIVEN.get(sign, ()))))


def spelled(syllables: tuple[str, ...]) -> set[str]:
    """Spellings of a reading in one word; ü is typed v, u or yu."""
    whole = "".join(syllables)
    return {whole} if "v" not in whole else {whole, whole.replace("v", "u"), whole.replace("v", "yu")}


def initials(syllables: tuple[str, ...]) -> str:
    """First letters, one a sign: wxm, oyx."""
    return "".join(syllable[0] for syllable in syllables if syllable)
