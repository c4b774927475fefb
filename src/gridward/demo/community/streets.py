"""The sites in walking order, and how large their buildings are."""

from dataclasses import dataclass

from .records import SiteKind

LOCALITY = ("陕西省", "商洛市", "丹凤县", "龙驹寨街道", "下湾社区")
COMMUNITY_CODE = "611022001012"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A site, over how many areas it runs, and which smaller sites lie in its first area."""

    name: str
    kind: SiteKind
    areas: int
    managing_body: str
    within: tuple["Stretch", ...] = ()

    @property
    def is_managing_body_clear(self) -> bool:
        """Say whether somebody is known to manage it."""
        return bool(self.managing_body)


def _lane(name: str, areas: int, *within: Stretch) -> Stretch:
    return Stretch(name, "lane", areas, "下湾社区居委会", within)


MARKET = Stretch("下湾农贸市场", "other", 0, "下湾农贸市场管理办公室")
SCHOOL = Stretch("下湾小学", "other", 0, "下湾小学")
WORKS = Stretch("惠达·丹悦府", "building_site", 0, "惠达·丹悦府项目部")

STRETCHES: tuple[Stretch, ...] = (
    Stretch("信合小区", "compound", 6, "信合小区物业服务中心"),
    Stretch("教育局家属院", "compound", 1, "教育局家属院院委会"),
    Stretch("粮食局家属院", "compound", 1, "粮食局家属院院委会"),
    _lane("老街", 3, MARKET),
    _lane("河滨巷", 3, SCHOOL),
    Stretch("二桥新村", "compound", 4, ""),
    _lane("北新巷", 1, WORKS),
    Stretch("丹江苑", "compound", 3, "丹江苑物业服务中心"),
    Stretch("滨河花园", "compound", 3, "滨河花园物业服务中心"),
    _lane("花庙巷", 2),
    _lane("东关巷", 2),
    Stretch("水利局家属院", "compound", 1, "水利局家属院院委会"),
    Stretch("丝绸厂家属院", "compound", 2, "丝绸厂留守处"),
    Stretch("运输公司家属院", "compound", 2, "运输公司家属院院委会"),
    *(Stretch(f"{number}组", "village_group", 1, f"下湾社区{number}组") for number in range(1, 11)),
)

# Buildings of one area of flats, each (units, floors), two flats a landing; and how many areas are built so.
BLOCKS: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = (
    (7, ((2, 6),)),
    (6, ((2, 7),)),
    (4, ((3, 5),)),
    (3, ((1, 6), (1, 8))),
    (3, ((2, 4), (2, 4))),
)
FLATS_A_LANDING = 2
COURTYARD_BUILDINGS = ("南楼", "北楼", "东楼", "西楼", "中楼")
WORKS_BLOCK = (1, 7)
DORMITORY = "南楼"
DORMITORY_ROOMS = 4
HOUSES_OF_AN_AREA = (22, 34)
