"""Check digits over digits and capital letters: hybrid systems of ISO/IEC 7064:2003, MOD 11,10 and MOD 37,36."""

from typing import Final

NONE, MOD_11_10, MOD_37_36 = "", "mod11_10", "mod37_36"
_SIGNS: Final = {MOD_11_10: "0123456789", MOD_37_36: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def check_digit(method: str, text: str) -> str:
    """The sign that guards a text; what the method does not know (Chinese words, dashes) is passed over."""
    signs = _SIGNS[method]
    size = len(signs)
    carried = size
    for sign in text.upper():
        if sign in signs:
            carried = (carried + signs.index(sign)) % size or size
            carried = carried * 2 % (size + 1)
    return signs[(1 - carried) % size]


def is_guarded(method: str, text: str, check: str) -> bool:
    """Whether the check digit is the right one; each wrong digit and most swapped neighbours are noticed."""
    return check_digit(method, text) == check.upper()
