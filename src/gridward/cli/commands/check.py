"""`gridward check`: every rule proved, every exception named; exit 1 when there is one."""

import argparse
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.briefings.proofs import Proof, broken, prove_all
from gridward.cli.standing import all_communities, community_meant
from gridward.cli.words import say, say_json, tell
from gridward.operations.queries import failing_jobs


def run(args: argparse.Namespace) -> int:
    """Prove all rules on one community or on all, and say which work in the background fails."""
    jobs = [{"job": job.name, "failures": job.failures, "error": job.error} for job in failing_jobs()]
    communities = all_communities() if args.all else [community_meant(args)]
    answers = []
    for community in communities:
        proofs = prove_all(community.id)
        found = broken(proofs)
        answers.append({"community": community.code, "holds": not found, "rules": rules_of(proofs)})
        if not args.json:
            if args.all:
                say(f"{community.name} {community.code}")
            say_words(proofs, found)
    holds = all(answer["holds"] for answer in answers)
    if args.json:
        answer = {"holds": holds, "communities": answers} if args.all else answers[0]
        say_json({**answer, "failing_jobs": jobs})
    for job in () if args.json else jobs:
        tell(_("Work in the background fails: %(job)s (%(failures)d times): %(error)s") % job)
    return 0 if holds else 1


def rules_of(proofs: list[Proof]) -> list[dict[str, Any]]:
    """Every rule with its exceptions."""
    return [
        {
            "rule": proof.check.rule,
            "words": proof.words,
            "exceptions": [{"subject": f.subject, "words": f.words, "url": f.url} for f in proof.findings],
        }
        for proof in proofs
    ]


def say_words(proofs: list[Proof], found: list[Proof]) -> None:
    """The exceptions under their rules, then the sum."""
    for proof in found:
        say(f"{proof.words} [{proof.check.rule}]")
        for finding in proof.findings:
            say(f"  {finding.subject}: {finding.words}")
    exceptions = sum(len(proof.findings) for proof in found)
    rules = {"rules": len(proofs), "count": exceptions}
    if exceptions:
        words = ngettext(
            "%(count)d exception; %(rules)d rules proved.",
            "%(count)d exceptions; %(rules)d rules proved.",
            exceptions,
        )
        tell(words % rules)
    else:
        say(_("All %(rules)d rules hold.") % rules)
