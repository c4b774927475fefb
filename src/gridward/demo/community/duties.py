"""What units, groups and duties are called, in Chinese and English."""

from dataclasses import dataclass

from .records import UnitKind, WorkerRole

COMMUNITY_UNIT = "下湾社区居民委员会"
VOLUNTEERS_UNIT = "下湾社区居民志愿服务队"
LEAD_UNIT = "县审计局"


@dataclass(frozen=True, slots=True)
class Staffing:
    """A unit and how many of its people do what: answer for households, lead areas, or serve in these teams."""

    name: str
    name_en: str
    kind: UnitKind
    parent: str = ""
    responsible: int = 0
    area_leaders: int = 0
    teams: tuple[str, ...] = ()
    party: bool | None = None

    @property
    def workers(self) -> int:
        """How many people it sent."""
        return self.responsible + self.area_leaders + len(self.teams)


COORDINATION, TESTING, DISINFECTION = "综合协调组", "核酸检测组", "环境消杀组"
PUBLICITY, PATROL, LOGISTICS = "宣传疏导组", "治安巡逻组", "后勤保障组"
_CITY, _COUNTY, _STREET = "商洛市", "丹凤县", "龙驹寨街道办事处"

UNITS: tuple[Staffing, ...] = (
    Staffing(_CITY, "Shangluo city", "city"),
    Staffing(_COUNTY, "Danfeng county", "county", _CITY),
    Staffing(_STREET, "Longjuzhai street office", "street", _COUNTY, teams=(COORDINATION,) * 3, party=True),
    Staffing(
        COMMUNITY_UNIT,
        "Xiawan community",
        "community",
        _STREET,
        area_leaders=9,
        teams=(COORDINATION, COORDINATION, LOGISTICS),
    ),
    Staffing("市自然资源局", "City natural resources bureau", "department", _CITY, responsible=8, party=True),
    Staffing("市交通运输局", "City transport bureau", "department", _CITY, responsible=6, party=True),
    Staffing("市农业农村局", "City agriculture bureau", "department", _CITY, responsible=5, party=True),
    Staffing(
        "市文化和旅游局", "City culture and tourism bureau", "department", _CITY, responsible=4, party=True
    ),
    Staffing("市统计局", "City statistics bureau", "department", _CITY, responsible=4, party=True),
    Staffing(
        LEAD_UNIT,
        "County audit bureau",
        "department",
        _COUNTY,
        area_leaders=6,
        teams=(COORDINATION,) * 2 + (LOGISTICS,) * 4,
    ),
    Staffing(
        "县建发公司",
        "County construction company",
        "enterprise",
        _COUNTY,
        area_leaders=2,
        teams=(DISINFECTION,) * 3,
    ),
    Staffing(
        "县委机关工委", "County organs' committee", "department", _COUNTY, teams=(PUBLICITY,) * 4, party=True
    ),
    Staffing(
        "县督查办", "County inspection office", "department", _COUNTY, teams=(COORDINATION,) + (PATROL,) * 2
    ),
    Staffing(
        "县妇联", "County women's federation", "department", _COUNTY, area_leaders=1, teams=(PUBLICITY,) * 2
    ),
    Staffing(
        "县工商联",
        "County federation of industry and commerce",
        "department",
        _COUNTY,
        teams=(LOGISTICS,) * 3,
    ),
    Staffing("龙驹寨派出所", "Longjuzhai police station", "department", _COUNTY, teams=(PATROL,) * 4),
    Staffing(
        "龙驹寨街道社区卫生服务中心",
        "Longjuzhai health centre",
        "department",
        _STREET,
        teams=(TESTING,) * 6 + (DISINFECTION,),
    ),
    Staffing(
        VOLUNTEERS_UNIT,
        "Xiawan residents' volunteers",
        "other",
        COMMUNITY_UNIT,
        area_leaders=26,
        teams=(TESTING,) * 2 + (DISINFECTION,) * 3 + (PUBLICITY,) * 2 + (PATROL,) * 3,
    ),
)

# Team: its name in English, what it does, and what each member's duty is.
TEAMS: dict[str, tuple[str, str, str, tuple[tuple[str, str], ...]]] = {
    COORDINATION: (
        "Overall coordination",
        "汇总情况，上传下达，统筹人员和任务，编写每日简报。",
        "Gathers the situation, passes orders and reports, assigns people and tasks, writes the daily briefing.",
        (
            ("对接指挥部，接收任务、按时上报。", "Takes tasks from headquarters and reports on time."),
            ("汇总各片区台账，核对数字。", "Brings the areas' registers together and checks the figures."),
            (
                "安排人员排班，协调各组用车用人。",
                "Draws up the rota and finds people and vehicles for the groups.",
            ),
            ("接听社区值班电话，登记并转办。", "Answers the community's telephone, notes and passes on."),
        ),
    ),
    TESTING: (
        "Nucleic-acid testing",
        "组织上门采样和集中采样，做到应检尽检，交接样本。",
        "Runs sampling at the door and at the central site so that all who are due are tested; hands over samples.",
        (
            ("负责上门采样。", "Samples at the door."),
            ("负责集中采样点采样。", "Samples at the central site."),
            ("负责扫码登记、维持采样秩序。", "Registers by scan and keeps the queue in order."),
            ("负责样本管封装和交接签字。", "Packs the tubes and signs the hand-over."),
        ),
    ),
    DISINFECTION: (
        "Disinfection",
        "对楼道、公共场所、采样点和垃圾点定时消杀并登记。",
        "Disinfects stairways, public places, sampling sites and refuse points on schedule, and keeps the record.",
        (
            ("负责小区楼道和电梯消杀。", "Disinfects stairways and lifts of the compounds."),
            ("负责背街小巷和垃圾点消杀。", "Disinfects lanes and refuse points."),
            ("负责采样点消杀和药剂配制。", "Disinfects sampling sites and mixes the agents."),
        ),
    ),
    PUBLICITY: (
        "Publicity and guidance",
        "张贴公告、入户发放告知书，解答疑问，疏导情绪。",
        "Posts notices, brings leaflets to the door, answers questions and calms worries.",
        (
            ("负责告知书发放和签收登记。", "Hands out leaflets and records their receipt."),
            ("负责小喇叭巡回宣传。", "Goes round with the loudspeaker."),
            ("负责电话回访和情绪疏导。", "Calls people back and listens to their worries."),
        ),
    ),
    PATROL: (
        "Security patrol",
        "昼夜巡逻，值守卡口，劝导居民足不出户。",
        "Patrols day and night, stands at checkpoints, asks residents to stay in.",
        (
            ("负责白天巡逻。", "Patrols by day."),
            ("负责夜间巡逻。", "Patrols by night."),
            ("负责卡口值守和出入登记。", "Stands at a checkpoint and keeps its count."),
        ),
    ),
    LOGISTICS: (
        "Logistics",
        "采购、保管、发放防疫和生活物资，保障食宿，配送到户。",
        "Buys, keeps and issues supplies, provides board and lodging, delivers to the door.",
        (
            ("负责物资入库、出库和盘点。", "Receives, issues and counts stock."),
            ("负责生活物资配送到户。", "Delivers to the door."),
            ("负责工作人员食宿安排。", "Answers for board and lodging of those at work."),
        ),
    ),
}

ROLE_DUTIES: dict[WorkerRole, tuple[str, str]] = {
    "responsible": (
        "包户责任人：每户必到，核清实际居住人员，上门服务，每日反馈群众需求。",
        "Responsible for households: calls at every door, knows who really lives there, "
        "serves them, reports needs daily.",
    ),
    "area_leader": (
        "片长：负责本片区排查、检测组织、服务保障，收集并上报片区情况。",
        "Area leader: answers for the area's survey, testing and services, and reports on the area.",
    ),
}

AREA_DUTIES = (
    "一、摸清本片区每一户的实际居住情况，做到不漏一户、不漏一人。二、组织片区居民按时参加核酸检测，应检尽检。"
    "三、每天收集居民困难和需求，及时上报并反馈结果。四、带领包户责任人发放告知书、配送物资。",
    "1. Know who really lives behind every door of the area; miss no household and no person. "
    "2. See that everybody due is tested on time. "
    "3. Gather difficulties and needs daily, pass them on and bring back the answer. "
    "4. Lead the responsible workers in handing out leaflets and delivering supplies.",
)
AREA_DUTIES_MORE: dict[str, tuple[str, str]] = {
    "compound": (
        "五、与物业或院委会对接，管好单元门和小区出入口。",
        "5. Work with the managing body; look after entrances and gates.",
    ),
    "unclear": (
        "五、本片区小区管理主体不明，由片长直接组织楼栋长值守和环境消杀。",
        "5. No managing body is known here: the leader directly organises the watch of each building and disinfection.",
    ),
    "lane": (
        "五、看住巷口，重点核查沿街出租房和门面房。",
        "5. Watch the lane's ends; check let rooms and shops with care.",
    ),
    "village_group": (
        "五、与组长对接，对无门牌住户逐户编号。",
        "5. Work with the group's head; number one by one the houses without a plate.",
    ),
    "building_site": (
        "六、与项目部对接，掌握工地留守工人底数，实行封闭管理。",
        "6. Work with the building site's office; know which builders stay there and keep the site closed.",
    ),
}

# Category: its names, and its purpose, in both languages.
CATEGORIES: dict[str, tuple[str, str, str, str]] = {
    "class_c": (
        "C类",
        "Class C",
        "按指挥部划定的C类人员落实居家管理和检测频次。",
        "Home stay and testing as headquarters sets for class C.",
    ),
    "special": (
        "特殊群体",
        "Special groups",
        "优先上门服务，保障用药、就医。",
        "Served first at the door; medicine and hospital trips assured.",
    ),
    "maternity": (
        "孕产妇",
        "Pregnant or newly delivered",
        "掌握预产期，安排就医绿色通道。",
        "Hospital trips are arranged in advance.",
    ),
    "dialysis": (
        "血透患者",
        "Dialysis patients",
        "按时接送透析治疗。",
        "Taken to dialysis on time.",
    ),
    "elder_alone": (
        "独居老人",
        "Elderly living alone",
        "每日问候，代购代办。",
        "Greeted daily; errands run for them.",
    ),
    "disabled": (
        "残疾人",
        "Disabled persons",
        "上门采样，代购代办。",
        "Sampled at the door; errands run for them.",
    ),
    "delivery": (
        "需送物资",
        "Needs deliveries",
        "生活物资配送到户。",
        "Supplies are delivered to the door.",
    ),
}
