"""What was decided before the first survey: the two plans in force, and the zones of the first days."""

from gridward.operations.patterns.actions import bring_pattern
from gridward.operations.plans.actions import approve, put_in_force, submit
from gridward.operations.plans.queries import plan_lines
from gridward.operations.zones.actions import open_zone
from gridward.operations.zones.entries import ZoneFact

from .known import Known

# The areas around the compound where the first contact lived, and the next ones out.
HIGH, MEDIUM = (1, 2, 3), (4, 5, 6, 7)
HIGH_ZONE = "信合小区封控区"
TEST_EVERY = 2


def decide(known: Known) -> None:
    """Bring in the pattern, let the data officer approve the plans, and open two zones."""
    bring_pattern(by=known.coordinator, code="epidemic")
    approve_plans(known)
    day = known.dates.day(known.told.rounds[0].opens_at.date())
    areas = {area.number: known.areas[area.ref] for area in known.told.areas}
    high = ZoneFact(
        HIGH_ZONE,
        "high",
        day,
        f"下湾社区防控指挥部〔{day.year}〕1号",
        "有次密接居住",
        areas=tuple(areas[number] for number in HIGH),
        measures=("stay_in", "checkpoint"),
        test_every_days=1,
        pool_door=0,
    )
    medium = ZoneFact(
        "周边管控区",
        "medium",
        day,
        f"下湾社区防控指挥部〔{day.year}〕2号",
        areas=tuple(areas[number] for number in MEDIUM),
        measures=("stay_in_zone",),
        test_every_days=TEST_EVERY,
        pool_door=5,
        pool_central=10,
    )
    for fact in (high, medium):
        open_zone(by=known.coordinator, fact=fact)


def approve_plans(known: Known) -> None:
    """The coordinator's drafts, approved by the data officer."""
    for line in plan_lines(known.community_id):
        submit(by=known.coordinator, version_id=line.newest.id, to_id=known.officer.worker_id)
        approve(by=known.officer, version_id=line.newest.id)
        put_in_force(by=known.coordinator, version_id=line.newest.id)
