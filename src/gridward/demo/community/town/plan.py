"""The plan of the town on squared paper, in metres: u to the east along the river, v to the north from its bank.

The squares of the areas meet without a gap; all their corners are whole tens of metres.
"""

from dataclasses import dataclass
from typing import Final, Literal

Side = Literal["east", "south", "west", "north"]
RIVER: Final = "丹江"
RIVER_SOUTH, RIVER_NORTH = -60, 0
RIVER_WEST, RIVER_EAST = -120, 1190


@dataclass(frozen=True, slots=True)
class Square:
    """A rectangle of the plan."""

    west: int
    south: int
    east: int
    north: int

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def just_outside(self, side: Side) -> tuple[float, float]:
        """A point a metre beyond the middle of a side."""
        u, v = self.middle
        return {
            "east": (self.east + 1, v),
            "south": (u, self.south - 1),
            "west": (self.west - 1, v),
            "north": (u, self.north + 1),
        }[side]

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


# Area by number, in the order of the walk: west, south, east, north.
SQUARES: Final[dict[int, Square]] = {
    # 信合小区, and the two compounds beside it
    1: Square(0, 90, 90, 160),
    2: Square(90, 90, 180, 160),
    3: Square(180, 90, 270, 160),
    4: Square(180, 160, 270, 230),
    5: Square(90, 160, 180, 230),
    6: Square(0, 160, 90, 230),
    7: Square(270, 90, 360, 160),
    8: Square(450, 90, 540, 160),
    # 老街 with the market, 河滨巷 with the school
    9: Square(540, 90, 700, 160),
    10: Square(700, 90, 830, 160),
    11: Square(830, 90, 960, 160),
    12: Square(540, 0, 720, 90),
    13: Square(720, 0, 840, 90),
    14: Square(840, 0, 960, 90),
    # 二桥新村 beyond the second bridge
    15: Square(420, -120, 540, -60),
    16: Square(540, -120, 660, -60),
    17: Square(540, -190, 660, -120),
    18: Square(420, -190, 540, -120),
    # 北新巷 with the building site
    19: Square(0, 230, 190, 300),
    # 丹江苑 and 滨河花园 along the river
    20: Square(0, 0, 90, 90),
    21: Square(90, 0, 180, 90),
    22: Square(180, 0, 270, 90),
    23: Square(270, 0, 360, 90),
    24: Square(360, 0, 450, 90),
    25: Square(450, 0, 540, 90),
    # 花庙巷, 东关巷
    26: Square(190, 230, 320, 300),
    27: Square(320, 230, 450, 300),
    28: Square(540, 160, 730, 230),
    29: Square(730, 160, 960, 230),
    # 水利局, 丝绸厂, 运输公司
    30: Square(360, 90, 450, 160),
    31: Square(270, 160, 360, 230),
    32: Square(360, 160, 450, 230),
    33: Square(450, 160, 540, 230),
    34: Square(450, 230, 540, 300),
    # village groups: at the foot of the hill, then beyond the river
    35: Square(540, 230, 750, 300),
    36: Square(750, 230, 960, 300),
    37: Square(720, 300, 960, 420),
    38: Square(480, 300, 720, 420),
    39: Square(240, 300, 480, 420),
    40: Square(0, 300, 240, 420),
    41: Square(900, -190, 1100, -60),
    42: Square(660, -190, 900, -60),
    43: Square(180, -190, 420, -60),
    44: Square(-20, -190, 180, -60),
}


@dataclass(frozen=True, slots=True)
class Street:
    """A street along a line of the plan: `along` u (west to east) or v, where it lies, from and to."""

    name: str
    along: Literal["u", "v"]
    at: int
    start: int
    end: int
    use: str = "residential"

    def bounds(self, side: Side, point: tuple[float, float]) -> bool:
        """Whether it runs along a side of a square, within two metres of a point of it."""
        if (self.along == "u") != (side in ("north", "south")):
            return False
        here, across = point if self.along == "u" else point[::-1]
        return self.start <= here <= self.end and abs(across - self.at) <= 2


STREETS: Final = (
    Street("312国道", "u", 300, -110, 1160, "trunk"),
    Street("文卫路", "u", 90, -100, 1060, "secondary"),
    Street("北环路", "u", 230, -60, 1000, "tertiary"),
    Street("滨河路", "u", 14, -110, 1090, "secondary"),
    Street("二桥路", "v", 540, 0, 300, "secondary"),
    Street("二桥", "v", 540, -60, 0, "bridge"),
    Street("二桥南路", "v", 540, -230, -60, "tertiary"),
    Street("工农路", "v", 270, 0, 230, "tertiary"),
    Street("东关路", "v", 960, 0, 300, "tertiary"),
    Street("南岸路", "u", -190, -110, 1180, "tertiary"),
    Street("老街", "u", 126, 580, 960),
    Street("河滨巷", "u", 54, 610, 960),
    Street("东关巷", "u", 196, 540, 960),
    Street("花庙巷", "u", 266, 190, 450),
    Street("北新巷", "u", 266, 116, 190),
)
# What lies beyond the community on each side; towards the river it is the river.
BEYOND: Final[dict[Side, str]] = {
    "east": "东河湾农田",
    "south": "南山坡脚",
    "west": "西郊菜地",
    "north": "北山坡脚",
}

# Part of an area kept for what is no lane of houses, from its west side, in metres.
KEPT: Final[dict[str, int]] = {"下湾农贸市场": 40, "下湾小学": 66, "惠达·丹悦府": 112}
# Where its buildings stand in that part: across and up from the south-west corner, width and depth in metres.
WITHIN: Final[dict[tuple[str, str], tuple[float, float, float, float]]] = {
    ("下湾农贸市场", "1"): (20, 36, 24, 38),
    ("下湾小学", "1"): (33, 68, 46, 13),
    ("惠达·丹悦府", "1"): (28, 44, 22, 18),
    ("惠达·丹悦府", "2"): (72, 44, 22, 18),
    ("惠达·丹悦府", "南楼"): (50, 12, 34, 8),
}
# Playgrounds, gardens and fields: name, west, south, east, north.
GREENS: Final[tuple[tuple[str, int, int, int, int], ...]] = (
    ("滨河公园", -60, 1, 524, 8),
    ("滨河公园", 556, 1, 1020, 8),
    ("操场", 548, 26, 600, 54),
    ("凤冠山", -110, 440, 1160, 530),
    ("南山", -110, -300, 1190, -230),
    ("西河滩", -120, -180, -40, -66),
    ("苗圃", 980, 60, 1100, 280),
    ("菜地", -110, 40, -20, 280),
)
