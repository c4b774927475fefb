"""What stands in each of the two small communities, along one walk; lengths in metres from its middle."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plot:
    """A site of one area: a lane of houses, or blocks as (number, units, floors) with two doors a landing."""

    name: str
    kind: str
    area: int
    at: tuple[float, float]
    houses: int = 0
    blocks: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Town:
    """A community: its code and name, the middle of its map, how many areas, its sites and shelters."""

    code: str
    name: str
    middle: tuple[float, float]
    areas: int
    plots: tuple[Plot, ...]


RIVER = Town(
    code="611022001097",
    name="河湾社区",
    middle=(110.3405, 33.6902),
    areas=3,
    plots=(
        Plot("河滨巷", "lane", 1, (0, -120), houses=16),
        Plot("渡口新村", "compound", 2, (40, 20), blocks=(("1", 1, 3), ("2", 1, 3))),
        Plot("坡上巷", "lane", 3, (0, 160), houses=14),
        Plot("河湾小学安置点", "other", 3, (160, 200)),
        Plot("河湾活动中心安置点", "other", 3, (-160, 220)),
    ),
)
SUNNY = Town(
    code="611022001098",
    name="向阳社区",
    middle=(110.3262, 33.6961),
    areas=2,
    plots=(
        Plot("向阳小区", "compound", 1, (-40, 0), blocks=(("1", 1, 4), ("2", 1, 4), ("3", 1, 2))),
        Plot("纺织厂家属院", "compound", 2, (90, 40), blocks=(("甲", 1, 4),)),
        Plot("东门巷", "lane", 2, (20, -110), houses=8),
    ),
)
