"""Who lives together: a plan for each household, then ages and surnames that fit each other."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

from . import names

Part: TypeAlias = Literal[
    "head", "spouse", "child", "grown", "married", "in_law", "grandchild", "mother", "father", "flatmate"
]
ADULT = 18
GUARDED_UNDER = 14
_WORDS: dict[Part, tuple[str, str]] = {
    "head": ("户主", "户主"),
    "spouse": ("配偶", "配偶"),
    "child": ("子", "女"),
    "grown": ("子", "女"),
    "married": ("子", "女"),
    "in_law": ("女婿", "儿媳"),
    "grandchild": ("孙子", "孙女"),
    "mother": ("父亲", "母亲"),
    "father": ("父亲", "母亲"),
    "flatmate": ("其他", "其他"),
}


@dataclass(slots=True)
class Member:
    """One person of a household in the making; `age` in whole years when the first survey begins."""

    part: Part
    sex: str
    age: int
    surname: str
    is_twin: bool = False

    @property
    def relation(self) -> str:
        """The word for the relation to the head of household."""
        return _WORDS[self.part][self.sex == "女"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A form of household: how often, how old its head, who else."""

    weight: int
    head_from: int
    head_to: int
    others: tuple[Part, ...] = ()


PLANS: dict[int, tuple[Plan, ...]] = {
    1: (Plan(5, 65, 88), Plan(3, 23, 44), Plan(4, 45, 64)),
    2: (
        Plan(4, 60, 84, ("spouse",)),
        Plan(5, 45, 59, ("spouse",)),
        Plan(2, 24, 44, ("spouse",)),
        Plan(2, 29, 48, ("child",)),
        Plan(2, 46, 80, ("grown",)),
        Plan(1, 60, 74, ("grandchild",)),
    ),
    3: (
        Plan(5, 27, 50, ("spouse", "child")),
        Plan(5, 48, 64, ("spouse", "grown")),
        Plan(1, 40, 58, ("spouse", "mother")),
        Plan(1, 58, 74, ("spouse", "grandchild")),
    ),
    4: (
        Plan(5, 28, 50, ("spouse", "child", "child")),
        Plan(2, 30, 52, ("spouse", "child", "mother")),
        Plan(3, 50, 64, ("spouse", "grown", "grown")),
        Plan(1, 54, 66, ("spouse", "married", "in_law")),
    ),
    5: (
        Plan(3, 30, 50, ("spouse", "child", "child", "mother")),
        Plan(2, 28, 48, ("spouse", "child", "father", "mother")),
        Plan(4, 54, 64, ("spouse", "married", "in_law", "grandchild")),
    ),
    6: (
        Plan(3, 30, 48, ("spouse", "child", "child", "father", "mother")),
        Plan(3, 54, 66, ("spouse", "married", "in_law", "grandchild", "grandchild")),
    ),
    7: (
        Plan(1, 33, 44, ("spouse", "child", "child", "child", "father", "mother")),
        Plan(2, 54, 66, ("spouse", "married", "in_law", "grandchild", "grandchild", "mother")),
    ),
    8: (Plan(1, 56, 64, ("spouse", "married", "in_law", "grandchild", "grandchild", "mother", "grown")),),
}


def make_family(rng: Random, size: int, *, are_builders: bool = False) -> list[Member]:
    """Make a household of that size; its head comes first and is an adult, builders share a room."""
    if are_builders:
        return [_builder(rng, "flatmate" if at else "head") for at in range(size)]
    plans = PLANS[size]
    plan = rng.choices(plans, [plan.weight for plan in plans])[0]
    family = _Family(rng, plan)
    for part in plan.others:
        family.add(part)
    return family.members


def absent_child(rng: Random, family: list[Member]) -> Member | None:
    """Make a grown child who lives elsewhere, a full year and more from each sibling; None where none can be."""
    head = family[0]
    if any(member.part in ("flatmate", "married") for member in family):
        return None
    mother = _mother_age(family)
    siblings = [member.age for member in family if member.part in ("child", "grown")]
    ages = range(max(ADULT, mother - 34), min(45, mother - 21) + 1)
    fitting = [age for age in ages if all(abs(age - sibling) > 1 for sibling in siblings)]
    if not fitting:
        return None
    return Member("grown", rng.choice("男女"), rng.choice(fitting), _surname_of_father(family, head))


def _builder(rng: Random, part: Part) -> Member:
    return Member(part, "男", rng.randint(21, 56), names.give_surname(rng))


def _mother_age(family: list[Member]) -> int:
    couple = [member for member in family if member.part in ("head", "spouse")]
    women = [member.age for member in couple if member.sex == "女"]
    return women[0] if women else couple[0].age - 2


def _surname_of_father(family: list[Member], parent: Member) -> str:
    """The man's of the couple; a mother on her own gives hers."""
    partner: Part = "spouse" if parent.part == "head" else "in_law"
    couple = [parent, *(member for member in family if member.part == partner)]
    men = [member.surname for member in couple if member.sex == "男"]
    return men[0] if men else parent.surname


def _spaced(rng: Random, low: int, high: int, count: int) -> list[int]:
    """Draw ages two years and more apart; youngest first."""
    slack = high - low - 2 * (count - 1)
    cuts = sorted(rng.randint(0, slack) for _ in range(count))
    return [low + cut + 2 * at for at, cut in enumerate(cuts)]


class _Family:
    """A household being put together after its plan."""

    def __init__(self, rng: Random, plan: Plan) -> None:
        self.rng, self.plan = rng, plan
        self.young: list[int] = []
        is_woman = rng.random() < (0.18 if "spouse" in plan.others else 0.5)
        age = rng.randint(plan.head_from, plan.head_to)
        self.members = [Member("head", "女" if is_woman else "男", age, names.give_surname(rng))]

    def add(self, part: Part) -> None:
        """Add the next person of the plan."""
        make: dict[Part, Callable[[], Member]] = {
            "spouse": self._spouse,
            "child": self._child,
            "grown": self._grown,
            "married": self._married,
            "in_law": self._in_law,
            "grandchild": self._grandchild,
            "father": self._father,
            "mother": self._mother,
        }
        self.members.append(make[part]())

    def _of(self, part: Part) -> list[Member]:
        return [member for member in self.members if member.part == part]

    def _surname(self) -> str:
        return names.give_surname(self.rng)

    def _spouse(self) -> Member:
        head = self.members[0]
        sex = "男" if head.sex == "女" else "女"
        younger = max(-1, min(6, round(self.rng.gauss(2, 2))))
        age = head.age + (younger if sex == "男" else -younger)
        return Member("spouse", sex, max(22 + 2 * self.plan.others.count("child"), age), self._surname())

    def _child(self) -> Member:
        count = self.plan.others.count("child")
        if not self._of("child"):
            mother = _mother_age(self.members)
            self.young = _spaced(self.rng, max(0, mother - 37), min(22, mother - 20), count)
        elif self.rng.random() < 0.03:
            return self._twin()
        surname = _surname_of_father(self.members, self.members[0])
        return Member("child", self.rng.choice("男女"), self.young.pop(), surname)

    def _twin(self) -> Member:
        self.young.pop()
        sibling = self._of("child")[-1]
        return Member("child", self.rng.choice("男女"), sibling.age, sibling.surname, is_twin=True)

    def _grown(self) -> Member:
        siblings = [*self._of("married"), *self._of("grown")]
        if siblings:
            age = min(sibling.age for sibling in siblings) - self.rng.randint(2, 5)
        else:
            least = 23 if self.plan.others.count("grown") > 1 else 20
            age = max(least, _mother_age(self.members) - self.rng.randint(22, 34))
        surname = _surname_of_father(self.members, self.members[0])
        return Member("grown", self.rng.choice("男女"), age, surname)

    def _married(self) -> Member:
        age = max(24, _mother_age(self.members) - self.rng.randint(21, 27))
        sex = "男" if self.rng.random() < 0.85 else "女"
        return Member("married", sex, age, _surname_of_father(self.members, self.members[0]))

    def _in_law(self) -> Member:
        married = self._of("married")[0]
        sex = "女" if married.sex == "男" else "男"
        return Member("in_law", sex, max(22, married.age + self.rng.randint(-3, 2)), self._surname())

    def _grandchild(self) -> Member:
        if not self._of("married"):
            age = max(1, min(15, min(member.age for member in self.members) - self.rng.randint(46, 56)))
            return Member("grandchild", self.rng.choice("男女"), age, self.members[0].surname)
        if not self._of("grandchild"):
            couple = (*self._of("married"), *self._of("in_law"))
            woman = next(member.age for member in couple if member.sex == "女")
            count = self.plan.others.count("grandchild")
            self.young = _spaced(self.rng, max(0, woman - 37), min(18, woman - 20), count)
        surname = _surname_of_father(self.members, self._of("married")[0])
        return Member("grandchild", self.rng.choice("男女"), self.young.pop(), surname)

    def _father(self) -> Member:
        head = self.members[0]
        return Member("father", "男", min(96, head.age + self.rng.randint(22, 33)), head.surname)

    def _mother(self) -> Member:
        head = self.members[0]
        fathers = self._of("father")
        if fathers:
            age = max(head.age + 20, fathers[0].age - self.rng.randint(0, 4))
        else:
            age = head.age + self.rng.randint(20, 30)
        return Member("mother", "女", age, self._surname())
