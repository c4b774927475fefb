"""The numbers of a scheme: unique, in order, lucky, guarded by their check digit, and never like something official."""

from itertools import islice
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.households.plates.check_digits import MOD_11_10, MOD_37_36, check_digit, is_guarded
from gridward.households.plates.lookalikes import MAX_WIDTH, official_look, telling_word, width
from gridward.households.plates.numbering import ANY_FOUR, LAST_FOUR, Rules, numbers_for
from gridward.households.plates.patterns import Spot, read_pattern
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem


def doors(*spots: Spot) -> list[tuple[UUID, Spot]]:
    return [(derived_id("spot", place), spot) for place, spot in enumerate(spots)]


def numbers(rules: Rules, *spots: Spot, taken: tuple[str, ...] = ()) -> list[str]:
    return list(numbers_for(rules, doors(*spots), taken).given.values())


# Check digits published with the standard and by those who use it (GRid of the recording industry).
@pytest.mark.parametrize(
    ("method", "text", "check"),
    [(MOD_11_10, "0794", "5"), (MOD_11_10, "79462", "3"), (MOD_37_36, "A12425GABC1234002", "M")],
)
def test_check_digits_are_those_of_the_standard(method: str, text: str, check: str) -> None:
    assert check_digit(method, text) == check


@given(st.text("0123456789", min_size=2, max_size=8), st.data())
def test_a_wrong_digit_is_noticed(text: str, data: st.DataObject) -> None:
    check = check_digit(MOD_11_10, text)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    assert is_guarded(MOD_11_10, text, check)
    assert not is_guarded(MOD_11_10, text[:place] + other + text[place + 1 :], check)


@pytest.mark.parametrize(
    ("pattern", "spot", "first"),
    [
        ("{area:02}-{serial:03}", Spot(area="3"), ["03-001", "03-002"]),
        ("{group}组{serial}号", Spot(group="10"), ["10组1号", "10组2号"]),
        ("下湾{serial:04}", Spot(), ["下湾0001", "下湾0002"]),
        ("{site}{building}-{unit}-{serial}", Spot(site="信合", building="12A", unit="2"), ["信合12A-2-1"]),
    ],
)
def test_numbers_follow_the_pattern(pattern: str, spot: Spot, first: list[str]) -> None:
    assert numbers(Rules(read_pattern(pattern)), *[spot] * len(first)) == first


def test_each_place_counts_for_itself_in_the_order_the_doors_come() -> None:
    rules = Rules(read_pattern("{area:02}-{serial:03}"))
    walk = [Spot(area="1"), Spot(area="1"), Spot(area="2"), Spot(area="1")]
    assert numbers(rules, *walk) == ["01-001", "01-002", "02-001", "01-003"]


def test_village_groups_may_have_a_pattern_of_their_own() -> None:
    rules = Rules(read_pattern("{area:02}-{serial:03}"), read_pattern("{group}组{serial}号"))
    assert numbers(rules, Spot(area="1"), Spot(area="44", group="10")) == ["01-001", "10组1号"]


def test_a_door_that_lacks_what_the_pattern_names_gets_no_number_and_the_reason() -> None:
    told = numbers_for(Rules(read_pattern("{group}组{serial}号")), doors(Spot(area="3")), ())
    assert not told.given and list(told.left.values()) == ["group"]


@pytest.mark.parametrize(
    ("wish", "first"),
    [
        ({"fours": ANY_FOUR}, [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]),
        ({"fours": LAST_FOUR, "left_out": frozenset({7, 13})}, [1, 2, 3, 5, 6, 8, 9, 10, 11, 12, 15]),
        ({"start": 8, "keep_after": 3, "keep": 2}, [8, 9, 10, 13, 14, 15, 18]),
    ],
)
def test_the_communitys_wishes_decide_which_serials_are_given(
    wish: dict[str, object], first: list[int]
) -> None:
    rules = Rules(read_pattern("{serial:03}"), **wish)  # type: ignore[arg-type]
    assert list(islice(rules.serials(), len(first))) == first


PATTERNS = st.sampled_from(
    [
        "{area:02}-{serial:03}",
        "{serial}",
        "A{area}-{serial:02}",
        "{area}-{building}-{unit}-{serial:02}",
        "{group}组{serial}号",
    ]
)
SPOTS = st.builds(
    Spot,
    area=st.integers(1, 60).map(str),
    group=st.integers(1, 12).map(str),
    site=st.sampled_from(["信合小区", "老街"]),
    building=st.sampled_from(["1", "2", "3A", "12A", "南"]),
    unit=st.integers(1, 3).map(str),
)
CHECKS = st.sampled_from(["", MOD_11_10, MOD_37_36])


@st.composite
def all_rules(draw: st.DrawFn) -> Rules:
    check = draw(CHECKS)
    pattern = read_pattern(draw(PATTERNS) + ("-{check}" if check else ""), check)
    left_out = draw(st.frozensets(st.integers(0, 30), max_size=5))
    keep_after, keep = draw(st.sampled_from([(0, 0), (5, 2), (1, 1)]))
    fours = draw(st.sampled_from(["", ANY_FOUR, LAST_FOUR]))
    return Rules(pattern, None, draw(st.integers(0, 50)), fours, left_out, keep_after, keep)


@given(all_rules(), st.lists(SPOTS, max_size=60))
def test_numbers_are_unique_lucky_guarded_and_fit(rules: Rules, spots: list[Spot]) -> None:
    walk = doors(*spots)
    told = numbers_for(rules, walk, ())
    assert len(told.given) + len(told.left) == len(walk)
    assert len(set(told.given.values())) == len(told.given)
    for number in told.given.values():
        assert width(number) <= MAX_WIDTH and not official_look(number) and not telling_word(number)
        if rules.pattern.check:
            guard = rules.pattern.guard_of(number)
            assert guard and is_guarded(rules.pattern.check, *guard)
        if rules.fours == LAST_FOUR:
            assert not number.removesuffix("号").endswith("4")


@given(all_rules(), st.lists(SPOTS, max_size=40))
def test_giving_the_rest_later_takes_no_number_twice(rules: Rules, spots: list[Spot]) -> None:
    half = len(spots) // 2
    first = numbers_for(rules, doors(*spots[:half]), ()).given.values()
    second = numbers_for(rules, doors(*spots[half:]), set(first)).given.values()
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("pattern", "check", "code"),
    [
        ("{area}-{category}{serial}", "", "plate_tells_of_people"),
        ("{area}-{health}-{serial}", "", "plate_tells_of_people"),
        ("隔离{serial:03}", "", "plate_tells_of_people"),
        ("租{area}-{serial}", "", "plate_tells_of_people"),
        ("A类{serial}", "", "plate_tells_of_people"),
        ("{area}-{floor}-{serial}", "", "plate_part"),
        ("{area}-{serial", "", "plate_part"),
        ("{area:02}", "", "plate_without_serial"),
        ("{area}-{area}-{serial}", "", "plate_part_twice"),
        ("{area}{serial}", "", "plate_parts_touch"),
        ("{area}-{serial}", MOD_11_10, "plate_check_missing"),
        ("{area}-{serial}-{check}", "", "plate_check_unchosen"),
        ("陕H{area:02}{serial:03}", "", "plate_looks_official"),
        ("陕H·{serial:05}", "", "plate_looks_official"),
        ("陕AD{serial:05}", "", "plate_looks_official"),
        ("WJ{area:02}-{serial:03}", "", "plate_looks_official"),
        ("警{serial:03}", "", "plate_looks_official"),
        ("文卫路{serial}号", "", "plate_looks_official"),
        ("下湾社区居民委员会第{area}片区{serial:03}", "", "plate_too_long"),
    ],
)
def test_a_pattern_that_may_not_be_is_refused_in_words(pattern: str, check: str, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        read_pattern(pattern, check)
    assert refusal.value.code == f"households.{code}" and "{" not in refusal.value.message.replace(
        "{", "", 40
    )


@pytest.mark.parametrize(
    "number",
    [
        "陕H12345",
        "陕h·d12345",
        "京AD12345",
        "陕H1234警",
        "粤Z1234港",
        "WJ陕12345",
        "VA12345",
        "军A12345",
        "224001使",
        "公安01",
        "文卫路12号",
        "河滨巷3号",
    ],
)
def test_what_looks_official_is_known(number: str) -> None:
    assert official_look(number)


@pytest.mark.parametrize(
    "number",
    [
        "01-001",
        "10组4号",
        "下湾0001",
        "信合12A-2-1",
        "陕H-01",
        "新村3-012",
        "A-0012",
        "44-123-7",
        "XH3-1-501",
    ],
)
def test_an_ordinary_number_looks_like_nothing_official(number: str) -> None:
    assert not official_look(number)
