"""Numbers that could be real in form and are nobody's: identity numbers, passports, telephones."""

from collections.abc import Sequence
from datetime import date
from random import Random

from gridward.households.identity import check_digit

# County codes ending in 97–99 were never assigned (GB/T 2260), segments 154 and 163 are held by no operator.
LOCAL_COUNTIES = ("611097", "611098", "611099")
PHONE_SEGMENTS = ("154", "163")


class Papers:
    """Gives out numbers, none of them twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def identity_number(self, sex: str, born: date, counties: Sequence[str]) -> str:
        """Give an 18-digit number with its check digit (GB 11643); odd sequence numbers are men's."""
        while True:
            county = self._rng.choice(counties)
            sequence = self._rng.randrange(0, 500) * 2 + (sex == "男")
            body = f"{county}{born:%Y%m%d}{sequence:03d}"
            if self._is_new(body):
                return body + check_digit(body)

    def passport_number(self) -> str:
        """Give a passport number that says it is a test."""
        while True:
            number = f"TEST{self._rng.randrange(100_000):05d}"
            if self._is_new(number):
                return number

    def phone(self) -> str:
        """Give an 11-digit mobile number."""
        while True:
            number = f"{self._rng.choice(PHONE_SEGMENTS)}{self._rng.randrange(10**8):08d}"
            if self._is_new(number):
                return number

    def _is_new(self, number: str) -> bool:
        is_new = number not in self._given
        self._given.add(number)
        return is_new
