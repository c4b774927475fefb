"""Codes of tubes we print ourselves: GW, four signs for the community, six digits, and a check sign."""

import hashlib
import re
from typing import Final
from uuid import UUID

from gridward.households.plates.check_digits import MOD_37_36, check_digit, is_guarded

MARK: Final = "GW"
LENGTH: Final = 13
MOST: Final = 999_999
_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_SHAPE: Final = re.compile(rf"{MARK}[A-Z2-9]{{4}}\d{{6}}[A-Z0-9]")


def community_mark(community_id: UUID) -> str:
    """Four signs that keep the tubes of two communities apart in one laboratory; none looks like another."""
    digest = hashlib.sha256(community_id.bytes).digest()
    return "".join(_SIGNS[byte % len(_SIGNS)] for byte in digest[:4])


def own_code(community_id: UUID, number: int) -> str:
    """The code with a number, as it is printed and kept."""
    body = f"{MARK}{community_mark(community_id)}{number:06}"
    return body + check_digit(MOD_37_36, body)


def is_own(code: str) -> bool:
    """Whether a code is one of those communities print, and every sign of it is right."""
    return _SHAPE.fullmatch(code) is not None and is_guarded(MOD_37_36, code[:-1], code[-1])


def is_mistyped(community_id: UUID, code: str) -> bool:
    """Whether a code looks like one of ours and is none: a sign is wrong, missing or too many."""
    looks_ours = community_mark(community_id) in code[1:8] and abs(len(code) - LENGTH) <= 1
    looks_own = code.startswith(MARK) and len(code) == LENGTH
    return (looks_ours or looks_own) and not is_own(code)
