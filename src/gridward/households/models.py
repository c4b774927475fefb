"""The register of doors and the people behind them; all versioned, names and numbers sealed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridward.facts.models import VersionRow
from gridward.facts.versions import keep_versions
from gridward.households.plates.models import PlateScheme, PlateState
from gridward.households.workers_here.models import WorkerLivesHere
from gridward.shared.models import OwnedRow
from gridward.shared.relations import owned_relation
from gridward.shared.runs import Run

__all__ = ["PlateScheme", "PlateState", "WorkerLivesHere"]


class DoorState(OwnedRow):
    """A state a door can be in; the first five come with every community, the user adds others."""

    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=30)
    name_en = models.CharField(max_length=30)
    is_lived_in = models.BooleanField(default=False)
    needs_recheck = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community_id", "code"], name="one_door_state_a_code")]


class DoorFields(models.Model):
    """What is recorded of a door; addresses, plates and states are plain, people are not here."""

    building_id = models.UUIDField()
    site_id = models.UUIDField()
    area_id = models.UUIDField(null=True)
    unit = models.CharField(max_length=10, blank=True)
    room = models.CharField(max_length=20, blank=True)
    sub = models.CharField(max_length=20, blank=True, help_text="part of a lane house: 东户, -1")
    address = models.CharField(
        max_length=120, help_text="official address, canonical: 信合小区3号楼2单元501室"
    )
    address_key = models.CharField(max_length=120, help_text="place|building|sub|unit|room")
    address_as_written = models.CharField(
        max_length=200, blank=True, help_text="kept where it could not be read for sure"
    )
    plate = models.CharField(
        max_length=30, blank=True, help_text="the community's own number; never replaces the address"
    )
    plate_state = models.CharField(
        max_length=10,
        choices=PlateState.choices,
        default=PlateState.ASSIGNED,
        help_text="how far the plate is; says nothing where there is no number",
    )
    plate_scheme = models.PositiveSmallIntegerField(
        default=0, help_text="the version of the scheme that gave the number; 0: by hand or from a roster"
    )
    state = models.CharField(max_length=30, default="lived_in")
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="visits without an answer since the last answer"
    )
    recheck_on = models.DateField(null=True)
    worker_id = models.UUIDField(null=True, help_text="responsible worker: 包户责任人")
    walking_order = models.PositiveIntegerField(default=0)
    flags = models.JSONField(default=list, help_text="codes of what is unsure about the address")

    class Meta:
        abstract = True


class Door(OwnedRow, DoorFields):
    """A door as it stands now: the starting point of everything."""

    building = owned_relation("areas.Building", "building_id", "doors")
    site = owned_relation("areas.Site", "site_id", "doors")
    area = owned_relation("areas.Area", "area_id", "doors")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "address_key"], name="one_door_an_address"),
            models.UniqueConstraint(
                fields=["community_id", "plate"], condition=~models.Q(plate=""), name="one_door_a_plate"
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "area_id", "walking_order"]),
            models.Index(fields=["community_id", "worker_id"]),
            models.Index(fields=["community_id", "building_id"]),
            models.Index(fields=["community_id", "walking_order"]),
        ]

    def __str__(self) -> str:
        return self.address


class DoorVersion(VersionRow, DoorFields):
    """A door as it was."""


class HouseholdFields(models.Model):
    """What is recorded of a household; several may live behind one door."""

    door_id = models.UUIDField()
    number = models.CharField(max_length=30, blank=True, help_text="its number in the community's register")
    is_tenant = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)
    sealed_more = models.BinaryField(default=bytes, help_text="note, fields the community adds")

    class Meta:
        abstract = True


class Household(OwnedRow, HouseholdFields):
    """A household as it stands now."""

    door = owned_relation("households.Door", "door_id", "households")

    class Meta:
        indexes = [models.Index(fields=["community_id", "door_id"])]


class HouseholdVersion(VersionRow, HouseholdFields):
    """A household as it was."""


class Whereabouts(models.TextChoices):
    """Where a person is; the registered address is another matter."""

    HOME = "home", _("At home")
    AWAY = "away", _("Away until")
    HOSPITAL = "hospital", _("In hospital")
    ISOLATION = "isolation", _("In central isolation")
    MOVED = "moved", _("Moved away")
    VISITOR = "visitor", _("Staying visitor")
    UNREACHABLE = "unreachable", _("Unreachable")
    DECEASED = "deceased", _("Deceased")


# Who counts as really living here: those who sleep here or will again without moving in anew.
LIVING_HERE = (
    Whereabouts.HOME,
    Whereabouts.HOSPITAL,
    Whereabouts.ISOLATION,
    Whereabouts.VISITOR,
    Whereabouts.UNREACHABLE,
)


class IdState(models.TextChoices):
    """What we hold of a person's ID."""

    NONE = "none", _("No number")
    VALID = "valid", _("Number in order")
    OTHER = "other", _("Other document")
    FLAGGED = "flagged", _("Number to be checked")


class PersonFields(models.Model):
    """What is recorded of a person; each sealed bundle is one field group, opened by its own right."""

    household_id = models.UUIDField()
    door_id = models.UUIDField(help_text="the household's door, kept here for scope and search")
    relation = models.CharField(
        max_length=20, blank=True, help_text="to the head of household: 户主, 配偶, 子 …"
    )
    is_head = models.BooleanField(default=False)
    is_tenant = models.BooleanField(default=False)
    birth_year = models.PositiveSmallIntegerField(
        null=True, help_text="for the rules on minors; the date is sealed"
    )
    id_state = models.CharField(max_length=10, choices=IdState.choices, default=IdState.NONE)
    whereabouts = models.CharField(max_length=20, choices=Whereabouts.choices, default=Whereabouts.HOME)
    whereabouts_from = models.DateField(null=True)
    whereabouts_until = models.DateField(null=True)
    guardian_id = models.UUIDField(null=True, help_text="person; for those under 14")
    order = models.PositiveSmallIntegerField(default=0)
    flags = models.JSONField(default=list, help_text="finding codes to be cleared up by a person")
    merged_into_id = models.UUIDField(
        null=True, help_text="the person this one turned out to be; kept so that it can be undone"
    )
    sealed_identity = models.BinaryField(default=bytes, help_text="name, sex, birth_date")
    sealed_ids = models.BinaryField(default=bytes, help_text="kind, number, as_written")
    sealed_phones = models.BinaryField(default=bytes, help_text="phones: list of number, note")
    sealed_more = models.BinaryField(
        default=bytes, help_text="registered_address, moved_to, remark, added fields"
    )

    class Meta:
        abstract = True


class Person(OwnedRow, PersonFields):
    """A person as recorded now."""

    household = owned_relation("households.Household", "household_id", "persons")
    door = owned_relation("households.Door", "door_id", "persons")

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "household_id"]),
            models.Index(fields=["community_id", "door_id"]),
            models.Index(fields=["community_id", "whereabouts"]),
        ]


class PersonVersion(VersionRow, PersonFields):
    """A person as recorded before."""


class Category(OwnedRow):
    """A class or special group the community defines, of persons or of households."""

    class Subject(models.TextChoices):
        """Whom a category marks."""

        PERSON = "person", _("Persons")
        HOUSEHOLD = "household", _("Households")

    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    purpose = models.CharField(max_length=200)
    ends_on = models.DateField(null=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community_id", "code"], name="one_category_a_code")]


class MarkFields(models.Model):
    """A category on a person or household; its id derives from both, so marking twice marks once."""

    category_id = models.UUIDField()
    subject_id = models.UUIDField()
    is_on = models.BooleanField(default=True)

    class Meta:
        abstract = True


class Mark(OwnedRow, MarkFields):
    """A mark as it stands now."""

    category = owned_relation("households.Category", "category_id", "marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "category_id", "subject_id"], name="one_mark_a_subject"
            )
        ]
        indexes = [models.Index(fields=["community_id", "subject_id"])]


class MarkVersion(VersionRow, MarkFields):
    """A mark as it was."""


class SearchToken(models.Model):
    """A blind search term of a person: a truncated keyed hash, never the text."""

    pk = models.CompositePrimaryKey("community_id", "token", "person_id")
    community_id = models.UUIDField()
    token = models.BigIntegerField()
    person_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["community_id", "person_id"])]


class RosterImport(Run):
    """One roster file on its way in: staged in batches, previewed, applied whole or not at all."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Being read")
        READY = "ready", _("Ready to be looked at")
        APPLYING = "applying", _("Going in")
        APPLIED = "applied", _("In the register")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="keyed digest of the file, to know it again")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    operation_id = models.UUIDField(help_text="the purpose it is collected for; scope of its keys")
    options = models.JSONField(default=dict, help_text="hidden sheets asked for")
    summary = models.JSONField(default=dict, help_text="counts by verdict; no personal data")
    sealed_file = models.BinaryField(default=bytes, help_text="the upload, until applied or cancelled")


class StagedRow(OwnedRow):
    """One row of the file and what becomes of it; its values are sealed."""

    import_id = models.UUIDField()
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=60, blank=True)
    findings = models.JSONField(default=list, help_text="list of (code, column)")
    person_id = models.UUIDField(null=True)
    sealed = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "import_id", "position"], name="one_staged_row_a_position"
            )
        ]
        indexes = [models.Index(fields=["community_id", "import_id", "verdict"])]


class LookAlike(OwnedRow):
    """Two people who may be one: waits for a person to say; never merged by the machine."""

    person_id = models.UUIDField()
    other_id = models.UUIDField()
    import_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=60)
    found_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=10, blank=True, help_text="same, different")
    kept_id = models.UUIDField(null=True, help_text="who was kept, where they are the same")
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "person_id", "other_id"], name="one_look_alike_a_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_by_id=None, decided_at=None)
                | ~models.Q(decision="") & models.Q(decided_by_id__isnull=False, decided_at__isnull=False),
                name="a_decision_names_its_maker",
            ),
        ]


keep_versions(Door, DoorVersion)
keep_versions(Household, HouseholdVersion)
keep_versions(Person, PersonVersion)
keep_versions(Mark, MarkVersion)
