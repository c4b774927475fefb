"""Heat (高温): whoever lives alone or is frail is seen or called every day; silence goes up within two hours."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gridward.households.entries import CategoryFact
from gridward.operations.patterns.pieces import Pattern, kind
from gridward.operations.plans.actions import PlanKindFact
from gridward.operations.zones.entries import LevelFact, MeasureFact

LOOK_IN: Final = """
well | 见到人，一切正常 | Seen, all well | done
called | 电话接通，一切正常 | Answered the phone, all well | done | phone
needs | 需要送水、降温 | Needs water or cooling | done | note
unwell | 不舒服，要看医生 | Unwell, needs a doctor | attempt | note up
nobody | 敲门、电话都无人应答 | No answer, neither door nor phone | attempt
"""
PLAN: Final = """# 一、什么时候启动
# 二、看望对象
# 三、每天几点前看到或打通电话
# 四、无人应答怎么办
# 五、纳凉点与送水
# 六、结束
"""
HEAT: Final = Pattern(
    code="heat",
    kind="heat",
    words=_("Heat wave"),
    note=_(
        "People who live alone or are frail are seen or called every day; no answer goes up within two hours."
    ),
    purpose=_(
        "To see or call everybody who lives alone or is frail every day of the heat, and help at once. Used for "
        "nothing else."
    ),
    legal_basis=_("Emergency Response Law, and the decision of the community on the heat plan."),
    levels=(
        LevelFact("red", "红色预警", "Red warning", 1, 5),
        LevelFact("orange", "橙色预警", "Orange warning", 2, 4),
        LevelFact("yellow", "黄色预警", "Yellow warning", 3, 2),
    ),
    measures=(
        MeasureFact("cool_room", "开放纳凉点", "The cool room is open", 1),
        MeasureFact("no_outdoor", "正午停止户外作业", "No work outdoors around noon", 2),
        MeasureFact("water", "送水上门", "Water is brought to the door", 3),
    ),
    categories=(
        CategoryFact("alone", "独居", "person", "高温天每天看望或打电话", "Lives alone"),
        CategoryFact("frail", "体弱", "person", "高温天每天看望或打电话", "Frail"),
    ),
    plan_kinds=(PlanKindFact("heat_plan", "高温应对方案", "Heat plan", 1),),
    plans=(("heat_plan", "社区高温应对方案", PLAN),),
    below={
        "rounds": {
            "kinds": (
                kind(
                    "heat_visit",
                    "高温看望",
                    "Looking in during the heat",
                    "person",
                    question_zh="人怎么样？屋里凉快吗？有水喝吗？",
                    question_en="How are they? Is it cool inside? Is there water?",
                    answers=LOOK_IN,
                    escalate_after_minutes=120,
                    escalate_to="coordinator",
                ),
            ),
            "schedules": (
                {
                    "kind": "heat_visit",
                    "name": "高温每日看望",
                    "hour": 8,
                    "every": 24 * 60,
                    "window": 3 * 60,
                    "categories": ("alone", "frail"),
                },
            ),
        }
    },
)
