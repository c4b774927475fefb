"""Masked forms of personal values, as they stand on a page until somebody says why they need the whole."""


def mask_name(name: str) -> str:
    """王小明 → 王*明, 王明 → 王*, Anna Berg → A*******g."""
    if len(name) <= 2:
        return name[:1] + "*" * max(len(name) - 1, 0)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_phone(number: str) -> str:
    """16312345678 → 163****5678."""
    return number[:3] + "*" * max(len(number) - 7, 0) + number[-4:] if len(number) > 7 else "*" * len(number)


def mask_id(number: str) -> str:
    """611097199001011234 → 611***********1234; the birth date is inside, so it goes too."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) > 9 else "*" * len(number)
