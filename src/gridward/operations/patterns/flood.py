"""Flood (防汛): warn so that somebody answers, move everybody out or find them, count heads, bring them back."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gridward.operations.patterns.pieces import Pattern, kind
from gridward.operations.plans.actions import PlanKindFact
from gridward.operations.zones.entries import LevelFact, MeasureFact

WARNING: Final = """
told | 当面通知到 | Told in person | done
called | 电话接通，已通知 | Answered the phone | done | phone
leaflet | 只留了通知单 | Only a leaflet was left | attempt
unanswered | 电话无人接 | Did not answer the phone | attempt
"""
MOVING: Final = """
at_shelter | 已转移到安置点 | Moved to a shelter | moved | place
relatives | 已投亲靠友 | Gone to relatives | moved | note
safe_here | 就地安全（高处） | Safe where they are | done
nobody | 没见到人 | Not met | attempt
refused | 拒绝转移 | Refuses to go | refused | up
missing | 下落不明 | Unaccounted for | unaccounted | up
"""
HEADS: Final = "counted | 已清点 | Counted | done | number"
RETURN: Final = """
home | 已返家 | Back home | done
elsewhere | 暂住别处，已联系上 | Staying elsewhere, reached | done | note
not_yet | 还在安置点 | Still at the shelter | attempt
house_unsafe | 房屋不能住 | The house is not safe | attempt | up
"""
KINDS: Final = (
    kind(
        "flood_warning",
        "汛情预警到户",
        "Flood warning",
        "door",
        question_zh="通知到了吗？要有人答应才算。",
        question_en="Have they been told? It counts only when somebody answers.",
        answers=WARNING,
        escalate_after_minutes=60,
        escalate_to="area_leader",
    ),
    kind(
        "move_out",
        "人员转移",
        "Moving out",
        "person",
        question_zh="人在哪里？",
        question_en="Where is this person?",
        answers=MOVING,
        must_account=True,
        escalate_after_minutes=60,
        escalate_to="coordinator",
    ),
    kind(
        "head_count",
        "安置点清点人数",
        "Head-count of shelters",
        "place",
        question_zh="现在有多少人？",
        question_en="How many people are here now?",
        answers=HEADS,
    ),
    kind(
        "return_home",
        "返家",
        "The way back",
        "person",
        question_zh="回到家了吗？房子能住吗？",
        question_en="Are they home? Is the house safe?",
        answers=RETURN,
        escalate_after_minutes=720,
        escalate_to="area_leader",
    ),
)
PLAN: Final = """# 一、风险区与预警级别
# 二、组织与分工
# 三、预警：谁通知、通知谁、怎样才算通知到
# 四、巡查与值守
# 五、断电断水断网时的做法
# 六、解除
"""
MOVING_PLAN: Final = """# 一、转移范围与路线
# 二、安置点
- 地址、容量、负责人
# 三、需要帮助的人
# 四、拒绝转移的处理
# 五、清点人数
# 六、返家条件
"""
FLOOD: Final = Pattern(
    code="flood",
    kind="flood",
    words=_("Flood"),
    note=_("Warning that counts only when answered, moving out, head-counts of shelters, the way back."),
    purpose=_(
        "To warn every household, bring everybody to safety and know where each person is until they are home again. "
        "Used for nothing else."
    ),
    legal_basis=_("Flood Control Law, Emergency Response Law, and the decision of the flood headquarters."),
    levels=(
        LevelFact("move_now", "立即转移区", "Move out now", 1, 5),
        LevelFact("get_ready", "准备转移区", "Be ready to move", 2, 3),
        LevelFact("watch", "戒备区", "Watch", 3, 1),
    ),
    measures=(
        MeasureFact("move_out", "人员全部转移", "Everybody moves out", 1),
        MeasureFact("no_way_in", "禁止进入", "Nobody goes in", 2),
        MeasureFact("pack", "收拾证件药品，随时转移", "Pack papers and medicine; be ready", 3),
        MeasureFact("power_off", "低处断电", "Power off in low places", 4),
        MeasureFact("bank_watch", "沿河巡查", "The banks are patrolled", 5),
    ),
    plan_kinds=(
        PlanKindFact("flood_plan", "防汛预案", "Flood plan", 1),
        PlanKindFact("moving", "转移方案", "Moving-out plan", 2),
    ),
    plans=(
        ("flood_plan", "社区防汛预案", PLAN),
        ("moving", "人员转移安置方案", MOVING_PLAN),
    ),
    below={"rounds": {"kinds": KINDS}},
)
