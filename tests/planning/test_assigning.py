"""Assigning: everything placed or counted, limits, hanging together, pins, price, and the same plan each time."""

from dataclasses import replace
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridward.planning import Cancelled
from gridward.planning.assigning import assign
from gridward.planning.dividing import divide, parts_for
from gridward.planning.measures import in_pieces, measure
from gridward.planning.moves import moves
from gridward.planning.neighbours import gabriel
from gridward.planning.pieces import Block, Part, Task
from gridward.planning.repairing import repair
from tests.planning.town import by_id, evenly, town


def fair(buildings: int, parts: int, seed: int = 1, tolerance: float = 0.25) -> Task:
    """A town whose limits an even share keeps."""
    task = town(buildings, parts, seed=seed)
    fewest, most = evenly(task, tolerance)
    return replace(task, parts=[replace(part, fewest=fewest, most=most) for part in task.parts])


def given_out(task: Task) -> Task:
    """The same town with its plan carried out."""
    plan = by_id(task, assign(task))
    return replace(task, blocks=[replace(block, now=plan[block.id]) for block in task.blocks])


@given(st.integers(20, 60), st.integers(2, 6), st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_everything_is_placed_within_limits_and_hangs_together(buildings: int, parts: int, seed: int) -> None:
    task = fair(buildings, parts, seed, tolerance=0.6)
    plan = assign(task)
    assert None not in plan.part_of
    assert plan.is_feasible == (not plan.broken)
    if plan.is_feasible:
        assert in_pieces(task, plan.part_of) == []
        figures = measure(task, plan)
        assert all(
            part.fewest - 0.1 <= load <= part.most + 0.1
            for part, load in zip(task.parts, figures.loads, strict=True)
        )


def test_a_town_of_two_hundred_buildings_keeps_every_limit() -> None:
    task = fair(200, 15, tolerance=0.125)
    plan = assign(task)
    assert plan.broken == {} and plan.bound is not None
    figures = measure(task, plan)
    assert figures.not_contiguous == 0 and figures.gap is not None and figures.gap <= 0.03


def test_a_dense_quarter_and_houses_along_a_valley_keep_every_limit() -> None:
    chance = Random(5)
    quarter = [(chance.uniform(0, 200), chance.uniform(0, 200)) for _ in range(150)]
    valley = [(chance.uniform(200, 3_000), chance.uniform(0, 600)) for _ in range(60)]
    points = [*quarter, *valley]
    blocks = [Block(id=str(at), x=x, y=y, weight=1, doors=1) for at, (x, y) in enumerate(points)]
    plan = assign(Task(blocks, parts_for(blocks, 7), gabriel(points)))
    assert plan.broken == {} and plan.method == "kmeans cpsat"


def test_the_same_task_gives_the_same_plan() -> None:
    task = fair(60, 5)
    assert assign(task) == assign(task)


def test_many_parts_are_solved_in_districts_and_keep_every_limit() -> None:
    task = fair(440, 44)
    steps: list[tuple[int, int]] = []
    plan = assign(task, on_progress=lambda done, total: steps.append((done, total)))
    assert plan.broken == {} and "districts" in plan.method
    assert steps[-1][0] == steps[-1][1] and steps == sorted(steps)


def test_whoever_wants_it_no_more_stops_it() -> None:
    with pytest.raises(Cancelled):
        assign(fair(40, 4), on_progress=lambda done, total: False)


def test_whoever_changes_their_mind_while_it_works_stops_it() -> None:
    told: list[int] = []

    def only_at_first(done: int, total: int) -> bool:
        told.append(done)
        return len(told) < 3

    with pytest.raises(Cancelled):
        assign(fair(60, 5), on_progress=only_at_first)
    assert told == [1, 1, 1]


def test_pinned_blocks_stay() -> None:
    task = fair(50, 4)
    pinned = replace(
        task,
        blocks=[
            replace(block, now="2", is_pinned=True) if block.id in ("0", "49") else block
            for block in task.blocks
        ],
    )
    plan = by_id(pinned, assign(pinned))
    assert plan["0"] == plan["49"] == "2"


@pytest.mark.parametrize("price", [10**4, inf])
def test_a_price_beyond_all_gain_keeps_everything(price: float) -> None:
    task = given_out(fair(50, 4))
    kept = replace(task, price=price)
    assert moves(kept, assign(kept)) == []


def test_no_price_plans_afresh_whatever_is_now() -> None:
    task = fair(50, 4)
    shuffled = replace(task, blocks=[replace(block, now=str(int(block.id) % 4)) for block in task.blocks])
    fresh, again = measure(task, assign(task)), measure(shuffled, assign(shuffled))
    assert again.cost == pytest.approx(fresh.cost, rel=0.02)


def test_needs_a_part_cannot_meet_go_to_another() -> None:
    task = fair(40, 3)
    task = replace(
        task,
        parts=[replace(task.parts[0], cannot=frozenset({"stairs"})), *task.parts[1:]],
        blocks=[
            replace(block, needs=frozenset({"stairs"})) if int(block.id) % 2 else block
            for block in task.blocks
        ],
    )
    plan = by_id(task, assign(task))
    assert all(plan[block.id] != "0" for block in task.blocks if block.needs)
    assert "0" in plan.values()


def test_what_nobody_can_take_is_counted_and_the_rest_is_placed() -> None:
    cannot = frozenset({"nights"})
    blocks = [Block("a", 0, 0, 1.0, needs=cannot), Block("b", 9, 0, 1.0)]
    plan = assign(Task(blocks, [Part("1", 0, 9, cannot)], [(0, 1)]))
    assert plan.part_of == [None, 0]
    assert plan.broken == {"unplaced": 1} and not plan.is_feasible


def test_too_few_workers_are_overloaded_and_that_is_counted() -> None:
    task = town(30, 2, fewest=1, most=20)
    plan = assign(task)
    assert None not in plan.part_of
    assert plan.broken == {"too_many": 2} and plan.bound is None


def test_what_is_too_much_for_all_is_borne_evenly() -> None:
    task = town(120, 8, fewest=10, most=20)
    loads = measure(task, assign(task)).loads
    share = sum(loads) / 8
    assert all(0.85 * share <= load <= 1.15 * share for load in loads)


def test_what_is_too_little_for_all_is_borne_evenly() -> None:
    task = town(120, 8, fewest=100, most=120)
    plan = assign(task)
    assert set(plan.broken) == {"too_few"}
    assert measure(task, plan).spread <= 0.3 * sum(block.weight for block in task.blocks) / 8


def test_a_block_too_heavy_for_anybody_breaks_one_limit_and_no_other() -> None:
    task = fair(60, 5, tolerance=0.3)
    heavy = replace(task.blocks[30], weight=task.parts[0].most + 9)
    task = replace(task, blocks=[*task.blocks[:30], heavy, *task.blocks[31:]])
    task = replace(task, parts=[replace(part, fewest=1) for part in task.parts])
    assert assign(task).broken == {"too_many": 1}


def test_who_is_cut_off_from_everybody_able_is_placed_all_the_same_and_counted() -> None:
    stairs = frozenset({"stairs"})
    blocks = [
        Block(str(at), at * 10.0, 0, 1.0, needs=stairs if at in (0, 8) else frozenset()) for at in range(9)
    ]
    blocks = [replace(block, is_pinned=at in (2, 6), now="low") for at, block in enumerate(blocks)]
    task = Task(blocks, [Part("able", 2, 9), Part("low", 2, 9, stairs)], [(at, at + 1) for at in range(8)])
    plan = assign(task)
    assert plan.part_of[0] == plan.part_of[8] == 0 and plan.part_of[2] == plan.part_of[6] == 1
    assert plan.broken == {"not_contiguous": 1}


BLOCKS = st.lists(
    st.builds(
        Block,
        id=st.just("any"),
        x=st.integers(0, 300).map(float),
        y=st.integers(0, 300).map(float),
        weight=st.sampled_from([0.0, 0.5, 1.0, 4.0, 60.0]),
        now=st.sampled_from([None, "0", "1", "nobody"]),
        needs=st.sampled_from([frozenset(), frozenset({"stairs"}), frozenset({"nights"})]),
        is_pinned=st.booleans(),
        hardness=st.integers(1, 3),
    ),
    max_size=14,
)
LIMITS = st.sampled_from([(0.0, 5.0), (3.0, 9.0), (9.0, 9.0), (0.0, 0.0), (20.0, 1e9)])


@given(
    BLOCKS, st.lists(LIMITS, max_size=4), st.sampled_from([0.0, 50.0, inf]), st.sampled_from(["", "stairs"])
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_asked_every_block_is_placed_or_counted_and_pins_hold(
    blocks: list[Block], bounds: list[tuple[float, float]], price: float, cannot: str
) -> None:
    parts = [Part(str(at), *each, frozenset({cannot} if at else ())) for at, each in enumerate(bounds)]
    pairs = gabriel([(block.x, block.y) for block in blocks])
    task = Task(blocks, parts, pairs, price=price, effort=0.5)
    plan = assign(task)
    assert plan.part_of.count(None) == plan.broken.get("unplaced", 0)
    assert plan.is_feasible == (not plan.broken)
    ids = [part.id for part in parts]
    for block, part in zip(blocks, plan.part_of, strict=True):
        if block.is_pinned and block.now in ids:
            assert part is not None and ids[part] == block.now
        elif part is not None:
            assert not block.needs & parts[part].cannot
        else:
            assert all(block.needs & each.cannot for each in parts)


@pytest.mark.parametrize("blocks", [[], [Block("a", 0, 0, 500.0)]])
@pytest.mark.parametrize("parts", [[], [Part("1", 35, 45)], [Part("1", 35, 45), Part("2", 35, 45)]])
def test_impossible_tasks_are_answered(blocks: list[Block], parts: list[Part]) -> None:
    plan = assign(Task(blocks, parts, []))
    assert len(plan.part_of) == len(blocks)
    assert not plan.is_feasible or not (blocks or parts)


def test_a_community_is_divided_into_areas_of_even_weight() -> None:
    task = town(120, 1)
    plan = divide(task.blocks, parts_for(task.blocks, 8, tolerance=0.2), task.neighbours)
    assert plan.broken == {}
    assert len(set(plan.part_of)) == 8


def test_somebody_away_gives_their_doors_to_those_around_with_a_reason_each() -> None:
    task = given_out(fair(120, 10, tolerance=0.3))
    plan, changed = repair(task, {"4"})
    left = [move for move in changed if move.why == "ill"]
    assert {task.blocks[move.block].id for move in left} == {b.id for b in task.blocks if b.now == "4"}
    assert plan.broken.get("unplaced", 0) == 0 and 4 not in plan.part_of
    fresh = replace(
        task, blocks=[replace(b, now=None) for b in task.blocks], parts=[p for p in task.parts if p.id != "4"]
    )
    afresh = by_id(fresh, assign(fresh))
    assert len(changed) < sum(afresh[block.id] != block.now for block in task.blocks)


def test_whoever_comes_back_gets_doors_again_and_little_else_moves() -> None:
    task = given_out(fair(90, 6, tolerance=0.3))
    away = replace(
        task, blocks=[replace(block, now=None) if block.now == "2" else block for block in task.blocks]
    )
    plan, _changed = repair(replace(away, parts=[replace(part, most=1e6) for part in task.parts]), {"2"})
    now = by_id(task, plan)
    back = replace(task, blocks=[replace(block, now=now[block.id]) for block in task.blocks])
    again, changed = repair(back, set())
    assert again.broken == {}
    assert len(changed) <= 2 * sum(block.now == "2" for block in task.blocks)


def test_reasons_tell_what_was_wrong() -> None:
    parts = [Part("full", 0, 2), Part("free", 1, 9, frozenset()), Part("low", 0, 9, frozenset({"stairs"}))]
    blocks = [Block(str(at), float(at), 0, 1.0, now="full") for at in range(3)]
    blocks += [Block("up", 50, 0, 1.0, now="low", needs=frozenset({"stairs"})), Block("new", 60, 0, 1.0)]
    task = Task(blocks, parts, [(0, 1), (1, 2), (2, 3), (3, 4)], price=100)
    plan = replace(assign(task), part_of=[0, 0, 1, 1, 1])
    assert [(task.blocks[move.block].id, move.why) for move in moves(task, plan)] == [
        ("2", "too_many"),
        ("up", "cannot"),
        ("new", "joins"),
    ]
