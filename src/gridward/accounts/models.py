"""Units, the people who work, their accounts, and what each may do where: rows with who, when and why."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.shared.ids import new_id
from gridward.shared.models import OwnedRow


class Role(models.TextChoices):
    """What a grant lets its worker be."""

    COORDINATOR = "coordinator", _("Coordinator")
    AREA_LEADER = "area_leader", _("Area leader")
    WORKER = "worker", pgettext_lazy("role", "Worker")
    DATA_OFFICER = "data_officer", _("Data officer")
    READER = "reader", _("Reader")
    SAMPLER = "sampler", pgettext_lazy("role", "Sampler")
    LABORATORY = "laboratory", pgettext_lazy("role", "Laboratory")
    HEALTH_CONTACT = "health_contact", _("Health contact")
    PATROL = "patrol", _("Patrol or checkpoint")
    ABOVE = "above", _("Street or county")


# Roles of one task: they open only the pages made for them, and reach no door, person or due by their scope.
NARROW_ROLES = frozenset({Role.SAMPLER, Role.LABORATORY, Role.HEALTH_CONTACT, Role.PATROL})


class Scope(models.TextChoices):
    """How far a grant reaches: the whole community, one area, own doors; or, of a unit above, figures of all below."""

    COMMUNITY = "community", _("Whole community")
    AREA = "area", _("One area")
    OWN = "own", _("Own doors")
    BELOW = "below", _("Communities below, in figures")


class UnitKind(models.TextChoices):
    """The levels and kinds of unit that people come from."""

    CITY = "city", _("City")
    COUNTY = "county", _("County")
    STREET = "street", _("Street office")
    COMMUNITY = "community", _("Community")
    DEPARTMENT = "department", _("Department")
    ENTERPRISE = "enterprise", _("Enterprise")
    OTHER = "other", _("Other")


class Unit(models.Model):
    """A unit people belong to; a community's unit id is the `community_id` of all it owns."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=12, blank=True, help_text="12-digit code of a community")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_unit_a_code"),
            models.CheckConstraint(
                condition=~models.Q(kind="community") | models.Q(code__regex=r"^[0-9]{12}$"),
                name="a_community_has_a_12_digit_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A person who works; may have no account. 党员 is an optional mark on workers, never on residents."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="workers")
    community = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="detailed_workers")
    phone = models.CharField(max_length=30, blank=True)
    is_party_member = models.BooleanField(null=True)
    duty = models.TextField(blank=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["community"])]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A working group (工作组) of a community."""

    id = models.UUIDField(primary_key=True, default=new_id)
    community = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    duty = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_team_a_name")]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A worker in a team, from and until."""

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="memberships")
    is_leader = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "worker"], condition=models.Q(until=None), name="one_place_a_team_and_worker"
            )
        ]


class Urgency(models.TextChoices):
    """Whether a notice waits until its reader looks anyway."""

    ORDINARY = "ordinary", pgettext_lazy("notice", "Ordinary")
    URGENT = "urgent", pgettext_lazy("notice", "Urgent")


class Notice(OwnedRow):
    """What a worker is told: ids alone, put into words when it is read; withdrawn, never deleted."""

    worker_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    about_id = models.UUIDField(help_text="what a withdrawal names")
    about = models.JSONField(default=dict, help_text="further ids by word; nothing about a person")
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY)
    url = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by_id = models.UUIDField()
    read_at = models.DateTimeField(null=True)
    withdraws_id = models.UUIDField(null=True, help_text="the notice this one takes back")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)
    withdrawn_why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by_id=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="a_withdrawn_notice_says_who_and_when",
            )
        ]
        indexes = [
            models.Index(fields=["community_id", "worker_id", "sent_at"]),
            models.Index(fields=["community_id", "about_id"]),
            models.Index(
                fields=["community_id", "worker_id"],
                condition=models.Q(read_at=None, withdrawn_at=None),
                name="unread_notices",
            ),
        ]


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its user name, its worker with it: every request needs both."""

    def get_queryset(self) -> "models.QuerySet[Account]":
        """Accounts with their workers, in one query."""
        return super().get_queryset().select_related("worker")

    def get_by_natural_key(self, username: str | None) -> "Account":
        """User names are kept in lower case."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A way to sign in, of one worker."""

    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(max_length=60, unique=True)
    worker = models.OneToOneField(Worker, on_delete=models.PROTECT, related_name="account")
    language = models.CharField(max_length=10, blank=True)
    last_community = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants in force."""

    def in_force(self, at: datetime | None = None) -> "GrantQuerySet":
        """Begun and neither ended nor taken back."""
        now = at or timezone.now()
        return self.filter(models.Q(until=None) | models.Q(until__gt=now), since__lte=now)


class Grant(models.Model):
    """A role given to a worker over a scope, by somebody, from and until, with the reason."""

    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="grants")
    community = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="grants",
        help_text="or the street or county, for the role above",
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=20, choices=Scope.choices)
    scope_id = models.UUIDField(null=True, help_text="the area, where the scope is one area")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")

    objects: Any = models.Manager.from_queryset(GrantQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope="area", scope_id__isnull=False)
                | ~models.Q(scope="area") & models.Q(scope_id=None),
                name="an_area_grant_names_its_area",
            )
        ]
        indexes = [models.Index(fields=["worker", "community"])]


class Device(OwnedRow):
    """A phone that sends facts for its worker: of its token only a digest is kept."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, help_text="of the secret part of its token")
    enrolled_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True)
    clock_offset = models.FloatField(
        null=True, help_text="seconds its clock was ahead of ours when last seen"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by_id=None)
                | models.Q(revoked_at__isnull=False, revoked_by_id__isnull=False),
                name="a_revoked_device_says_who_and_when",
            )
        ]
        indexes = [models.Index(fields=["community_id", "worker"])]

    def __str__(self) -> str:
        return self.name


class DeviceCode(OwnedRow):
    """A one-time code by which a phone becomes a device of a worker; of it only a digest is kept."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    device_id = models.UUIDField(null=True, help_text="the device that used it")
