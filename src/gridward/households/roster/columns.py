"""What headings mean: sets of words for the kind of column, not for one file."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from gridward.shared.numerals import value_of_numeral

from ..identity.sexes import words

_WORDS = {
    "refused": (
        r"民族 族别 宗教.* 信仰.* .*政治面貌 党派.* (?:是否)?(?:中共)?党员.* 政治.* 思想.* 观点.* "
        r".*倾向 ethnic.* nationality religio.* politic.* party.*"
    ),
    "seq": r"序号? 编号 行号 no # s/n sn num number",
    "household_no": (
        r"户号 户编号 家庭编号 户序号? 户别 住户编号 household(?:no|id|number|#)? family(?:no|id) "
        r"hh(?:no|id)?"
    ),
    "head_name": (
        r"户主 户主姓名 户主名字? 家庭户主 headofhousehold head headname householder "
        r"householdhead"
    ),
    "name": (
        r"姓名 名字 姓名名称 "
        r".*(?:住户|成员|居民|人员|本人|人口|承租人|租户|租客|租住人|登记人|被访人|老人|儿童)姓名 "
        r"姓名[及和与](?:公民)?(?:身份证|证件|关系).* 承租人.* 租户 租客 租住人 成员 人员 被登记人 居民 住户 "
        r"name fullname residentname "
        r"resident tenantname person membername"
    ),
    "relation": r".*与户主.*关系 .*关系 称谓 户主成员 relation.*",
    "sex": r"性别(?:代码)? sex gender",
    "birth": r"出生.* 生日 dateofbirth dob birth.* born",
    "age": r"年龄.* 岁数 周岁 age",
    "id_kind": r"证件(?:类型|种类|类别) idtype doctype documenttype",
    "id": (
        r"(?:公民|居民)*身份证件?(?:号码|号|信息|编号)? (?:有效)?证件(?:号码|号|编号) 证件 证号 "
        r"(?:公民|居民)?(?:身份证|证件)(?:号码|号)?[及和与]?(?:联系)?(?:电话|手机|方式)(?:号码|号)? "
        r"(?:公民|居民)?身份号码? id(?:no|number|card.*|#)? identity.* nationalid passport.* "
        r"document(?:no|number)"
    ),
    "contact_phone": (
        r"(?:紧急)?联系人(?:联系)?(?:电话|手机|方式).* 紧急(?:联系)?(?:电话|方式) "
        r"emergency(?:phone|number)"
    ),
    "phone": (
        r"(?:联系|本人|住户|家庭|移动|固定|手机|座机|常用|备用)*(?:电话|手机|号码|座机)(?:号码|号)?\d? "
        r"联系方式\d? 手机号?码?\d? 电话及.* tel.* phone.* mobile.* cell.* "
        r"contact(?:no|number|phone)"
    ),
    "registered": (
        r"(?:户籍|户口|原籍|籍贯|来源)(?:所在)?地?(?:详细)?(?:地址|住址|详址|省市)? 户籍.*地.* "
        r"户口.*地.* 来自何?(?:地|处) 流出地 迁出地 registered.* hukou.* origin hometown "
        r"placeoforigin"
    ),
    "place": (
        r"(?:所在|所属|居住)?(?:小区|院落|楼盘|街巷|街路巷|巷道|庭院|小区街巷|小区院落)(?:名称?|街巷名)? "
        r"小区名 苑区 (?:住宅|居住)小区 (?:小区|居民)?楼院(?:名称)? 路名 街路名 巷名 路段 院名 "
        r"estate compound lane street"
    ),
    "building": (
        r"楼栋号? [楼栋幢][栋号]?单元号? 楼号 栋号 幢号 楼幢号? 楼 栋 幢 座 几号楼 楼座 "
        r"building.* bldg.* block"
    ),
    "unit": r"单元号? 梯号? unit.* entrance",
    "floor": r"楼层 层 层数 floor",
    "room": (
        r"房号 室号 室 单元号?[室户房门]号?码?牌? 房屋编号 门号 户室号? 房间号? 房室号? 房屋号 门户号 房 门室 "
        r"room.* flat.* apt.* apartment"
    ),
    "sub": r"户位 方位 附号 东西户 院户 (?:东西)?户别位",
    "former": r"原(?:家庭|居住|居)?住?(?:地址|住址|址|地)",
    "group": r"组 村民小组 小组 组别 居民小组 所在组 村组",
    "address": (
        r".*(?:现|家庭|居住|租住|常住|实际|详细|房屋|房产|住宅|房)(?:居住|住)?(?:地址|住址|住所|详址|地点|地|坐落) "
        r"住址 地址 住所 门牌号?码?(?:全称|全址)? (?:楼栋?号?|[栋幢]号?)单元号?[房室户]号? "
        r"现住址.* 现居住?地.* 家庭地址.* 居住地.* "
        r"楼门号 address "
        r"residence homeaddress currentaddress livesat doorplate door"
    ),
    "area_worker_phone": (
        r"(?:网格[员长]|片长|片区长|负责人|责任人|包户责任人|楼长|包保干部)(?:联系)?(?:电话|手机|方式).* "
        r"workerphone"
    ),
    "area_worker": (
        r"(?:所属|责任)?(?:网格[员长]|片长|片区长|负责人|责任人|包户责任人|包[保联抓户片]?(?:干部|人员?)|联户长|楼栋?长)"
        r"(?:姓名)? worker areaworker gridworker"
    ),
    "area": r"(?:所属|所在|责任)?(?:网格|片区|责任区|区域|片)(?:名称|编号|编码|号|名)? area.* grid.* zone",
    "category": (
        r".*(?:人员|人群|人口|重点|特殊|对象)(?:类别|类型|分类|性质|种类|情况|人群) 类别 类型 "
        r"人员(?:身份|属性) 标签 特殊人群 重点人群 人员类 category type class group"
    ),
    "door_state": (
        r"房屋(?:状态|现状|状况|使用情况) 入住情况 是否(?:空置|入住) occupancy doorstate "
        r"doorstatus"
    ),
    "tenant": (
        r"是否(?:租户|租住|租房|出租|租赁) 租住情况 居住(?:类型|性质|方式) (?:房屋|住房)性质 "
        r"自住.*出租 住房类型 tenant.* tenure rent.* owner.*tenant"
    ),
    "status": (
        r".*(?:居住|人员|在住|人户|目前|当前)(?:状态|情况|现状) 状态 现状 是否在(?:住|家) "
        r"(?:现)?去向 流向 (?:人口|人员|户籍)?变动(?:类型|类别|情况|原因) status whereabouts"
    ),
    "landlord": r"房东.* 房主.* 产权人.* 业主.* 出租人.* landlord.* owner.*",
    "guardian": r"监护人(?:姓名)? guardian(?:name)?",
    "contact": r"(?:紧急)?联系人(?:姓名)? contact(?:person|name)? emergencycontact",
    "employer": (
        r"(?:工作|就业|所在|服务)(?:单位|处所|地点|学校)(?:及职务)? 单位 职业 学校 employer "
        r"occupation work(?:place)? school job"
    ),
    "fellow": (
        r"(?:其他|共同)?(?:同住|随住|共同居住|合租|随迁)(?:人员?|家属)?(?:姓名|情况|及关系|信息)? "
        r"(?:cooccupants|otherresidents|livingwith)"
    ),
    "members": (
        r"(?:其他)?(?:家庭|户内)(?:成员|人员|人口)(?:情况|及关系|名单|信息|姓名及关系|基本情况)? "
        r"成员名单 同户人员 家属 (?:other)?(?:family)?members"
    ),
    "count": r".*人数 户数 .*人口数? 数量 人口 户均 count total people persons",
    "remark": r".*备注.* 说明 其他.* 情况说明 附注 remarks? notes? comments?",
}
_FIELDS = tuple((kind, re.compile("|".join(alternatives.split()))) for kind, alternatives in _WORDS.items())
_ANY_FIELD = re.compile("|".join(pattern.pattern for _, pattern in _FIELDS))
_NUMBERED = re.compile(
    r"^(?:家庭|户内|同住|其他)?(?:成员|人员|家属|同住人|人|member|person|resident|occupant|tenant)(?:之|no)?"
    r"([0-9一二三四五六七八九十]{1,2})(?:的|s|:|-|_|\.)*(.*)$"
)
_NUMBER_LAST = re.compile(r"^(.*?[^\d一二三四五六七八九十])([0-9一二三四五六七八九十]{1,2})$")
_KIN = re.compile(
    r"^(配偶|丈夫|妻子|父亲|母亲|子女|儿子|女儿|孩子|长子|次子|长女|次女|spouse|child|father|mother|son|daughter)([0-9一二三四五六]?)(?:的|s)?(.*)$"
)
_HEAD = re.compile(r"^(?:户主|headofhousehold|householder|head)(?:的|s)?(.+)$")
_TENANT = re.compile(r"^(?:租户|承租人?|租客|租住人?|租赁人|流动人[员口]|tenant)(?:的|s)?(.+)$")
_OWN = re.compile(r"^(?:家庭成员|成员|人员|住户|居民|本人|同住人|member|person|resident)(?:的|s)?(.+)$")
_ASIDE = re.compile(
    r"^(房东|房主|业主|产权人|出租人|监护人|网格员|网格长|片长|单位|landlord|owner|guardian|worker)(?:的|s)?(.+)$"
)
_TAIL = re.compile(r"(?:身份证|证件|证号).*[后末][四六46]位")
_SIGNS = frozenset("".join(_WORDS.values()) + _KIN.pattern + "同随一二三四五六七八九十末位") - frozenset(
    ".*?()|[]: "
)
OF_A_PERSON = words("name relation sex birth age id id_kind phone employer category status head_name")
KEYS = words("name head_name members id address room area")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a field, of which person side by side (0 is the row's own), and the heading as written."""

    field: str
    heading: str
    group: int = 0
    relation: str = ""
    is_tenant: bool = False
    of_head: bool = False


def bare(heading: str) -> str:
    """Bring a heading to its letters: widths, blanks, brackets and stars gone."""
    plain = "".join(unicodedata.normalize("NFKC", heading).split()).lower()
    shorter = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", plain)
    return re.sub(r"[*:：、,./\\'’_\-()（）※★●]+", "", shorter or plain)


def _field(word: str) -> str:
    if not _ANY_FIELD.fullmatch(word):
        return ""
    return next((kind for kind, pattern in _FIELDS if pattern.fullmatch(word)), "")


@lru_cache(maxsize=20_000)
def read_heading(heading: str) -> Column:
    """Say what a heading means; the field is empty if it is unknown, "refused" if the column must not be read."""
    word = bare(heading)
    if not word or len(word) > 24:
        return Column("", heading)
    if word.isascii() is False and not _SIGNS.intersection(word):
        return Column("", heading)
    if _TAIL.search("".join(heading.split())):
        return Column("id_tail", heading)
    plain = Column(_field(word), heading, is_tenant=bool(re.match(r"承租|租户|租客|租住人|tenant", word)))
    whole = _side_by_side(word, heading) or _belonging(word, heading) or plain
    return whole if whole.field else _either(heading)


def _either(heading: str) -> Column:
    """Read a heading of several words by the first that says something (小区/路段, 姓名/电话)."""
    pieces = [piece for piece in re.split(r"[/／、]", heading) if piece.strip()]
    read = (read_heading(piece) for piece in pieces if len(pieces) > 1)
    return replace(next((column for column in read if column.field), Column("", "")), heading=heading)


def _side_by_side(word: str, heading: str) -> Column | None:
    found = _NUMBERED.match(word)
    if found:
        kind = _field(found[2]) if found[2] else "name"
        return Column(kind if kind in OF_A_PERSON else "", heading, value_of_numeral(found[1]) or 0)
    kin = _KIN.match(word)
    if kin and (not kin[3] or _field(kin[3]) in OF_A_PERSON):
        nth = value_of_numeral(kin[2]) or 0 if kin[2] else 0
        place = 20 + sum(map(ord, kin[1])) * 10 + nth
        return Column(_field(kin[3]) if kin[3] else "name", heading, place, kin[1])
    last = _NUMBER_LAST.match(word)
    if last and _field(last[1]) in OF_A_PERSON - {"phone"}:
        return Column(_field(last[1]), heading, value_of_numeral(last[2]) or 0)
    return None


def _belonging(word: str, heading: str) -> Column | None:
    head = _HEAD.match(word)
    if head and _field(head[1]) in OF_A_PERSON - {"relation", "head_name"}:
        kind = _field(head[1])
        return Column("head_name" if kind == "name" else kind, heading, of_head=True)
    own = _OWN.match(word)
    if own and _field(own[1]) in OF_A_PERSON - {"head_name"}:
        return Column(_field(own[1]), heading)
    tenant = _TENANT.match(word)
    if tenant and _field(tenant[1]) in OF_A_PERSON:
        return Column(_field(tenant[1]), heading, is_tenant=True)
    aside = _ASIDE.match(word)
    if not aside or _field(word) in ("area_worker_phone", "area_worker", "employer"):
        return None
    if aside[1] in ("监护人", "guardian") and _field(aside[2]) == "name":
        return Column("guardian", heading)
    return Column("landlord" if aside[1] not in ("监护人", "guardian") else "aside", heading)
