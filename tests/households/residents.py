"""Invented residents with known truth, and the damage lists do to them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from gridward.households.identity import check_digit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英玉梅建华文斌宇浩凯欣雪琳晨阳帆佳慧颖鑫鹏"
ESTATES = ("锦绣花园", "信合小区", "水利局家属院", "二桥新村")
LANES = ("河滨巷", "老街")


@dataclass
class Resident:
    """One person as they are, and what of them a list still shows (`attainable`)."""

    key: int
    name: str
    sex: str
    birth: date
    id_number: str
    phone: str
    relation: str
    attainable: set[str] = field(default_factory=set)


@dataclass
class Home:
    """One household behind one door."""

    number: int
    area: int
    place: str
    building: str
    sub: str
    unit: str
    room: str
    people: list[Resident]

    @property
    def dwelling(self) -> str:
        tail = (self.sub, "") if self.sub or not self.room else (self.unit, self.room)
        return "|".join((self.place, self.building, *tail))

    @property
    def is_flat(self) -> bool:
        return bool(self.room)

    @property
    def address(self) -> str:
        if self.is_flat:
            return f"{self.place}{self.building}号楼{self.unit}单元{self.room}室"
        return (
            f"{self.place}{self.building}{self.sub}号"
            if self.sub[:1] == "-"
            else f"{self.place}{self.building}号{self.sub}"
        )


def number_of(rng: Random, birth: date, sex: str) -> str:
    region = rng.choice(("611097", "611098", "611099"))
    body = f"{region}{birth:%Y%m%d}{rng.randrange(1, 50):02}{2 * rng.randrange(1, 5) + (sex == '男')}"
    return body + check_digit(body)


def phone_of(rng: Random) -> str:
    return f"{rng.choice(('154', '163'))}{rng.randrange(10**8):08}"


def _person(rng: Random, key: int, surname: str, relation: str, years: tuple[int, int], sex: str) -> Resident:
    given = "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
    birth = date(2022, 9, 1) - timedelta(days=rng.randrange(years[0] * 365, years[1] * 365))
    phone = phone_of(rng) if years[0] > 15 else ""
    return Resident(key, surname + given, sex, birth, number_of(rng, birth, sex), phone, relation)


def _household(rng: Random, key: int) -> list[Resident]:
    surname, other = rng.choice(SURNAMES), rng.choice(SURNAMES)
    people = [_person(rng, key, surname, "户主", (28, 75), "男" if rng.random() < 0.7 else "女")]
    if rng.random() < 0.75:
        people.append(_person(rng, key + 1, other, "配偶", (26, 72), "女" if people[0].sex == "男" else "男"))
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        sex = rng.choice("男女")
        people.append(_person(rng, key + len(people), surname, "子" if sex == "男" else "女", (1, 25), sex))
    unlike: dict[str, Resident] = {person.name: person for person in people}
    return list(unlike.values())


def homes(rng: Random, count: int = 150) -> list[Home]:
    """Make households door by door; each area has one compound or one lane."""
    made: list[Home] = []
    key, sites = 1, (*ESTATES, *LANES)
    per_area = count // len(sites)
    for area, place in enumerate(sites, 1):
        for nth in range(per_area):
            people = _household(rng, key)
            key += len(people) + 1
            if place in ESTATES:
                where = (str(nth // 16 + 1), "", str(nth // 8 % 2 + 1), f"{nth % 8 // 2 + 1}{nth % 2 + 1:02}")
            else:
                where = (
                    str(nth // 2 + 1),
                    ("东户", "西户")[nth % 2] if nth < 8 else f"-{nth % 2 + 1}",
                    "",
                    "",
                )
            made.append(Home(len(made) + 1, area, place, *where, people))
    return made


# What lists do to values: each returns what the list shows and whether the true value can still be had.
def shown_name(rng: Random, name: str) -> str:
    if len(name) == 2 and rng.random() < 0.3:
        return f"{name[0]}{rng.choice(' 　')}{name[1]}"
    return f"{name} " if rng.random() < 0.05 else name


WIDE = str.maketrans("0123456789X-#/", "０１２３４５６７８９Ｘ－＃／")


def shown_id(rng: Random, number: str) -> tuple[str | float, bool]:
    luck = rng.random()
    if luck < 0.62:
        return number, True
    if luck < 0.80:
        forms = (
            number.lower(),
            number.translate(WIDE),
            f"{number[:6]} {number[6:14]} {number[14:]}",
            f"身份证号：{number}",
            f"'{number}",
            f"{number[:10]}\n{number[10:]}",
            f" {number}\xa0",
        )
        return rng.choice(forms), True
    if luck < 0.86:
        return rng.choice(("", "未提供", "办理中", "/", "无")), False
    return rng.choice((_bad_check, _swapped, _shorter, _scientific, _scientific_text, _zeros))(
        rng, number
    ), False


def _bad_check(rng: Random, number: str) -> str:
    at = rng.randrange(14, 17)
    return number[:at] + str((int(number[at]) + rng.randrange(1, 9)) % 10) + number[at + 1 :]


def _swapped(rng: Random, number: str) -> str:
    at = next((at for at in range(8, 16) if number[at] != number[at + 1]), 0)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :] if at else _bad_check(rng, number)


def _shorter(rng: Random, number: str) -> str:
    at = rng.randrange(7, 16)
    return number[:at] + number[at + 1 :]


def _scientific(rng: Random, number: str) -> float:
    return float(number[:15] + "000")


def _scientific_text(rng: Random, number: str) -> str:
    return f"{float(number[:17] + '0'):.5E}"


def _zeros(rng: Random, number: str) -> str:
    return number[:15] + "000"


def shown_birth(rng: Random, born: date) -> tuple[str | float | date, bool]:
    forms = (
        f"{born:%Y-%m-%d}",
        f"{born:%Y.%m.%d}",
        f"{born.year}年{born.month}月{born.day}日",
        f"{born:%Y%m%d}",
        float(f"{born:%Y%m%d}"),
        f"{born.year}/{born.month}/{born.day}".translate(WIDE),
        float((born - date(1899, 12, 30)).days),
        born,
    )
    luck = rng.random()
    if luck < 0.82:
        return rng.choice(forms), True
    return rng.choice(("", f"{born:%Y.%m}", f"{born.year}.2.30")), False


def shown_phone(rng: Random, phone: str) -> tuple[str | float, bool]:
    if not phone:
        return rng.choice(("", "无", "——", "/")), False
    luck = rng.random()
    if luck < 0.55:
        return phone, True
    if luck < 0.93:
        forms = (
            float(phone),
            f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
            f"{phone[:3]} {phone[3:7]} {phone[7:]}",
            phone.translate(WIDE),
            f"+86{phone}",
            f"86-{phone}",
            f"{phone}（本人）",
            f"{phone}、{phone_of(rng)}",
            f"{phone[:4]}O{phone[5:]}" if phone[4] == "0" else phone,
        )
        return rng.choice(forms), True
    return rng.choice(("", phone[:5] + phone[6:])), False


def shown_sex(rng: Random, sex: str) -> tuple[str | float, bool]:
    luck = rng.random()
    if luck < 0.85:
        return sex, True
    if luck < 0.95:
        return rng.choice(((1.0, 2.0), ("1", "2"), ("M", "F"), ("男 ", "女 ")))[sex == "女"], True
    return "", False


def shown_address(rng: Random, home: Home, *, short: bool = False) -> str:
    if not home.is_flat:
        forms = [
            home.address,
            f"{home.place} {home.building}".strip()
            + (f"号{home.sub}" if home.sub[:1] != "-" else f"{home.sub}号"),
        ]
        if home.sub[:1] == "-":
            forms.append(f"{home.place}{home.building}号{home.sub[1:]}号房")
        else:
            forms.append(f"{home.place}{home.building}{home.sub}")
        return rng.choice(forms)
    b, u, r = home.building, home.unit, home.room
    within = rng.choice(
        (
            f"{b}号楼{u}单元{r}室",
            f"{b}-{u}-{r}",
            f"{b}#{u}-{r}",
            f"{b}栋{u}单元{r}",
            f"{b}幢{u}梯{r}房",
            f"{b}-{u}-{r[:-2]}-{r[-2:]}",
            f"{b}－{u}－{r}".translate(WIDE),
            f"{b}号楼 {u} 单元 {r}",
        )
    )
    return within if short else home.place + within
