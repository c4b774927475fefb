"""Names: cleaned, told from what is no name, and found inside cells."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from ..identity.sexes import words
from .cells import is_nothing

VACANT = re.compile(
    r"^[(（]?(?:空(?:户|置|房|闲|关户|挂房|屋|室)?(?:房|户)?|无人(?:居住|住|户)?|未入住|没人住?|闲置|待租|待售|vacant|empty|nobody|unoccupied)[)）]?$",
    re.IGNORECASE,
)
_STATES = (
    ("no_answer", r"敲门无人|无人应答|无人在家|多次(?:上门|入户).*(?:无人|未)|未见到人|联系不上|no answer"),
    ("refused", r"拒访|拒绝(?:登记|入户|配合|开门)|不配合|refused"),
    ("construction", r"在建|装修|毛坯|未交房|施工|under construction|renovat"),
    ("vacant", r"空置|空房|空户|无人居住|无人住|未入住|闲置|待租|vacant|empty|unoccupied"),
)
_STATE_WORDS = tuple((state, re.compile(told, re.IGNORECASE)) for state, told in _STATES)
RELATIONS = words(
    "户主 本人 配偶 妻 妻子 夫 丈夫 老公 老婆 爱人 子 儿子 女 女儿 长子 次子 三子 长女 次女 三女 独子 独女 "
    "父 父亲 母 母亲 爸爸 妈妈 岳父 岳母 公公 婆婆 祖父 祖母 爷爷 奶奶 外公 外婆 外祖父 外祖母 孙 孙子 孙女 "
    "外孙 外孙女 兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 儿媳 女婿 侄子 侄女 外甥 媳妇 保姆 租客 合租 室友 同事 "
    "朋友 亲属 亲戚 其他 孩子 子女 继子 继女 嫂子 弟媳 曾孙 曾孙女 "
    "wife husband spouse son daughter father mother child brother sister "
    "grandson granddaughter grandfather grandmother head roommate other"
)
_NOT_NAMES = words(
    "姓名 无名 未知 不详 同上 户主 本人 租户 租客 住户 空户 空房 无人 没有 未登记 未取名 待核实 待查 "
    "未提供 婴儿 新生儿 宝宝"
)
_CHINESE = re.compile(
    r"^[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}$|^[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8})+$"
)
_LATIN = re.compile(r"^[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'.’-]*(?: [A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'.’-]*){0,4}$")
_SEPARATORS = re.compile(r"[、;；,，\n/|]+|(?<=[)）])\s*(?=[\u4e00-\u9fff])")
_BETWEEN = re.compile(r"[、;；,，\n/|]+")
_ID = re.compile(r"\d{17}[\dXx]|(?<!\d)\d{15}(?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_INVITED = re.compile(
    r"(?:同住(?:人员?|家属)?|共同居住人?|另有|还有|另住|合租人?|家庭成员|also living here|living with)"
    r"[:：\s]*(?P<list>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it should be, and what was written beside it."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Insider:
    """A person who stands inside a cell of another row."""

    name: str
    relation: str = ""
    id_text: str = ""
    phone_text: str = ""


@lru_cache(maxsize=100_000)
def clean_name(text: str) -> Name:
    """Take blanks and notes off a name: 陈 桂兰（老） → 陈桂兰, 老."""
    plain = unicodedata.normalize("NFKC", text).replace("•", "·").replace("・", "·").strip("'\"* ")
    notes = re.findall(r"\(([^)]*)\)|\[([^\]]*)\]", plain)
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|\(.*$", " ", plain)
    if re.search(r"[\u3400-\u9fff]", plain):
        plain = "".join(plain.split())
    return Name(
        " ".join(plain.split()).strip("*-:、,，.。;├└│┣┗┃─━>→↳… "),
        " ".join("".join(pair) for pair in notes).strip(),
    )


@lru_cache(maxsize=100_000)
def is_name(name: str) -> bool:
    """Say whether a text can be somebody's name."""
    if name in _NOT_NAMES or name.lower() in RELATIONS or VACANT.match(name) or is_nothing(name):
        return False
    return bool(_CHINESE.match(name) or (_LATIN.match(name) and len(name) > 2))


def state_of_door(text: str) -> str:
    """Read what a text says of a door: vacant, no_answer, refused, construction, or nothing."""
    if VACANT.match(text.strip()):
        return "vacant"
    return next((state for state, told in _STATE_WORDS if told.search(text)), "")


def several_names(text: str) -> list[str]:
    """Part a cell with several names; a list of one if it holds one."""
    pieces = [piece for piece in _BETWEEN.split(text) if piece.strip()]
    if len(pieces) < 2:
        return [text]
    names = [clean_name(piece).name for piece in pieces]
    return pieces if all(is_name(name) for name in names) else [text]


def insiders(text: str) -> tuple[list[Insider], bool]:
    """Find the persons a cell lists (王宇（子）、李四 611…); the second value says that something was left unread."""
    found, left = [], False
    for piece in _SEPARATORS.split(_kept_together(text)):
        if is_nothing(piece.strip()) or piece.strip() in ("无", "没有"):
            continue
        insider = _insider(piece)
        if insider:
            found.append(insider)
        elif found and (_ID.search(piece) or _PHONE.search(piece)):
            found[-1] = _completed(found[-1], piece)
        else:
            left = True
    return found, left


def _kept_together(text: str) -> str:
    return re.sub(r"[(（][^)）]*[)）]", lambda m: re.sub(r"[、;；,，/\n]", " ", m.group()), text)


def _completed(insider: Insider, piece: str) -> Insider:
    number, phone = _ID.search(piece), _PHONE.search(_ID.sub(" ", piece))
    return Insider(
        insider.name,
        insider.relation,
        insider.id_text or (number.group() if number else ""),
        insider.phone_text or (phone.group() if phone else ""),
    )


def _insider(piece: str) -> Insider | None:
    number = _ID.search(piece)
    rest = _ID.sub(" ", piece)
    phone = _PHONE.search(rest)
    rest = _PHONE.sub(" ", rest)
    rest = re.sub(r"(?:身份证号?码?|电话|手机|ID|tel|phone)[:：]?", " ", rest, flags=re.IGNORECASE)
    chunks = [chunk for chunk in re.split(r"[\s()（）:：\-—]+", rest) if chunk]
    relation = next((chunk for chunk in chunks if chunk.lower() in RELATIONS), "")
    names = [chunk for chunk in chunks if is_name(chunk)]
    if not names and relation == "" and chunks:
        relation, names = _joined_relation(chunks[0])
    if not names:
        return None
    name = " ".join(names) if all(part.isascii() for part in names) else names[0]
    return Insider(name, relation, number.group() if number else "", phone.group() if phone else "")


def _joined_relation(chunk: str) -> tuple[str, list[str]]:
    """Part 妻子王芳 and 其母李秀英; a one-character relation is parted only after 其."""
    told = chunk.removeprefix("其")
    for size in (3, 2, 1):
        if told[:size] in RELATIONS and is_name(told[size:]) and (size > 1 or told != chunk):
            return told[:size], [told[size:]]
    return "", []


def invited(remark: str) -> tuple[list[Insider], bool]:
    """Find persons a remark says live here too; the second value says that it seems to name one it cannot read."""
    found = _INVITED.search(remark)
    if not found:
        return [], False
    people, left = insiders(
        re.sub(r"(?:同住|居住|一起住|在此.*)?[。.]?$", "", found["list"].replace("同住", ""))
    )
    return people, left and not people


@lru_cache(maxsize=100_000)
def sound_of(name: str) -> str:
    """Spell a name as it sounds, without tones."""
    return " ".join(lazy_pinyin(name)).lower()
