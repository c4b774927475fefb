"""What a sender might do when it was done, for facts that come late."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant, Role
from gridward.testing import access
from gridward.testing.models import Tube


class PastRights:
    """The grants a sender held at any time; asked for once, and only where the right is not there now."""

    def __init__(self, by: Actor) -> None:
        self.by = by

    @cached_property
    def grants(self) -> list[Grant]:
        """All that ever let it sample, ended ones too."""
        held = Grant.objects.filter(community_id=self.by.community_id, worker_id=self.by.worker_id)
        return list(held.filter(role__in=access.RECORDERS))

    def at(self, moment: datetime) -> Iterable[Grant]:
        """Those in force at a moment."""
        return [g for g in self.grants if g.since <= moment and (g.until is None or g.until > moment)]

    def let_sample_anybody(self, moment: datetime) -> bool:
        """Whether one in force then reached everybody."""
        return any(grant.role in access.SAMPLERS for grant in self.at(moment))

    def areas_led(self, moment: datetime) -> set[object]:
        """The areas led then."""
        return {grant.scope_id for grant in self.at(moment) if grant.role == Role.AREA_LEADER}

    def let_handle(self, tube: Tube, moment: datetime) -> bool:
        """Whether the sender might seal, move and strike out in a tube then."""
        if self.let_sample_anybody(moment):
            return True
        return tube.opened_by_id == self.by.worker_id and bool(self.at(moment))
