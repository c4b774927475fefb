"""Accounts: made with a password that works once, opened again, closed; and the owner's own choices."""

import re
import secrets
from dataclasses import dataclass
from uuid import UUID

from axes.utils import reset as reset_attempts
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language_info

from gridward.accounts.actions.grants import keep_a_data_officer
from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Account, Role, Worker
from gridward.audit.actions import announce
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

USERNAME_TAKEN = problem_code(
    "accounts.username_taken", 409, "The sign-in name {username} is taken; choose another."
)
BAD_USERNAME = problem_code(
    "accounts.bad_username",
    422,
    "A sign-in name has 3 to 60 small letters, digits, dots or dashes and begins with a letter or digit.",
)
HAS_ACCOUNT = problem_code("accounts.has_account", 409, "{name} already has an account.")
WEAK_PASSWORD = problem_code("accounts.weak_password", 422, "This password will not do: {why}")
NOT_YOURSELF = problem_code(
    "accounts.not_yourself", 409, "You cannot close your own account; ask another data officer."
)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
# Without letters and digits that look alike when read out or copied by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class NewAccount:
    """An account with its password in clear, to be shown once."""

    account: Account
    password: str


def one_time_password() -> str:
    """A random password that can be read out: three groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def make_account(
    *,
    by: Actor,
    worker_id: UUID,
    username: str,
    password: str | None = None,
    must_change_password: bool = True,
) -> NewAccount:
    """Give a worker a way to sign in; without a password one is made up. Data officer only.

    Raises shared.not_found, accounts.username_taken, accounts.bad_username, accounts.has_account,
    accounts.weak_password.
    """
    must_be(by, Role.DATA_OFFICER)
    worker = Worker.objects.filter(id=worker_id, community_id=by.community_id, left_at=None).first()
    if worker is None:
        raise Problem(NOT_FOUND)
    username = username.strip().lower()
    _check_account(worker, username)
    clear = password or one_time_password()
    account = Account(username=username, worker=worker, must_change_password=must_change_password)
    check_password(clear, account)
    account.set_password(clear)
    Account.objects.bulk_create([account])
    _announce(by, "account.made", account)
    return NewAccount(account, clear)


@transaction.atomic
def reset_password(*, by: Actor, account_id: UUID) -> NewAccount:
    """A fresh one-time password; every session of the account ends and a lock opens. Data officer only."""
    must_be(by, Role.DATA_OFFICER)
    account = own_account(by, account_id)
    clear = one_time_password()
    account.set_password(clear)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    reset_attempts(username=account.username)
    _announce(by, "account.password_reset", account)
    return NewAccount(account, clear)


@transaction.atomic
def unlock(*, by: Actor, account_id: UUID) -> None:
    """Forget the failed attempts that locked an account. Data officer only."""
    must_be(by, Role.DATA_OFFICER)
    account = own_account(by, account_id)
    reset_attempts(username=account.username)
    _announce(by, "account.unlocked", account)


@transaction.atomic
def set_account_open(*, by: Actor, account_id: UUID, is_open: bool) -> None:
    """Close an account, or open it again. Raises accounts.not_yourself, accounts.last_data_officer."""
    must_be(by, Role.DATA_OFFICER)
    account = own_account(by, account_id)
    if account.worker_id == by.worker_id and not is_open:
        raise Problem(NOT_YOURSELF)
    Account.objects.filter(id=account.id).update(is_active=is_open)
    keep_a_data_officer(by.community_id)
    _announce(by, "account.opened" if is_open else "account.closed", account)


@transaction.atomic
def change_own_password(*, account: Account, password: str, community_id: UUID | None) -> None:
    """The owner's new password; raises accounts.weak_password. Nothing is announced outside a community."""
    check_password(password, account)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    if community_id:
        announce(
            "account.password_changed",
            community_id=community_id,
            by_id=account.worker_id,
            changed=[("account", account.id)],
        )


def remember_language(*, account: Account, language: str) -> None:
    """Keep the language its owner chose; raises KeyError for one Django does not know."""
    get_language_info(language)
    Account.objects.filter(id=account.id).update(language=language)


def remember_community(*, account: Account, community_id: UUID) -> None:
    """Keep the community its owner worked in last."""
    Account.objects.filter(id=account.id).update(last_community_id=community_id)


@transaction.atomic
def note_sign_in(*, account: Account, community_id: UUID) -> None:
    """Write down that somebody signed in, under the community they came to."""
    announce(
        "account.signed_in",
        community_id=community_id,
        by_id=account.worker_id,
        subject_id=account.id,
        how_many=1,
    )


def check_password(password: str, account: Account) -> None:
    """Raise accounts.weak_password with the reasons in the reader's language."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Problem(WEAK_PASSWORD, {"why": " ".join(error.messages)}) from error


def own_account(by: Actor, account_id: UUID) -> Account:
    """An account of a worker of the own community; raises shared.not_found."""
    account = Account.objects.filter(id=account_id, worker__community_id=by.community_id).first()
    if account is None:
        raise Problem(NOT_FOUND)
    return account


def _check_account(worker: Worker, username: str) -> None:
    if not USERNAME.fullmatch(username):
        raise Problem(BAD_USERNAME)
    if Account.objects.filter(worker=worker).exists():
        raise Problem(HAS_ACCOUNT, {"name": worker.name})
    if Account.objects.filter(username=username).exists():
        raise Problem(USERNAME_TAKEN, {"username": username})


def _announce(by: Actor, deed: str, account: Account) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("account", account.id)])
