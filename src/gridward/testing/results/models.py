"""Results of tubes, the files they come in, and the people who wait in place until a re-sample is in."""

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.facts.models import FactRow
from gridward.shared.models import OwnedManager, OwnedRow
from gridward.shared.relations import owned_relation


class ResultValue(models.TextChoices):
    """What the laboratory says of a tube."""

    NEGATIVE = "negative", pgettext_lazy("result", "Negative")
    POSITIVE = "positive", pgettext_lazy("result", "Positive")
    GREY = "grey", pgettext_lazy("result", "Grey zone")
    INVALID = "invalid", pgettext_lazy("result", "Invalid")


TO_COMPARE: Final = (ResultValue.POSITIVE, ResultValue.GREY)
"""What nothing follows from before a second person has compared it."""
RESAMPLED: Final = (*TO_COMPARE, ResultValue.INVALID)
"""After what people of the tube are sampled again."""


class ResultState(models.TextChoices):
    """How far a result is: of one tube at most one is to be compared, gone back, or stands."""

    COMPARING = "comparing", pgettext_lazy("result", "To be compared")
    BACK = "back", pgettext_lazy("result", "Gone back: the two differ")
    FINAL = "final", pgettext_lazy("result", "Stands")
    BESIDE = "beside", pgettext_lazy("result", "Beside another")
    REPLACED = "replaced", pgettext_lazy("result", "Replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("result", "Withdrawn")


LIVE: Final = (ResultState.COMPARING, ResultState.BACK, ResultState.FINAL)


class WithdrawReason(models.TextChoices):
    """Why a result no longer stands."""

    WRONG_TUBE = "wrong_tube", _("It belongs to another tube")
    MISTYPED = "mistyped", _("It was typed wrongly")
    LABORATORY = "laboratory", _("The laboratory took it back")
    CONTAMINATED = "contaminated", _("The tube was contaminated")


class Result(FactRow):
    """The laboratory's word on a tube: a fact, kept even for a tube nobody knows yet."""

    tube_id = models.UUIDField(help_text="of the code, whether such a tube is known or not")
    code = models.CharField(max_length=32)
    value = models.CharField(max_length=10, choices=ResultValue.choices)
    state = models.CharField(max_length=10, choices=ResultState.choices)
    tested_at = models.DateTimeField(null=True, help_text="as the laboratory says")
    import_id = models.UUIDField(null=True)
    compared_by_id = models.UUIDField(null=True)
    compared_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True, choices=WithdrawReason.choices)

    tube = owned_relation("testing.Tube", "tube_id")

    objects: ClassVar[Any] = OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "tube_id"],
                condition=models.Q(state__in=["comparing", "back", "final"]),
                name="one_live_result_a_tube",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="final")
                | models.Q(value__in=["negative", "invalid"])
                | models.Q(compared_by_id__isnull=False, compared_at__isnull=False),
                name="a_positive_result_was_compared",
            ),
            models.CheckConstraint(
                condition=models.Q(compared_by_id=None) | ~models.Q(compared_by_id=models.F("by_id")),
                name="a_result_is_compared_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn")
                | models.Q(withdrawn_by_id__isnull=False, withdrawn_at__isnull=False),
                name="a_withdrawn_result_says_who_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "tube_id"]),
            models.Index(
                fields=["community_id", "state"],
                condition=models.Q(state__in=["comparing", "back", "beside"]),
                name="results_that_need_a_hand",
            ),
        ]


class Comparison(FactRow):
    """A second person read tube and result again."""

    result_id = models.UUIDField()
    value = models.CharField(max_length=10, choices=ResultValue.choices)
    agrees = models.BooleanField()

    result = owned_relation("testing.Result", "result_id")

    class Meta:
        indexes = [models.Index(fields=["community_id", "result_id"])]


class WaitState(models.TextChoices):
    """How a waiting stands."""

    WAITING = "waiting", pgettext_lazy("waiting", "Waits in place")
    PROPOSED = "proposed", pgettext_lazy("waiting", "Re-sample negative, to be decided")
    RELEASED = "released", pgettext_lazy("waiting", "Released")
    WITHDRAWN = "withdrawn", pgettext_lazy("waiting", "Result withdrawn")
    CASE = "case", pgettext_lazy("waiting", "With the health authority")


OPEN_WAITS: Final = (WaitState.WAITING, WaitState.PROPOSED)


class ReleaseBasis(models.TextChoices):
    """What a release rests on."""

    NEGATIVE = "negative", _("Re-sample negative, and tracing found no close contact")
    NOT_IN_TUBE = "not_in_tube", _("Was not in the tube: the sample was struck out or moved")


class Waiting(OwnedRow):
    """Somebody of a positive or grey tube who waits in place (就地等候复核); not isolation, which is a decision.

    Its id is a function of result and subject, so that catching somebody twice makes one.
    """

    result_id = models.UUIDField()
    tube_id = models.UUIDField()
    sample_id = models.UUIDField()
    subject = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    door_id = models.UUIDField(null=True)
    area_id = models.UUIDField(null=True)
    worker_id = models.UUIDField(null=True, help_text="whose door it is")
    round_id = models.UUIDField(help_text="the re-sample round it is owed in now")
    since = models.DateTimeField()
    expected_until = models.DateTimeField(help_text="when the re-sample should be decided by")
    state = models.CharField(max_length=10, choices=WaitState.choices, default=WaitState.WAITING)
    resample_result_id = models.UUIDField(null=True)
    proposed_by_id = models.UUIDField(null=True, help_text="who entered the negative re-sample")
    proposed_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=20, choices=ReleaseBasis.choices, blank=True)

    result = owned_relation("testing.Result", "result_id")
    tube = owned_relation("testing.Tube", "tube_id")
    sample = owned_relation("testing.Sample", "sample_id")
    door = owned_relation("households.Door", "door_id")
    area = owned_relation("areas.Area", "area_id")

    objects: ClassVar[Any] = OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "result_id", "subject_id"], name="one_waiting_a_result_and_subject"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="released")
                | models.Q(decided_by_id__isnull=False, decided_at__isnull=False) & ~models.Q(basis=""),
                name="a_release_says_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="released", basis="negative")
                | models.Q(resample_result_id__isnull=False, proposed_by_id__isnull=False)
                & ~models.Q(decided_by_id=models.F("proposed_by_id")),
                name="a_release_is_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "subject_id"]),
            models.Index(
                fields=["community_id", "area_id"],
                condition=models.Q(state__in=["waiting", "proposed"]),
                name="waits_that_are_open",
            ),
        ]


class Case(OwnedRow):
    """A positive re-sample, for the health authority; its household hears of it from the health contact alone."""

    waiting_id = models.UUIDField()
    result_id = models.UUIDField(help_text="of the re-sample")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by_id = models.UUIDField()
    told_at = models.DateTimeField(null=True, help_text="the household")
    told_by_id = models.UUIDField(null=True)
    reported_at = models.DateTimeField(null=True, help_text="to the health authority")
    reported_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    waiting = owned_relation("testing.Waiting", "waiting_id")
    result = owned_relation("testing.Result", "result_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "result_id"], name="one_case_a_result"),
            models.CheckConstraint(
                condition=models.Q(told_at=None, told_by_id=None)
                | models.Q(told_at__isnull=False, told_by_id__isnull=False),
                name="a_case_says_who_told_the_household",
            ),
            models.CheckConstraint(
                condition=models.Q(reported_at=None, reported_by_id=None)
                | models.Q(reported_at__isnull=False, reported_by_id__isnull=False),
                name="a_case_says_who_reported_it",
            ),
        ]


class ResultNorms(OwnedRow):
    """How quick results should be, as the community says; without a row the usual figures hold."""

    compare_minutes = models.PositiveSmallIntegerField(default=30)
    resample_hours = models.PositiveSmallIntegerField(default=6)
    result_hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id"], name="one_row_of_result_norms"),
            models.CheckConstraint(
                condition=models.Q(compare_minutes__gte=1, resample_hours__gte=1, result_hours__gte=1),
                name="result_norms_can_be_kept",
            ),
        ]

    @property
    def resample_within(self) -> timedelta:
        """How soon everybody of a positive tube is sampled again."""
        return timedelta(hours=self.resample_hours)

    @property
    def result_within(self) -> timedelta:
        """How soon a swab has its result."""
        return timedelta(hours=self.result_hours)


class Layout(OwnedRow):
    """In which columns a laboratory writes, remembered from its last file."""

    laboratory = models.CharField(max_length=60)
    columns = models.JSONField(default=dict, help_text="heading of: code, result, at")
    by_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "laboratory"], name="one_layout_a_laboratory")
        ]


class ResultImport(OwnedRow):
    """A file of results: looked at first, then applied in one go; the file itself is kept sealed only until then."""

    class State(models.TextChoices):
        """Where a file stands."""

        CHOOSING = "choosing", pgettext_lazy("result import", "Columns to be chosen")
        READY = "ready", pgettext_lazy("result import", "To be looked at")
        APPLIED = "applied", pgettext_lazy("result import", "Applied")
        CANCELLED = "cancelled", pgettext_lazy("result import", "Put aside")

    laboratory = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sealed_file = models.BinaryField(default=bytes)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHOOSING)
    begun_at = models.DateTimeField(default=timezone.now)
    by_id = models.UUIDField()
    applied_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict, help_text="rows by verdict; after applying: what became of them")


class StagedResult(OwnedRow):
    """One row of a file: the tube and the result as read, and what would become of it. Never a name."""

    class Verdict(models.TextChoices):
        """What a row is."""

        MATCHED = "matched", pgettext_lazy("staged result", "Will go in")
        NOT_HANDED_IN = "not_handed_in", pgettext_lazy("staged result", "Tube was never handed in")
        KNOWN = "known", pgettext_lazy("staged result", "Known already")
        UNKNOWN = "unknown", pgettext_lazy("staged result", "No such tube")
        TWICE = "twice", pgettext_lazy("staged result", "Tube entered twice")
        CONTRADICTS = "contradicts", pgettext_lazy("staged result", "Contradicts")
        UNREADABLE = "unreadable", pgettext_lazy("staged result", "Cannot be read")

    import_id = models.UUIDField()
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(help_text="as the table shows it")
    code = models.CharField(max_length=32, blank=True)
    value = models.CharField(max_length=10, blank=True)
    said = models.CharField(max_length=20, blank=True, help_text="the word, where we do not know it")
    tested_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    nearest = models.JSONField(default=list, help_text="codes of tubes that look alike")
    chosen = models.CharField(max_length=32, blank=True, help_text="the code somebody chose instead")
    is_left_out = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["community_id", "import_id", "verdict"])]

    @property
    def value_words(self) -> str:
        """The result in words."""
        return str(ResultValue(self.value).label) if self.value else ""
