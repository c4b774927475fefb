"""Word lists of names, and giving names; every person is invented.

Surname weights are percent of the population as in Python package faker 40.54.0, `person/zh_CN` (MIT), rounded.
"""

from random import Random

SURNAMES: dict[str, float] = {
    "王": 7.2, "李": 7.0, "张": 6.7, "刘": 5.1, "陈": 4.6, "杨": 3.2, "黄": 2.5, "吴": 2.0, "赵": 2.0, "周": 1.9,
    "徐": 1.5, "孙": 1.4, "马": 1.3, "朱": 1.3, "胡": 1.2, "林": 1.1, "郭": 1.1, "何": 1.1, "高": 1.0, "罗": 0.95,
    "郑": 0.93, "梁": 0.85, "谢": 0.76, "宋": 0.7, "唐": 0.69, "许": 0.66, "邓": 0.62, "冯": 0.62, "韩": 0.61,
    "曹": 0.6, "曾": 0.58, "彭": 0.58, "蔡": 0.53, "潘": 0.52, "田": 0.52, "董": 0.51, "袁": 0.5, "余": 0.48,
    "叶": 0.48, "蒋": 0.48, "杜": 0.47, "苏": 0.46, "魏": 0.45, "程": 0.45, "吕": 0.45, "丁": 0.43, "沈": 0.41,
    "任": 0.41, "姚": 0.4, "卢": 0.4, "钟": 0.4, "姜": 0.39, "崔": 0.38, "谭": 0.38, "廖": 0.37, "范": 0.36,
    "汪": 0.36, "陆": 0.36, "金": 0.35, "石": 0.34, "戴": 0.34, "贾": 0.33, "韦": 0.32, "夏": 0.32, "方": 0.31,
    "侯": 0.3, "邹": 0.3, "熊": 0.29, "孟": 0.29, "秦": 0.29, "白": 0.28, "江": 0.28, "薛": 0.26, "尹": 0.26,
    "段": 0.24, "雷": 0.24, "史": 0.21, "龙": 0.21, "陶": 0.21, "贺": 0.21, "毛": 0.2, "郝": 0.2, "邵": 0.2,
    "万": 0.19, "钱": 0.19, "严": 0.19, "武": 0.18, "孔": 0.17, "向": 0.17, "常": 0.16, "温": 0.16, "康": 0.16,
    "樊": 0.15, "邢": 0.14, "齐": 0.13, "乔": 0.13, "颜": 0.12, "聂": 0.12, "岳": 0.11, "翟": 0.11, "耿": 0.11,
    "焦": 0.1, "柳": 0.1, "祝": 0.09, "单": 0.076, "苗": 0.075, "欧阳": 0.068, "解": 0.053, "仇": 0.05,
    "上官": 0.03, "亓": 0.02, "逄": 0.02,
}  # fmt: skip

# (born before, men's first signs, men's second, women's first, women's second)
_GENERATIONS: tuple[tuple[int, str, str, str, str], ...] = (
    (
        1962,
        "建志国德永福长生世天文明忠治成",
        "国民华明林义才祥生荣军山贵全喜",
        "秀桂玉淑凤兰春翠月素爱金",
        "英兰珍芳梅莲花琴荣香云芝",
    ),
    (
        1986,
        "建志永晓海卫红国新小军文俊少",
        "军强勇伟平斌涛鹏峰辉刚利宏波",
        "晓丽红小春海艳玉亚建秋淑",
        "燕丽娟霞玲芳萍红艳梅敏静",
    ),
    (
        2006,
        "俊子浩文嘉泽宇思振博家明",
        "杰豪轩鑫阳凯超龙博航磊涛",
        "佳雨思欣梦嘉雅诗晨怡倩婷",
        "怡婷雪欣悦琪瑶倩蕾颖洁萌",
    ),
    (
        9999,
        "梓沐宇浩一奕子俊皓铭辰景",
        "轩宸泽辰睿然阳霖航恒言熙",
        "梓语若雨一欣诗可依沐芷艺",
        "涵萱彤妍桐诺琪汐玥瑶宁悦",
    ),
)
_SINGLE: tuple[tuple[int, str, str], ...] = (
    (1962, "勇明军斌林忠义发", "英兰芳珍梅霞云芬"),
    (1986, "伟强军涛鹏勇磊刚斌峰超波", "静敏燕丽娟艳芳玲霞娜红莉"),
    (2006, "杰鑫凯浩超帆昊旭洋毅", "婷雪倩颖欣悦洁蕾瑶莹"),
    (9999, "睿轩宸昊霖煜澈", "玥萱妍涵彤诺汐"),
)

# Given names with signs that old input methods, fonts and sorting tables trip over.
RARE_GIVEN = ("䶮", "堃", "喆", "燚", "翀", "㛃", "𬭎", "赟", "犇", "骉", "頔", "玊")
PASSPORT_NAMES = ("阮氏清", "玛丽亚·陈", "金智妍", "陈玛丽", "吉娜·李", "阮氏兰")


def give_surname(rng: Random) -> str:
    """Draw a surname by how many people bear it."""
    return rng.choices(list(SURNAMES), list(SURNAMES.values()))[0]


def give_name(rng: Random, sex: str, born: int) -> str:
    """Draw a given name as parents of that year chose them; mostly two signs."""
    if rng.random() < 0.2:
        _, men, women = next(row for row in _SINGLE if born < row[0])
        return rng.choice(men if sex == "男" else women)
    _, men_first, men_second, women_first, women_second = next(row for row in _GENERATIONS if born < row[0])
    if sex == "男":
        return rng.choice(men_first) + rng.choice(men_second)
    return rng.choice(women_first) + rng.choice(women_second)
