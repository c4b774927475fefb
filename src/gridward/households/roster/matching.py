"""Who is whom: mentions of one person joined on proof, look-alikes kept apart and named.

Blocks by document, name and door, name and telephone, name and birth keep the work in proportion to the rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .names import sound_of

_CROWD = 40  # a block larger than this is a dormitory or a placeholder; its pairs prove nothing


@dataclass(frozen=True, slots=True)
class Record:
    """What matching looks at.

    `id_number` is a valid number, `id_hint` what is left of a ruined one, `door` a certain door's key, `building` the
    place and building where they are known, `list_ref` the lines of one household in one sheet, `flat` the place,
    building and room where the unit may be missing, `id_tail` the last signs of a number a list gives no more of.
    """

    ref: str
    name: str
    sex: str = ""
    birth_date: date | None = None
    id_kind: str = ""
    id_number: str = ""
    id_hint: str = ""
    phones: tuple[str, ...] = ()
    door: str = ""
    building: str = ""
    list_ref: str = ""
    flat: str = ""
    id_tail: str = ""
    area: str = ""

    @property
    def is_thin(self) -> bool:
        """Say whether there is a name and an area, and nothing to tell two people of that name apart."""
        told = self.id_number or self.id_hint or self.id_tail or self.phones or self.door or self.building
        return bool(self.area) and not told and not self.birth_date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a record turned out to be: new, the same as another, or waiting because it looks like another."""

    verdict: Literal["new", "same", "waits"]
    other_ref: str = ""
    reason: str = ""


@dataclass(slots=True)
class Matching:
    """Clusters of refs (first mention first), why each later one was joined, and the pairs that look alike."""

    clusters: list[list[str]]
    proofs: dict[str, str]
    look_alikes: list[tuple[str, str, str]] = field(default_factory=list)


_DOUBT = {
    "same.id": "alike.id",
    "same.ruined_id": "alike.name_birth",
    "same.name_tail": "alike.name_tail",
    "same.name_door": "alike.name_door",
    "same.name_birth_door": "alike.name_birth",
    "same.name_phone": "alike.name_phone",
    "same.sound": "alike.sound",
}
STRENGTH = (
    "same.id",
    "same.ruined_id",
    "same.name_tail",
    "same.name_door",
    "same.name_birth_door",
    "same.name_phone",
    "same.sound",
)


def is_near(a: str, b: str) -> bool:
    """Say whether two numbers differ by a sign, a swap or a missing sign, or one is the rounded head of the other."""
    if not a or not b:
        return False
    if len(a) > len(b):
        a, b = b, a
    if len(a) <= 7:
        return abs(int(b[: len(a)]) - int(a)) <= 1 if a.isdecimal() and b[: len(a)].isdecimal() else False
    if len(a) < 17:
        return b.startswith(a)
    if len(a) == len(b):
        differing = [at for at in range(len(a)) if a[at] != b[at]]
        return len(differing) <= 1 or (len(differing) == 2 and sorted(a) == sorted(b))
    return len(b) - len(a) == 1 and any(b[:at] + b[at + 1 :] == a for at in range(len(b)))


def are_both_damaged_copies(a: str, b: str) -> bool:
    """Say whether two ruined numbers can be one: each a step from it, so at most two steps apart."""
    if len(a) > len(b):
        a, b = b, a
    ends = range(len(a) - 1, min(len(a) + 1, len(b)) + 1) if len(a) < 17 else (len(b),)
    return any(_steps(a, b[:end]) <= 2 for end in ends)


def _steps(a: str, b: str) -> int:
    """Count the signs to change, add, drop or swap with their neighbour to make one text of another."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for row, x in enumerate(a, 1):
        now = [row]
        for column, y in enumerate(b, 1):
            best = min(now[-1] + 1, last[column] + 1, last[column - 1] + (x != y))
            if row > 1 and column > 1 and x == b[column - 2] and a[row - 2] == y:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]


def sounds_alike(a: str, b: str) -> bool:
    """Say whether two different names sound the same."""
    return a != b and len(a) == len(b) and sound_of(a) == sound_of(b)


def looks_alike(a: str, b: str) -> bool:
    """Say whether two names of the same length differ by one sign."""
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _ids_contradict(a: Record, b: Record) -> bool:
    if a.id_number and b.id_number:
        return a.id_kind == b.id_kind and a.id_number != b.id_number
    one, other = a.id_number or a.id_hint, b.id_number or b.id_hint
    if not {a.id_kind, b.id_kind} <= {"", "resident", "residence_permit"}:
        return False
    if a.id_tail and (b.id_tail or b.id_number) and not (b.id_tail or b.id_number).endswith(a.id_tail):
        return True
    if b.id_tail and a.id_number and not a.id_number.endswith(b.id_tail):
        return True
    if not one or not other or is_near(one, other):
        return False
    return bool(a.id_number or b.id_number) or not are_both_damaged_copies(one, other)


def _agree(a: object, b: object) -> bool:
    return not a or not b or a == b


def judge(a: Record, b: Record) -> str:
    """Say what a pair is: a code `same.…` on proof, `alike.…` if a person must look, or nothing."""
    if a.id_number and b.id_number and a.id_number == b.id_number and a.id_kind == b.id_kind:
        alike = a.name == b.name or sounds_alike(a.name, b.name) or looks_alike(a.name, b.name)
        return "same.id" if alike else "alike.id"
    if a.id_number and b.id_number and a.id_kind == b.id_kind:
        return ""
    return _judge_same_name(a, b) if a.name == b.name else _judge_near_name(a, b)


def _judge_same_name(a: Record, b: Record) -> str:
    agree = _agree(a.sex, b.sex) and _agree(a.birth_date, b.birth_date)
    contradict = _ids_contradict(a, b)
    one, other = a.id_number or a.id_hint, b.id_number or b.id_hint
    if min(len(one), len(other)) >= 14 and not contradict and (agree or len(one) == len(other)):
        return "same.ruined_id"
    if _has_tail_of(a, b) and agree and not _are_of_two_doors(a, b):
        return "same.name_tail"
    same_phone = bool(set(a.phones) & set(b.phones))
    if _have_one_door(a, b):
        same_birth = a.birth_date is not None and a.birth_date == b.birth_date
        return "same.name_door" if (agree or same_birth) and not contradict else "alike.name_door"
    if same_phone:
        return "same.name_phone" if agree and not contradict else "alike.name_phone"
    if contradict or not a.birth_date or a.birth_date != b.birth_date:
        return ""
    half_known = bool(a.building) and a.building == b.building and not (a.door and b.door)
    return "same.name_birth_door" if half_known and agree else "alike.name_birth"


def _have_one_door(a: Record, b: Record) -> bool:
    """Say whether two doors are one; a room of a building counts where one of the two leaves out the unit."""
    if a.door and b.door:
        return a.door == b.door
    return bool(a.flat) and a.flat == b.flat


def _are_of_two_doors(a: Record, b: Record) -> bool:
    return bool(a.door and b.door) and a.door != b.door


def _has_tail_of(a: Record, b: Record) -> bool:
    if a.id_number and b.id_number:
        return False
    short, long = (a, b) if a.id_tail and not a.id_number else (b, a)
    return len(short.id_tail) >= 4 and long.id_number.endswith(short.id_tail)


def _judge_near_name(a: Record, b: Record) -> str:
    if not a.door or a.door != b.door or (a.list_ref == b.list_ref and a.list_ref):
        return ""
    if not _agree(a.sex, b.sex) or not _agree(a.birth_date, b.birth_date) or _ids_contradict(a, b):
        return ""
    sound, look = sounds_alike(a.name, b.name), looks_alike(a.name, b.name)
    if not (sound or look):
        return ""
    one, other = a.id_number or a.id_hint, b.id_number or b.id_hint
    ids_near = min(len(one), len(other)) >= 14
    same_birth = a.birth_date is not None and a.birth_date == b.birth_date
    same_phone = bool(set(a.phones) & set(b.phones))
    if sound and (ids_near or same_birth or same_phone):
        return "same.sound"
    return "alike.sound" if sound or same_birth or same_phone else ""


def _blocks(records: Sequence[Record]) -> Iterator[list[int]]:
    by: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for key in _keys(record):
            by[key].append(at)
    for key, block in by.items():
        if key[0] == "door" and len(block) > _CROWD:
            yield from _by_sound(records, block)
        elif len(block) > 1:
            yield block


def _by_sound(records: Sequence[Record], block: Sequence[int]) -> Iterator[list[int]]:
    by: dict[str, list[int]] = defaultdict(list)
    for at in block:
        by[sound_of(records[at].name)].append(at)
    yield from (alike for alike in by.values() if len(alike) > 1)


def _keys(record: Record) -> Iterator[tuple[str, ...]]:
    if record.id_number:
        yield ("id", record.id_kind, record.id_number)
    if record.door:
        yield ("door", record.door)
        yield ("name", record.name, record.door)
    if record.flat:
        yield ("flat", record.name, record.flat)
    if record.id_tail or record.id_number:
        yield ("short", record.name, (record.id_tail or record.id_number)[-4:])
    for phone in record.phones:
        yield ("phone", record.name, phone)
    if record.birth_date:
        yield ("birth", record.name, record.birth_date.isoformat())
    hint = record.id_number or record.id_hint
    if len(hint) >= 14:
        yield ("head", record.name, hint[:10])
        yield ("tail", record.name, hint[-8:])


def _pairs(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    met: set[tuple[int, int]] = set()
    for block in _blocks(records):
        if len(block) > _CROWD:
            block = block[:_CROWD]
        for nth, a in enumerate(block):
            for b in block[nth + 1 :]:
                if (a, b) not in met:
                    met.add((a, b))
                    yield a, b


class _Clusters:
    """Records joined so far; two clusters join only if no member of one contradicts a member of the other."""

    def __init__(self, records: Sequence[Record], known: int) -> None:
        self.records = records
        self.known = known
        self.of = list(range(len(records)))
        self.members = {at: [at] for at in range(len(records))}

    def may_join(self, a: int, b: int) -> bool:
        ours, theirs = self.members[self.of[a]], self.members[self.of[b]]
        if sum(at < self.known for at in (*ours, *theirs)) > 1:
            return False
        return not any(self._contradict(self.records[x], self.records[y]) for x in ours for y in theirs)

    @staticmethod
    def _contradict(x: Record, y: Record) -> bool:
        if x.id_number and y.id_number and x.id_kind == y.id_kind:
            return x.id_number != y.id_number
        return x.name != y.name and not sounds_alike(x.name, y.name) and not looks_alike(x.name, y.name)

    def join(self, a: int, b: int) -> None:
        keep, give = sorted((self.of[a], self.of[b]))
        for at in self.members.pop(give):
            self.of[at] = keep
            self.members[keep].append(at)


def match(records: Sequence[Record], known: Sequence[Record] = ()) -> Matching:
    """Join the mentions of one person; `known` are persons already in the register, never joined to each other."""
    everyone = [*known, *records]
    clusters = _Clusters(everyone, len(known))
    judged = [(reason, a, b) for a, b in _pairs(everyone) if (reason := judge(everyone[a], everyone[b]))]
    judged = _without_guesses(judged, everyone)
    proofs: dict[str, str] = {}
    alike = [(a, b, reason) for reason, a, b in judged if reason.startswith("alike.")]
    for reason in STRENGTH:
        for told, a, b in judged:
            if told != reason or clusters.of[a] == clusters.of[b]:
                continue
            if clusters.may_join(a, b):
                clusters.join(a, b)
                proofs.setdefault(everyone[b].ref, reason)
            else:
                alike.append((a, b, _DOUBT[reason]))
    alike += _join_thin(clusters, everyone, proofs)
    return Matching(
        [[everyone[at].ref for at in sorted(members)] for _, members in sorted(clusters.members.items())],
        proofs,
        list(_apart(alike, clusters, everyone)),
    )


def _join_thin(
    clusters: _Clusters, everyone: Sequence[Record], proofs: dict[str, str]
) -> Iterator[tuple[int, int, str]]:
    """Join a line that gives a name and an area only to the one person of that name there; yield what fits several."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, record in enumerate(everyone):
        by_name[record.name, record.area].append(at)
    for at, record in enumerate(everyone):
        if not record.is_thin or len(clusters.members.get(at, ())) != 1:
            continue
        others = [other for other in by_name[record.name, record.area] if not everyone[other].is_thin]
        fits = {clusters.of[other] for other in others if _agree(record.sex, everyone[other].sex)}
        if len(fits) == 1 and at >= clusters.known:
            clusters.join(at, fits.pop())
            proofs.setdefault(record.ref, "same.name_area")
        else:
            yield from ((at, other, "alike.name_area") for other in fits)


def _without_guesses(
    judged: list[tuple[str, int, int]], everyone: Sequence[Record]
) -> list[tuple[str, int, int]]:
    """Turn proof into doubt for a mention without a number that fits two persons with numbers of their own."""
    fits: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for reason, a, b in judged:
        for one, other in ((a, b), (b, a)):
            if reason in _DOUBT and not everyone[one].id_number and everyone[other].id_number:
                fits[one].add((everyone[other].id_kind, everyone[other].id_number))
    doubtful = {at for at, numbers in fits.items() if len(numbers) > 1}
    return [(_DOUBT.get(reason, reason) if {a, b} & doubtful else reason, a, b) for reason, a, b in judged]


def _apart(
    alike: Iterable[tuple[int, int, str]], clusters: _Clusters, everyone: Sequence[Record]
) -> Iterator[tuple[str, str, str]]:
    told: set[tuple[int, int]] = set()
    for a, b, reason in alike:
        pair = tuple(sorted((clusters.of[a], clusters.of[b])))
        if pair[0] == pair[1] or pair in told or not _may_be_one(clusters, pair[0], pair[1], reason):
            continue
        told.add((pair[0], pair[1]))
        yield (
            everyone[min(clusters.members[pair[0]])].ref,
            everyone[min(clusters.members[pair[1]])].ref,
            reason,
        )


def _may_be_one(clusters: _Clusters, a: int, b: int, reason: str) -> bool:
    """Leave out pairs whose other mentions prove two persons (two valid numbers)."""
    if reason == "alike.id":
        return True
    numbers = [
        {
            (record.id_kind, record.id_number)
            for at in clusters.members[of]
            if (record := clusters.records[at]).id_number
        }
        for of in (a, b)
    ]
    return not (numbers[0] and numbers[1] and not numbers[0] & numbers[1])


def outcomes(matching: Matching, known_refs: Iterable[str]) -> dict[str, Outcome]:
    """Say of every new record whether it is new, the same as a known person, or waits because it looks like one."""
    known = set(known_refs)
    told: dict[str, Outcome] = {}
    for cluster in matching.clusters:
        old = next((ref for ref in cluster if ref in known), "")
        fresh = [ref for ref in cluster if ref not in known]
        for ref in fresh:
            first = old or (fresh[0] if ref != fresh[0] else "")
            told[ref] = Outcome("same", first, matching.proofs.get(ref, "")) if first else Outcome("new")
    for a, b, reason in matching.look_alikes:
        for ref, other in ((a, b), (b, a)):
            if ref in told and told[ref].verdict == "new" and (other in known or ref > other):
                told[ref] = Outcome("waits", other, reason)
    return told
