"""Static management (静态管理): risk levels, staying in, testing, visits morning and evening."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gridward.operations.patterns.pieces import Pattern, kind
from gridward.operations.plans.actions import PlanKindFact
from gridward.operations.zones.entries import LevelFact, MeasureFact

VISIT: Final = """
well | 身体都好，没有困难 | All well, nothing needed | done
difficult | 身体都好，有困难 | Well, something is needed | done | note
unwell | 有人不舒服 | Somebody is unwell | attempt | note up
nobody | 无人应答 | No answer | attempt
"""
OVERALL: Final = """# 一、目标与依据
# 二、组织与分工
- 各组职责、负责人
# 三、区域划分与管控措施
# 四、入户核查与包户责任
# 五、生活保障与就医
# 六、人员保障与物资
# 七、解除与数据清除
"""
TESTING: Final = """# 一、检测范围与频次
# 二、上门采样
- 人员、路线、每管人数
# 三、集中采样
- 采样点、采样台、秩序
# 四、交接与送检
# 五、阳性、可疑样本的处置
# 六、断网断电时的做法
"""
EPIDEMIC: Final = Pattern(
    code="epidemic",
    kind="epidemic",
    words=_("Static management (epidemic)"),
    note=_("Zones by risk, staying in, testing at the door, visits morning and evening."),
    purpose=_(
        "To know who really lives behind each door, so that everybody is tested, visited and supplied while people "
        "stay in. Used for nothing else."
    ),
    legal_basis=_(
        "Law on the Prevention and Treatment of Infectious Diseases, and the decision of the headquarters."
    ),
    levels=(
        LevelFact("high", "高风险区", "High risk", 1, 5),
        LevelFact("medium", "中风险区", "Medium risk", 2, 3),
        LevelFact("low", "低风险区", "Low risk", 3, 1),
    ),
    measures=(
        MeasureFact("stay_in", "足不出户，上门服务", "Stay indoors; service comes to the door", 1),
        MeasureFact("stay_in_zone", "足不出区，错峰取物", "Stay in the zone; fetch things by turns", 2),
        MeasureFact("no_gathering", "个人防护，避免聚集", "Protect yourself; no gatherings", 3),
        MeasureFact("checkpoint", "卡口二十四小时值守", "Checkpoints staffed day and night", 4),
    ),
    plan_kinds=(
        PlanKindFact("overall", "总体方案", "Overall plan", 1),
        PlanKindFact("testing", "检测方案", "Testing plan", 2),
    ),
    plans=(
        ("overall", "疫情防控总体方案", OVERALL),
        ("testing", "核酸检测方案", TESTING),
    ),
    below={
        "rounds": {
            "kinds": (
                kind(
                    "isolation_visit",
                    "居家早晚走访",
                    "Home visit, morning and evening",
                    "door",
                    question_zh="家里人身体怎么样？有什么困难？",
                    question_en="How is everyone's health? What is difficult?",
                    answers=VISIT,
                    escalate_after_minutes=120,
                    escalate_to="area_leader",
                ),
                *(
                    kind(
                        code,
                        zh,
                        en,
                        "person",
                        escalate_after_minutes=360,
                        escalate_to="area_leader",
                        recorded_by="testing",
                    )
                    for code, zh, en in (
                        ("testing_door", "上门采样", "Testing at the door"),
                        ("testing_centre", "集中采样", "Testing at the centre"),
                        ("testing_resample", "复核采样", "Re-sampling"),
                    )
                ),
            ),
            "schedules": (
                {
                    "kind": "isolation_visit",
                    "name": "居家早晚走访",
                    "hour": 8,
                    "every": 12 * 60,
                    "window": 4 * 60,
                },
            ),
        }
    },
)
