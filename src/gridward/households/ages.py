"""Who is under 14: such a person has a guardian and is masked outside the own worker (PIPL art. 31)."""

from datetime import date
from typing import Final

from django.utils import timezone

from gridward.households.bundles import opened
from gridward.households.models import Person, PersonVersion

AGE: Final = 14


def age_on(born: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_under_14(person: Person | PersonVersion, day: date | None = None) -> bool:
    """Whether the person is under 14 on a day (today).

    The year stands in plain; only in the year of the fourteenth birthday the sealed date is looked at, and where the
    date is not known, that year counts as under 14.
    """
    day = day or timezone.localdate()
    if person.birth_year is None or day.year - person.birth_year > AGE:
        return False
    if day.year - person.birth_year < AGE:
        return True
    born = opened(person, "identity").get("birth_date")
    return not born or age_on(date.fromisoformat(born), day) < AGE
