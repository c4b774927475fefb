"""What proves who somebody is: ID numbers, birth dates, sex, telephones."""

from .births import BirthReading, read_birth
from .numbers import IdReading, check_digit, is_valid_resident_id, read_id
from .phones import Phone, PhoneReading, read_phones
from .sexes import read_sex

__all__ = [
    "BirthReading",
    "IdReading",
    "Phone",
    "PhoneReading",
    "check_digit",
    "is_valid_resident_id",
    "read_birth",
    "read_id",
    "read_phones",
    "read_sex",
]
