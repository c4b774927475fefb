"""Arithmetic of pooled testing in two stages: one test a pool, each member again if the pool is positive.

R. Dorfman, The detection of defective members of large populations, Annals of Mathematical Statistics 14 (1943)
436–440; with an imperfect test as in Kim, Hudgens, Dreyfuss, Westreich and Pilcher, Biometrics 63 (2007) 1152–1163.
Sensitivity and specificity are taken as the same for a pool and for one person; dilution is not modelled.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pooling:
    """What a pool size comes to: expected tests, and how good the whole procedure is.

    `sensitivity` and `specificity` are those of both stages together; `ppv` and `npv` the chance that a final positive
    or negative is right.
    """

    size: int
    tests_per_pool: float
    tests_per_person: float
    sensitivity: float
    specificity: float
    ppv: float
    npv: float


def pooled(size: int, prevalence: float, sensitivity: float = 1.0, specificity: float = 1.0) -> Pooling:
    """The figures of pools of `size` people of whom a share `prevalence` is positive; size 1 is one test each."""
    healthy = 1.0 - prevalence
    if size == 1:
        tests, all_sensitivity, all_specificity = 1.0, sensitivity, specificity
    else:
        tests = 1.0 + size * _positive(size, healthy, sensitivity, specificity)
        all_sensitivity = sensitivity**2
        all_specificity = 1.0 - (1.0 - specificity) * _positive(size - 1, healthy, sensitivity, specificity)
    found, alarms = prevalence * all_sensitivity, healthy * (1.0 - all_specificity)
    missed, cleared = prevalence * (1.0 - all_sensitivity), healthy * all_specificity
    return Pooling(
        size=size,
        tests_per_pool=tests,
        tests_per_person=tests / size,
        sensitivity=all_sensitivity,
        specificity=all_specificity,
        ppv=found / (found + alarms) if found + alarms else 0.0,
        npv=cleared / (cleared + missed) if cleared + missed else 0.0,
    )


def _positive(size: int, healthy: float, sensitivity: float, specificity: float) -> float:
    """The chance that a pool of so many tests positive."""
    none_ill: float = healthy**size
    return sensitivity * (1.0 - none_ill) + (1.0 - specificity) * none_ill


def best_of(
    sizes: Iterable[int], prevalence: float, sensitivity: float = 1.0, specificity: float = 1.0
) -> Pooling:
    """The size that needs the fewest tests a person; of equals the smallest."""
    options = (pooled(size, prevalence, sensitivity, specificity) for size in sorted(sizes))
    return min(options, key=lambda option: option.tests_per_person)
