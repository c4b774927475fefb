"""Whether a worker is a person of the register."""

from django.db import models
from django.utils import timezone

from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation


class WorkerLivesHere(OwnedRow):
    """What somebody said of a worker and a person of the register: one human being, or two; never by the machine."""

    worker_id = models.UUIDField()
    person_id = models.UUIDField()
    is_same = models.BooleanField()
    decided_by_id = models.UUIDField()
    decided_at = models.DateTimeField(default=timezone.now)

    person = owned_relation("households.Person", "person_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "worker_id", "person_id"], name="one_word_a_worker_and_person"
            ),
            models.UniqueConstraint(
                fields=["community_id", "worker_id"],
                condition=models.Q(is_same=True),
                name="a_worker_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["community_id", "person_id"],
                condition=models.Q(is_same=True),
                name="a_person_is_one_worker",
            ),
        ]
