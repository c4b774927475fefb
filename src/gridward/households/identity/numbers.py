"""Numbers of identity documents: read, checked, never repaired."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import mul
from typing import Literal

from .sexes import words

type_of_id = Literal[
    "", "resident", "residence_permit", "passport", "hk_macao_permit", "taiwan_permit", "foreigner_permit", "military",
    "birth_certificate", "other",
]  # fmt: skip

_YEAR_AT_START = datetime.now().astimezone().year
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
ABSENT = words(
    "无 没有 未提供 没带 未带 办理中 正在办理 未办 未办理 待补 待补充 补办中 暂无 不详 不清楚 不知道 未知 "
    "拒绝提供 拒绝 无证 无身份证 未上户 空 丢失 遗失 none null nil na n/a unknown pending 同上 〃 新生儿 未报"
)
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "|": "1"})
_PREFIX = re.compile(r"^(?:公民)?(?:居民)?(?:身份证件?|证件|id)(?:号码|号)?[:.]?(?=[\dA-Z])", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"^(\d)(?:\.(\d+))?E\+?(\d{2})$", re.IGNORECASE)
_KIND_WORDS: tuple[tuple[str, type_of_id], ...] = (
    ("护照", "passport"), ("passport", "passport"),
    ("居住证", "residence_permit"),
    ("台胞证", "taiwan_permit"), ("台湾", "taiwan_permit"),
    ("港澳", "hk_macao_permit"), ("回乡证", "hk_macao_permit"), ("通行证", "hk_macao_permit"),
    ("永久居留", "foreigner_permit"), ("外国人", "foreigner_permit"),
    ("军官", "military"), ("士兵", "military"), ("军人", "military"), ("警官", "military"), ("军", "military"),
    ("出生", "birth_certificate"),
)  # fmt: skip
_SHAPES: tuple[tuple[re.Pattern[str], type_of_id], ...] = (
    (re.compile(r"^[HM]\d{8}(?:\d{2})?$"), "hk_macao_permit"),
    (re.compile(r"^(?:[DEGPS][A-Z]?\d{7,8}|[A-Z]{1,2}\d{7}|TEST\d{5}|14\d{7}|15\d{7})$"), "passport"),
    (re.compile(r"^[A-Z]{3}\d{12}$"), "foreigner_permit"),
    (re.compile(r"^[A-Z]\d{9}$"), "birth_certificate"),
)


@dataclass(frozen=True, slots=True)
class IdReading:
    """One number as read: `number` only if it is right; `hint` what is left of a ruined one; codes say what was found.

    A valid resident number also tells `birth_date` and `sex`; one in scientific notation may still tell the birth date.
    """

    kind: type_of_id = ""
    number: str = ""
    as_written: str = ""
    hint: str = ""
    birth_date: date | None = None
    sex: str = ""
    codes: tuple[str, ...] = ()


def today() -> date:
    """Tell the present day where the reading is done."""
    return datetime.now().astimezone().date()


def check_digit(body: str) -> str:
    """Work out the check digit of 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    return CHECK_SIGNS[sum(map(mul, map(int, body), WEIGHTS)) % 11]


def date_in(digits: str) -> date | None:
    """Read yyyymmdd as a date between 1880 and today; None if there is none."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    if day.year < 1880:
        return None
    return day if day.year < _YEAR_AT_START or day <= today() else None


def is_valid_resident_id(number: str) -> bool:
    """Say whether 18 signs hold a real date and the right check digit; the region is never judged."""
    if (
        len(number) != 18
        or not number.isascii()
        or not number[:17].isdecimal()
        or number[17] not in "0123456789X"
    ):
        return False
    return check_digit(number[:17]) == number[17] and date_in(number[6:14]) is not None


def read_id(value: str | float | int, kind_word: str = "") -> IdReading:
    """Read a cell with a number of identity; `kind_word` is the type of document where a column of its own names it."""
    if not isinstance(value, str):
        return _from_number(float(value))
    if len(value) == 18 and value.isascii() and is_valid_resident_id(value) and not kind_word:
        return _resident(value, value) or IdReading()
    text = unicodedata.normalize("NFKC", value).translate(dict.fromkeys(map(ord, "‐–—−"), "-"))
    text = "".join(text.split()).strip("'\"`‘’“”,，;；。").replace("×", "X").replace("✕", "X")
    if not text or text.strip("-/\\_.*?") == "" or text.lower() in ABSENT:
        return IdReading(as_written=value.strip(), codes=("id.absent",) if value.strip() else ())
    return _from_text(text, value.strip(), kind_word)


def _from_number(value: float) -> IdReading:
    if value == int(value) and 10**14 <= value < 10**15:
        return _from_text(str(int(value)), str(int(value)), "")
    if value < 10**14:
        return _from_text(str(int(value)), f"{value:g}", "") if value else IdReading()
    digits = f"{Decimal(repr(value)):f}"[:15] if value < 10**18 else ""
    written = repr(value)
    birth = date_in(digits[6:14]) if digits else None
    return IdReading("", "", written, digits, birth, "", ("id.scientific",))


def _from_text(text: str, written: str, kind_word: str) -> IdReading:
    kind = _kind_named(kind_word) or _kind_named(text)
    if kind and kind != "residence_permit":
        return _other_document(text, written, kind)
    body = _PREFIX.sub("", text).upper()
    body = re.sub(r"\(.*?\)$", "", body) or body
    scientific = _SCIENTIFIC.match(body)
    if scientific:
        digits = (scientific[1] + (scientific[2] or ""))[:15]
        born = date_in(digits[6:14]) if len(digits) >= 14 else None
        return IdReading("", "", written, digits, born, "", ("id.scientific",))
    if len(body) > 15 and body.count("-") in (2, 3, 4):
        body = body.replace("-", "")
    return _resident(body, written) or _by_shape(body, written) or _ruined(body, written)


def _kind_named(text: str) -> type_of_id:
    lowered = text.lower()
    if "身份证" in lowered and "居住证" not in lowered:
        return ""
    return next((kind for word, kind in _KIND_WORDS if word in lowered), "")


def _other_document(text: str, written: str, kind: type_of_id) -> IdReading:
    runs = re.findall(r"[A-Z0-9]{5,}", re.sub(r"(?i)passport(?:no)?", " ", text).upper().replace("-", ""))
    found = [run for run in runs if len(re.findall(r"\d", run)) >= 4]
    if not found:
        return IdReading(kind, "", written, "", None, "", ("id.unreadable",))
    if kind == "military":
        found = [re.sub(r"^[^\u4e00-\u9fff]*(?:军官证|士兵证|军人证|警官证)[号码:]*", "", text)]
    return IdReading(kind, found[-1], written)


def _resident(body: str, written: str) -> IdReading | None:
    if re.fullmatch(r"\d{15}", body) and body.isascii():
        return _fifteen(body, written)
    for tried in dict.fromkeys((body, body.translate(_LOOKS_LIKE))):
        if not is_valid_resident_id(tried):
            continue
        if tried.endswith("000"):
            return IdReading("", "", written, tried[:15], None, "", ("id.trailing_zeros",))
        permit = tried[:2] in ("81", "82", "83")
        sex = "男" if int(tried[16]) % 2 else "女"
        codes = () if tried == body else ("id.cleaned",)
        kind: type_of_id = "residence_permit" if permit else "resident"
        return IdReading(kind, tried, written, tried, date_in(tried[6:14]), sex, codes)
    return None


def _fifteen(body: str, written: str) -> IdReading:
    longer = f"{body[:6]}19{body[6:]}"
    born = date_in(longer[6:14])
    if not born:
        return IdReading("", "", written, body, None, "", ("id.date",))
    number = longer + check_digit(longer)
    return IdReading(
        "resident", number, written, number, born, "男" if int(number[16]) % 2 else "女", ("id.fifteen",)
    )


def _by_shape(body: str, written: str) -> IdReading | None:
    kind = next((kind for shape, kind in _SHAPES if shape.match(body)), None)
    return IdReading(kind, body, written) if kind else None


def _ruined(body: str, written: str) -> IdReading:
    if "*" in body:
        return IdReading("", "", written, "", None, "", ("id.masked",))
    if not re.fullmatch(r"\d{8,22}[\dXOIL]?", body):
        return IdReading("", "", written, "", None, "", ("id.unreadable",))
    if len(body) != 18:
        code = "id.digits_missing" if len(body) < 18 else "id.digits_extra"
    elif body.endswith("000"):
        code = "id.trailing_zeros"
    elif date_in(body[6:14]) is None:
        code = "id.date"
    else:
        code = "id.check_digit"
    born = date_in(body[6:14]) if code == "id.trailing_zeros" else None
    return IdReading("", "", written, body[:15] if code == "id.trailing_zeros" else body, born, "", (code,))
