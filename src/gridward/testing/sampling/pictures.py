"""A tube as it is seen: its places, who is in each, and how many are free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.rounds.words import flag_words
from gridward.testing.models import HOUSEHOLD, Sample, Tube, TubeState
from gridward.testing.sampling.naming import Named, names_of


@dataclass(frozen=True)
class Member:
    """Somebody in a tube."""

    sample: Sample
    who: Named

    @property
    def is_odd(self) -> bool:
        """Whether something about this sample breaks a rule."""
        return bool(self.sample.flags)

    @property
    def why(self) -> str:
        """What is odd about it."""
        return _("; ").join(str(flag_words(code)) for code in self.sample.flags)


@dataclass(frozen=True)
class TubePicture:
    """A tube with its members in the order of their places."""

    tube: Tube
    members: Sequence[Member]

    @property
    def count(self) -> int:
        """How many are in it."""
        return len(self.members)

    @property
    def is_household(self) -> bool:
        """Whether it holds one household, however many they are."""
        return self.tube.capacity == HOUSEHOLD

    @property
    def free(self) -> int:
        """How many more it holds; none where it holds a household, for that has no number."""
        return 0 if self.is_household else max(self.tube.capacity - self.count, 0)

    @property
    def free_places(self) -> range:
        """One for each place left."""
        return range(self.free)

    @property
    def is_open(self) -> bool:
        """Whether anybody may still go in."""
        return self.tube.state == TubeState.OPEN

    @property
    def is_full(self) -> bool:
        """Whether it holds as many as it may."""
        return not self.is_household and self.count >= self.tube.capacity

    @property
    def holds(self) -> str:
        """How many of how many, in words."""
        if self.is_household:
            return _("%(count)s, one household") % {"count": self.count}
        return _("%(count)s of %(capacity)s") % {"count": self.count, "capacity": self.tube.capacity}

    @property
    def household_ids(self) -> set[Any]:
        """The households in it."""
        return {member.sample.household_id for member in self.members}


def picture_of(actor: Actor, tube: Tube) -> TubePicture:
    """A tube and who is in it; a person out of the actor's sight has a place and no name."""
    standing: Any = Sample.objects.of(tube.community_id).filter(tube_id=tube.id, is_void=False)
    samples = list(standing.order_by("place", "corrected_at", "id"))
    names = names_of(actor, samples)
    return TubePicture(tube, [Member(s, names.get(s.subject_id, Named(_("Not shown")))) for s in samples])
