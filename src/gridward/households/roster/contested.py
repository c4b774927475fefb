"""One valid number beside two different names: it stays only with whom everything else fits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..identity import IdReading
from .matching import looks_alike, sounds_alike
from .mentions import Mention, judge_mention
from .readings import Finding

_AGAINST = frozenset({"birth.conflict", "sex.conflict"})


def settle_contested(mentions: Sequence[Mention]) -> tuple[list[Mention], list[tuple[str, str, str]]]:
    """Take a contested number from everybody whom sex and birth date do not single out; name the pairs.

    Returns the mentions, judged anew without the number where it was taken, and the pairs that must be looked at.
    """
    by_number: dict[tuple[str, str], dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        if mention.id.number:
            by_number[mention.id.kind, mention.id.number][mention.raw.name].append(mention)
    settled = {mention.ref: mention for mention in mentions}
    pairs: list[tuple[str, str, str]] = []
    for by_name in by_number.values():
        if _are_one(list(by_name)):
            continue
        owner = _owner(by_name)
        for name, theirs in by_name.items():
            if name != owner:
                settled.update({mention.ref: _without_number(mention) for mention in theirs})
        firsts = [theirs[0].ref for theirs in by_name.values()]
        pairs += [(firsts[0], other, "alike.id") for other in firsts[1:]]
    return list(settled.values()), pairs


def _are_one(names: Sequence[str]) -> bool:
    first = names[0]
    return all(name == first or sounds_alike(name, first) or looks_alike(name, first) for name in names)


def _owner(by_name: dict[str, list[Mention]]) -> str:
    contradicted = {
        name for name, theirs in by_name.items() if any(_is_against(mention) for mention in theirs)
    }
    left = [name for name in by_name if name not in contradicted]
    return left[0] if len(left) == 1 and contradicted else ""


def _is_against(mention: Mention) -> bool:
    return any(finding.code in _AGAINST for finding in mention.findings)


def _without_number(mention: Mention) -> Mention:
    judged = judge_mention(replace(mention.raw, id=""), mention.ref, mention.address)
    written = mention.id.as_written
    judged.id = IdReading(as_written=written, codes=("id.shared",))
    judged.findings.append(Finding("id.shared", "id", written))
    return judged
