"""The log proves itself."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.audit.chain import breaks
from gridward.shared.registries import Check, Finding

RULE = "audit.chain"
KINDS = {
    "changed": gettext_noop("entry {seq} of the log, or one before it, was changed or removed"),
    "unsealed": gettext_noop("the seal before entry {seq} of the log was removed"),
    "end": gettext_noop("the log ends at entry {seq}, but the community's clock does not"),
}


def broken_chain(community_id: UUID) -> Iterator[Finding]:
    """Each place where the log does not hold together."""
    for found in breaks(community_id):
        yield Finding(rule=RULE, subject=str(found.seq), words=_(KINDS[found.kind]).format(seq=found.seq))


CHAIN = Check(rule=RULE, words=gettext_noop("Nobody has changed or shortened the log."), find=broken_chain)
