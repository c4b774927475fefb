"""What laboratories write: result words, tube codes and times, read leniently and kept plainly."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from rapidfuzz import process
from rapidfuzz.distance import OSA

from gridward.households.roster.cells import has_id, text_of
from gridward.households.roster.workbooks import Cell
from gridward.testing.results.models import ResultValue
from gridward.testing.samples import CODE, tube_code

WORDS: Final[Mapping[str, str]] = {
    word: value
    for value, words in {
        ResultValue.NEGATIVE: "阴性 阴 - -- 未检出 未检测到 neg negative notdetected undetected",
        ResultValue.POSITIVE: "阳性 阳 + ++ +++ 检出 检测到 初筛阳性 弱阳性 弱阳 pos positive detected",
        ResultValue.GREY: "可疑 灰区 灰区可疑 可疑阳性 疑似 疑似阳性 灰 待复检 待复核 ± +- grey gray greyzone grayzone "
        "suspicious suspected indeterminate inconclusive",
        ResultValue.INVALID: "无效 检测失败 失败 不合格 污染 标本不合格 样本不合格 无结果 重采 invalid failed void "
        "rejected",
    }.items()
    for word in words.split()
}
# What may stand around the word and says nothing by itself.
_AROUND: Final = re.compile(
    r"^(?:新型?冠状?病毒|新冠病毒?|核酸|检测|检验|结果|sars-?cov-?2|rna|result|为|是|:)+|(?:反应|结果)$"
)
_EDGES: Final = " \t\r\n()[]【】。.,;；，:：\u3000\xa0"
MOST_EDITS: Final = 2
MOST_NEAREST: Final = 3


def value_of(cell: Cell | None) -> str:
    """A result word as it is kept, empty where we do not know it: only whole words count (非阴性 says nothing)."""
    text = unicodedata.normalize("NFKC", text_of(cell)).lower()
    text = re.sub(r"\s", "", text).replace("−", "-").replace("—", "-").replace("–", "-")
    if text in WORDS:
        return str(WORDS[text])
    bare = _AROUND.sub("", text.strip(_EDGES)).strip(_EDGES)
    # 阴性(-) says one thing twice; two things at once say nothing.
    parts = [part for part in re.split(r"[()\[\]【】/、]", bare) if part]
    said = {WORDS.get(part, "") for part in parts}
    return str(said.pop()) if len(said) == 1 else ""


def code_of(cell: Cell | None) -> str:
    """A tube's code as it is kept, empty where it is none; a number of identity is no code."""
    code = tube_code(text_of(cell))
    return code if CODE.fullmatch(code) and not has_id(code) else ""


_TIME: Final = re.compile(
    r"(?P<y>20\d\d)[-/.年]?(?P<m>\d{1,2})[-/.月]?(?P<d>\d{1,2})日?(?:[T\s]*(?P<h>\d{1,2})[:时]?(?P<i>\d{2})?(?:[:分]?\d{2}秒?)?)?"
)


def time_of(cell: Cell | None) -> datetime | None:
    """A time as the laboratory's clock says it, None where there is none to be read."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else timezone.make_aware(cell)
    if isinstance(cell, date):
        return _here(cell.year, cell.month, cell.day, 0, 0)
    found = _TIME.search(text_of(cell))
    if found is None:
        return None
    try:
        year, month, day, hour, minute = (int(found[part] or 0) for part in "ymdhi")
        return _here(year, month, day, hour, minute)
    except ValueError:
        return None


def _here(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=timezone.get_current_timezone())


def nearest(codes: Iterable[str], known: Sequence[str]) -> dict[str, list[str]]:
    """For each code the known ones that look alike, the likest first: a sign wrong, missing, too many or swapped."""
    found = {}
    for code in codes:
        alike = process.extract(code, known, scorer=OSA.distance, score_cutoff=MOST_EDITS, limit=MOST_NEAREST)
        found[code] = [other for other, _, _ in alike]
    return found
