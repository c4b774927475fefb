"""Every registered rule proved on the data; what cannot even be asked is an exception to its rule as well."""

from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError
from django.utils.translation import gettext as _

from gridward.shared.problems import Problem
from gridward.shared.registries import Check, Finding, checks


@dataclass(frozen=True)
class Proof:
    """A rule and everything that breaks it."""

    check: Check
    findings: list[Finding]

    @property
    def words(self) -> str:
        """The rule in the reader's language."""
        return _(self.check.words)


def prove_all(community_id: UUID) -> list[Proof]:
    """Every rule in the order of the rooms."""
    return [Proof(check, findings_of(check, community_id)) for check in checks]


def findings_of(check: Check, community_id: UUID) -> list[Finding]:
    """The exceptions to one rule. Data too damaged to be asked is one, and stops no other rule."""
    try:
        return list(check.find(community_id))
    except Problem as problem:
        return [Finding(check.rule, _("the whole rule"), problem.message)]
    except DatabaseError as error:
        return [Finding(check.rule, _("the whole rule"), f"{type(error).__name__}: {error}")]


def broken(proofs: list[Proof]) -> list[Proof]:
    """The rules that do not hold."""
    return [proof for proof in proofs if proof.findings]
