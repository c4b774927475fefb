"""Communities of several seeds, made once."""

from functools import lru_cache

import pytest

from gridward.demo.community import DemoCommunity, make_community

SEEDS = (611022, 1, 2, 97, 20220920, -5)

made = lru_cache(maxsize=None)(make_community)

of_every_seed = pytest.mark.parametrize(
    "community", [pytest.param(seed, id=str(seed)) for seed in SEEDS], indirect=True
)


@pytest.fixture(scope="session")
def community(request: pytest.FixtureRequest) -> DemoCommunity:
    """The community of a seed; the usual one where a test names none."""
    return made(getattr(request, "param", SEEDS[0]))
