"""How names are read where the dictionary has only the everyday reading of a sign (after 《现代汉语词典》)."""

from typing import Final

# Surnames of two signs; listed also where the reading is plain, so that they are known as one surname.
DOUBLE: Final[dict[str, tuple[str, ...]]] = {
    "单于": ("chan yu",), "尉迟": ("yu chi",), "万俟": ("mo qi",), "长孙": ("zhang sun",), "澹台": ("tan tai",),
    "鲜于": ("xian yu",), "令狐": ("ling hu",), "皇甫": ("huang fu",), "上官": ("shang guan",), "欧阳": ("ou yang",),
    "司马": ("si ma",), "司徒": ("si tu",), "司空": ("si kong",), "诸葛": ("zhu ge",), "东方": ("dong fang",),
    "公孙": ("gong sun",), "慕容": ("mu rong",), "宇文": ("yu wen",), "夏侯": ("xia hou",), "轩辕": ("xuan yuan",),
    "钟离": ("zhong li",), "闻人": ("wen ren",), "赫连": ("he lian",), "呼延": ("hu yan",), "端木": ("duan mu",),
    "百里": ("bai li",), "东郭": ("dong guo",), "南宫": ("nan gong",), "西门": ("xi men",), "独孤": ("du gu",),
    "拓跋": ("tuo ba",), "亓官": ("qi guan",), "太史": ("tai shi",), "申屠": ("shen tu",), "公冶": ("gong ye",),
    "宗政": ("zong zheng",), "濮阳": ("pu yang",), "淳于": ("chun yu",), "仲孙": ("zhong sun",), "公羊": ("gong yang",),
    "公西": ("gong xi",), "漆雕": ("qi diao",), "乐正": ("yue zheng",), "宰父": ("zai fu",), "谷梁": ("gu liang",),
    "段干": ("duan gan",), "梁丘": ("liang qiu",), "左丘": ("zuo qiu",), "东门": ("dong men",), "羊舌": ("yang she",),
    "微生": ("wei sheng",), "子车": ("zi ju",), "颛孙": ("zhuan sun",), "巫马": ("wu ma",), "纳兰": ("na lan",),
    "完颜": ("wan yan",),
}  # fmt: skip
SINGLE: Final[dict[str, tuple[str, ...]]] = {
    "单": ("shan",), "曾": ("zeng",), "仇": ("qiu",), "解": ("xie",), "查": ("zha",), "区": ("ou",),
    "朴": ("piao", "pu"), "盖": ("ge", "gai"), "覃": ("qin", "tan"), "翟": ("zhai", "di"),
    "乐": ("yue", "le"), "缪": ("miao",), "员": ("yun",), "贠": ("yun",), "种": ("chong",), "重": ("chong",),
    "秘": ("bi",), "黑": ("he", "hei"), "折": ("she",), "召": ("shao",), "繁": ("po",), "祭": ("zhai",),
    "句": ("gou",), "卜": ("bu",), "牟": ("mou", "mu"), "谌": ("chen", "shen"), "洗": ("xian",),
    "隗": ("wei", "kui"), "郇": ("xun", "huan"), "郗": ("xi", "chi"), "莘": ("shen", "xin"), "都": ("du",),
    "阚": ("kan",), "长": ("chang",), "藏": ("zang",), "宓": ("fu", "mi"), "乜": ("nie",), "薄": ("bo",),
    "参": ("shen",), "粘": ("nian",),
}  # fmt: skip
# Signs of given names that people read in two ways; a search in either finds them.
GIVEN: Final[dict[str, tuple[str, ...]]] = {
    "乐": ("le", "yue"), "茜": ("qian", "xi"), "晟": ("sheng", "cheng"), "盛": ("sheng", "cheng"),
    "长": ("chang", "zhang"), "朝": ("chao", "zhao"), "重": ("chong", "zhong"), "行": ("xing", "hang"),
    "柏": ("bai", "bo"), "传": ("chuan", "zhuan"), "筠": ("yun", "jun"), "娜": ("na", "nuo"),
    "莎": ("sha", "suo"), "蔚": ("wei", "yu"), "颉": ("jie", "xie"), "纶": ("lun", "guan"),
    "曾": ("zeng", "ceng"), "藏": ("zang", "cang"), "强": ("qiang", "jiang"),
}  # fmt: skip
