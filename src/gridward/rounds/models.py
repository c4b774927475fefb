"""The ledger: a round owes one due per door, person or place, and each is done, exempt, or open under a name."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.facts.models import FactRow
from gridward.shared.models import OwnedManager, OwnedRow
from gridward.shared.relations import owned_relation


class Subject(models.TextChoices):
    """What a round owes a due to."""

    DOOR = "door", _("Doors")
    PERSON = "person", _("Persons")
    PLACE = "place", _("Places")


class Meaning(models.TextChoices):
    """What an answer of a kind of round means for the ledger; done and moved settle a due, the others are attempts."""

    DONE = "done", pgettext_lazy("answer", "Done")
    MOVED = "moved", pgettext_lazy("answer", "Moved to safety")
    ATTEMPT = "attempt", pgettext_lazy("answer", "Attempt")
    REFUSED = "refused", pgettext_lazy("answer", "Refused")
    UNACCOUNTED = "unaccounted", pgettext_lazy("answer", "Unaccounted for")


class RoundKind(OwnedRow):
    """A kind of round the community runs; what changed every few months is data here."""

    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    is_verification = models.BooleanField(default=False)
    escalate_after_minutes = models.PositiveIntegerField(
        null=True, help_text="an unanswered attempt goes up after"
    )
    escalate_to = models.CharField(max_length=20, blank=True, help_text="area_leader or coordinator")
    question_zh = models.CharField(max_length=80, blank=True, help_text="what is asked at the door")
    question_en = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(
        default=list, help_text="code, zh, en, meaning, how, asks, goes_up of each; empty: the usual taps"
    )
    must_account = models.BooleanField(
        default=False, help_text="closes only when everybody is found, moved, refused by name or exempt"
    )
    recorded_by = models.CharField(
        max_length=20, blank=True, help_text="the room whose own act settles its dues; empty: an outcome does"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "code"], name="one_round_kind_a_code"),
            models.CheckConstraint(
                condition=models.Q(escalate_after_minutes=None, escalate_to="")
                | models.Q(
                    escalate_after_minutes__isnull=False, escalate_to__in=["area_leader", "coordinator"]
                ),
                name="escalation_says_when_and_to_whom",
            ),
        ]


class Schedule(OwnedRow):
    """Opens rounds of a kind by itself; claimed by compare-and-set on `next_at`."""

    kind_id = models.UUIDField()
    name = models.CharField(max_length=80)
    scope = models.JSONField(default=dict)
    every_minutes = models.PositiveIntegerField()
    window_minutes = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_was_late = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    by_id = models.UUIDField()

    kind = owned_relation("rounds.RoundKind", "kind_id")


class Round(OwnedRow):
    """A round: a scope that is a rule, a window, and the dues it makes; closing needs every due accounted for."""

    class State(models.TextChoices):
        """Open, or closed with its statement."""

        OPEN = "open", pgettext_lazy("round", "Open")
        CLOSED = "closed", pgettext_lazy("round", "Closed")

    kind_id = models.UUIDField()
    name = models.CharField(max_length=80)
    scope = models.JSONField(default=dict, help_text="areas, categories, door_states: lists; empty means all")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    schedule_id = models.UUIDField(null=True)
    opened_by_id = models.UUIDField()
    opened_at = models.DateTimeField(default=timezone.now)
    was_opened_late = models.BooleanField(
        default=False, help_text="its schedule was missed while nothing ran"
    )
    refreshed_at = models.DateTimeField(null=True)
    refreshed_seq = models.BigIntegerField(
        default=0, help_text="the community clock it was last refreshed at"
    )
    closed_by_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    statement = models.JSONField(
        null=True, help_text="counts at closing and what they rest on; never rewritten"
    )

    kind = owned_relation("rounds.RoundKind", "kind_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="a_round_has_a_window"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at=None, closed_by_id=None, statement=None)
                | models.Q(
                    state="closed",
                    closed_at__isnull=False,
                    closed_by_id__isnull=False,
                    statement__isnull=False,
                ),
                name="a_closed_round_says_who_when_and_what",
            ),
        ]
        indexes = [models.Index(fields=["community_id", "state"])]

    def __str__(self) -> str:
        return self.name


class Due(OwnedRow):
    """What a round owes one subject; its id is a function of both, so opening twice makes nothing twice."""

    class State(models.TextChoices):
        """How a due stands. Late is open past the window; it is reckoned, not stored."""

        OPEN = "open", pgettext_lazy("due", "Open")
        DONE = "done", pgettext_lazy("due", "Done")
        EXEMPT = "exempt", pgettext_lazy("due", "Exempt")
        SIGNED_OFF = "signed_off", pgettext_lazy("due", "Signed off")
        LEFT = "left", pgettext_lazy("due", "Left the scope")

    round_id = models.UUIDField()
    subject_id = models.UUIDField(help_text="door, person or place")
    door_id = models.UUIDField(null=True)
    area_id = models.UUIDField(null=True)
    worker_id = models.UUIDField(null=True, help_text="the name it stands open under")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_kind = models.CharField(max_length=20, blank=True, help_text="kind of the last outcome")
    last_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, blank=True, help_text="how it was done: seen, plate, phone")
    answer = models.CharField(max_length=30, blank=True, help_text="code of the answer that counts")
    meaning = models.CharField(max_length=12, blank=True, help_text="what that answer means")
    number = models.PositiveIntegerField(null=True, help_text="the number it gave, as in a head-count")
    place_id = models.UUIDField(null=True, help_text="the site it named, as a shelter")
    settled_by_id = models.UUIDField(null=True, help_text="who did, exempted or signed off")
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, help_text="of an exemption, a sign-off or leaving")
    asked_by_id = models.UUIDField(null=True, help_text="who asked for the exemption")
    asked_reason = models.CharField(max_length=40, blank=True)
    escalated_at = models.DateTimeField(null=True)
    escalated_to_id = models.UUIDField(null=True)

    round = owned_relation("rounds.Round", "round_id")
    door = owned_relation("households.Door", "door_id")
    area = owned_relation("areas.Area", "area_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "round_id", "subject_id"], name="one_due_a_subject"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", settled_at=None, settled_by_id=None)
                | models.Q(
                    state__in=["done", "exempt", "signed_off", "left"],
                    settled_at__isnull=False,
                    settled_by_id__isnull=False,
                ),
                name="a_settled_due_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exempt") | ~models.Q(asked_by_id=models.F("settled_by_id")),
                name="an_exemption_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exempt") | ~models.Q(worker_id=models.F("settled_by_id")),
                name="an_exemption_is_not_the_workers_own",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "round_id", "area_id", "state"]),
            models.Index(
                fields=["community_id", "worker_id"],
                condition=models.Q(state="open"),
                name="open_dues_of_a_worker",
            ),
            models.Index(fields=["community_id", "door_id"]),
        ]


class OutcomeKind(models.TextChoices):
    """What the worker found; only `done` satisfies a due, the others are attempts."""

    DONE = "done", pgettext_lazy("outcome", "Done")
    REFUSED = "refused", pgettext_lazy("outcome", "Refused")
    ABSENT = "absent", _("Nobody answered")
    MOVED = "moved", _("Moved away")


class How(models.TextChoices):
    """How a verification was done."""

    SEEN = "seen", _("Seen at the door")
    PLATE = "plate", _("Plate scanned")
    PHONE = "phone", _("By phone")


class ExemptReason(models.TextChoices):
    """Why a due may be exempted, by somebody other than who asks."""

    AWAY = "away", _("Away for the whole window")
    HOSPITAL = "hospital", _("In hospital")
    ISOLATION = "isolation", _("In central isolation")
    ELSEWHERE = "elsewhere", _("Done by another body, seen in writing")
    TWICE = "twice", _("Recorded twice")
    NOT_SAFE = "not_safe", _("Not safe to enter")


class SignOffReason(models.TextChoices):
    """Why somebody puts a name under a due that was not done."""

    UNANSWERED = "unanswered", _("Nobody answered, visits and notice on record")
    REFUSED = "refused", _("Refused after a talk")
    MOVED = "moved", _("Moved away, not yet confirmed")
    UNREACHABLE = "unreachable", _("Cannot be reached by any way known")
    WINDOW_OVER = "window_over", _("The window is over")


class LeaveReason(models.TextChoices):
    """Why a subject no longer belongs to a round."""

    SCOPE = "scope", _("No longer in the scope")
    AWAY = "away", _("Away")
    MOVED = "moved", _("Moved away")
    DECEASED = "deceased", _("Deceased")
    WITHDRAWN = "withdrawn", _("What it was owed for was withdrawn")
    RELEASED = "released", _("Decided otherwise by name")


class Outcome(FactRow):
    """What somebody saw at one due: a fact, kept even when it came late or against a rule."""

    due_id = models.UUIDField()
    round_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=OutcomeKind.choices)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    answer = models.CharField(
        max_length=30, blank=True, help_text="code of the kind's answer that was tapped"
    )
    meaning = models.CharField(max_length=12, blank=True, choices=Meaning.choices)
    number = models.PositiveIntegerField(null=True)
    place_id = models.UUIDField(null=True, help_text="a site")
    has_changes = models.BooleanField(default=False, help_text="something about the household changed")
    door_state = models.CharField(max_length=30, blank=True, help_text="the state the door was found in")
    is_late_fact = models.BooleanField(default=False, help_text="came after its round was closed")
    owner_id = models.UUIDField(null=True, help_text="who looks after its flags")
    looked_by_id = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)
    sealed_note = models.BinaryField(default=bytes)

    due = owned_relation("rounds.Due", "due_id")

    objects: ClassVar[Any] = OwnedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(looked_at=None, looked_by_id=None)
                | models.Q(looked_at__isnull=False, looked_by_id__isnull=False),
                name="a_flag_looked_at_says_by_whom",
            )
        ]
        indexes = [
            models.Index(fields=["community_id", "due_id"]),
            models.Index(fields=["community_id", "round_id", "is_late_fact"]),
            models.Index(
                fields=["community_id", "owner_id"],
                condition=models.Q(owner_id__isnull=False, looked_at=None),
                name="flags_nobody_looked_at",
            ),
        ]


class Addendum(OwnedRow):
    """What became known after a round was closed; the closing statement itself is never rewritten."""

    round_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    by_id = models.UUIDField()
    outcome_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "round_id", "outcome_id"], name="one_addendum_a_fact"
            )
        ]
