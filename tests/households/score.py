"""Scoring a reading against known truth, as strictly as the shared scorer."""

from collections import Counter
from dataclasses import dataclass, field

from gridward.households.roster import PersonReading, RosterReading
from tests.households.residents import Home, Resident
from tests.households.rosters import Roster


@dataclass
class Score:
    """Persons found and invented, and per field the attainable, the right and the wrong ones accepted."""

    truth: int = 0
    imported: int = 0
    found: int = 0
    attainable: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found / self.imported if self.imported else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.truth

    def share(self, kind: str) -> float:
        return self.right[kind] / self.attainable[kind] if self.attainable[kind] else 1.0


def _shown(person: PersonReading) -> dict[str, str]:
    address = person.address
    return {
        "name": person.name,
        "sex": person.sex,
        "birth": str(person.birth_date or ""),
        "id": person.id_number,
        "phone": person.phones[0].number if person.phones else "",
        "dwelling": address.key if address and address.is_certain else "",
    }


def _true(person: Resident, home: Home) -> dict[str, str]:
    return {
        "name": person.name,
        "sex": person.sex,
        "birth": str(person.birth),
        "id": person.id_number,
        "phone": person.phone,
        "dwelling": home.dwelling,
    }


def _kinship(a: dict[str, str], b: dict[str, str]) -> float:
    weights = {"id": 5.0, "name": 2.0, "birth": 1.5, "dwelling": 1.5, "phone": 1.0}
    return sum(weight for kind, weight in weights.items() if a[kind] and a[kind] == b[kind])


def score(roster: Roster, reading: RosterReading) -> Score:
    """Pair every person read with one of the truth, the surest pairs first, and count."""
    truth = [(person, _true(person, home)) for person, home in roster.people]
    read = [_shown(person) for person in reading.persons]
    by_name: dict[str, list[int]] = {}
    for at, (_, values) in enumerate(truth):
        by_name.setdefault(values["name"], []).append(at)
        by_name.setdefault(values["id"], []).append(at)
    pairs = sorted(
        (-_kinship(shown, truth[at][1]), at, nth)
        for nth, shown in enumerate(read)
        for at in {*by_name.get(shown["name"], []), *by_name.get(shown["id"], [])}
    )
    told = Score(len(truth), len(read))
    paired: dict[int, int] = {}
    for closeness, at, nth in pairs:
        if closeness <= -2 and at not in paired and nth not in paired.values():
            paired[at] = nth
    told.found = len(paired)
    for at, nth in paired.items():
        _count(told, truth[at][0], truth[at][1], read[nth])
    told.notes += [f"missed {values}" for at, (_, values) in enumerate(truth) if at not in paired]
    told.notes += [f"extra {shown}" for nth, shown in enumerate(read) if nth not in paired.values()]
    return told


def _count(told: Score, person: Resident, true: dict[str, str], shown: dict[str, str]) -> None:
    for kind, value in true.items():
        if kind in person.attainable:
            told.attainable[kind] += 1
            told.right[kind] += shown[kind] == value
        if shown[kind] and shown[kind] != value:
            told.wrong[kind] += 1
        if (kind in person.attainable and shown[kind] != value) or (shown[kind] and shown[kind] != value):
            told.notes.append(f"{kind}: {shown[kind]!r} for {value!r} ({true['name']}, {true['dwelling']})")
