"""Sex as lists write it."""

import unicodedata


def words(text: str) -> frozenset[str]:
    """Part a line into its words."""
    return frozenset(text.split())


MALE = words("男 男性 1 1.0 m male ♂ 先生 男孩")
FEMALE = words("女 女性 2 2.0 f female ♀ 女士 女孩")


def read_sex(text: str) -> str:
    """Read 男, 女, 1, 2, M, F as 男 or 女 (codes of GB/T 2261.1); anything else is an empty text."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return "男" if word in MALE else "女" if word in FEMALE else ""
