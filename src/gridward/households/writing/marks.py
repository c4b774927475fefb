"""Rows of marks: a category on a person or household; the id derives from both, so marking twice marks once."""

from collections.abc import Sequence
from uuid import UUID

from gridward.facts.said import Drafts, Put
from gridward.facts.versions import Stamp
from gridward.households.entries import MarkFact
from gridward.households.models import Mark
from gridward.households.writing.doors import joined
from gridward.shared.batches import in_batches
from gridward.shared.ids import derived_id


def mark_id(category_id: UUID, subject_id: UUID) -> UUID:
    """The id of a category's mark on a subject."""
    return derived_id("mark", category_id, subject_id)


def write_marks(community_id: UUID, facts: Sequence[MarkFact], stamp: Stamp) -> Put:
    """Put marks on or take them off; taking off what was never on writes nothing."""
    return joined([_write_marks(community_id, batch, stamp) for batch in in_batches(facts, 2000)])


def _write_marks(community_id: UUID, facts: Sequence[MarkFact], stamp: Stamp) -> Put:
    ids = [mark_id(fact.category_id, fact.subject_id) for fact in facts]
    drafts = Drafts(Mark, community_id, lambda: Mark.objects.with_ids(community_id, ids))
    for id, fact in zip(ids, facts, strict=True):
        if not fact.is_on and id not in drafts.standing:
            continue
        row = drafts.draft(id)
        row.category_id, row.subject_id, row.is_on = fact.category_id, fact.subject_id, fact.is_on
    return drafts.write(stamp)
