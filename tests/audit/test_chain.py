"""The log is sealed into a chain, and every way of tampering with it shows."""

from collections.abc import Callable

import pytest

from gridward.accounts.jobs import seal_logs
from gridward.audit.actions import announce
from gridward.audit.chain import breaks, seal_entries
from gridward.audit.checks import CHAIN
from gridward.audit.models import Entry
from gridward.facts.models import CommunityClock
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(cast: Cast) -> Cast:
    """A log of the cast with its seals."""
    for number in range(5):
        announce("worker.changed", community_id=cast.community_id, by_id=cast.founder_id, how_many=number)
    seal_entries(cast.community_id)
    return cast


def log_of(cast: Cast):
    return Entry.objects.filter(community_id=cast.community_id).order_by("seq")


def middle(cast: Cast):
    seqs = list(log_of(cast).values_list("seq", flat=True))
    return log_of(cast).filter(seq=seqs[len(seqs) // 2])


def test_a_sealed_log_is_whole(sealed: Cast) -> None:
    assert not log_of(sealed).filter(seal="").exists()
    assert list(breaks(sealed.community_id)) == []


def test_entries_after_the_last_seal_do_not_count_as_broken(sealed: Cast) -> None:
    announce("worker.changed", community_id=sealed.community_id, by_id=sealed.founder_id)
    assert list(breaks(sealed.community_id)) == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.update(by_id="00000000-0000-0000-0000-000000000001"),
        lambda rows: rows.update(deed="person.revealed"),
        lambda rows: rows.update(purpose="other"),
        lambda rows: rows.update(how_many=99),
        lambda rows: rows.update(subject_id=None, at="2020-01-01T00:00:00Z"),
        lambda rows: rows.update(seal="0" * 64),
        lambda rows: rows.update(seal=""),
        lambda rows: rows.delete(),
    ],
)
def test_an_entry_changed_or_removed_is_named(sealed: Cast, tamper: Callable[[object], object]) -> None:
    tamper(middle(sealed))
    assert list(breaks(sealed.community_id))
    assert next(iter(CHAIN.find(sealed.community_id))).rule == "audit.chain"


def test_sealing_again_does_not_heal_a_changed_entry(sealed: Cast) -> None:
    middle(sealed).update(deed="nothing.happened", seal="")
    seal_entries(sealed.community_id)
    assert [found.kind for found in breaks(sealed.community_id)] == ["changed"]


def test_a_log_cut_at_its_end_is_noticed(sealed: Cast) -> None:
    last = log_of(sealed).values_list("seq", flat=True).last()
    log_of(sealed).filter(seq=last).delete()
    assert [found.kind for found in breaks(sealed.community_id)] == ["end"]


def test_a_clock_turned_back_is_noticed(sealed: Cast) -> None:
    last = log_of(sealed).values_list("seq", flat=True).last()
    CommunityClock.objects.filter(community_id=sealed.community_id).update(seq=last - 1)
    assert [found.kind for found in breaks(sealed.community_id)] == ["end"]


def test_sealing_in_small_batches_gives_the_same_chain(cast: Cast) -> None:
    seal_entries(cast.community_id, batch=2)
    small = list(log_of(cast).values_list("seal", flat=True))
    log_of(cast).update(seal="")
    seal_entries(cast.community_id)
    assert list(log_of(cast).values_list("seal", flat=True)) == small


def test_the_job_seals_every_community_and_then_has_nothing_to_do(cast: Cast) -> None:
    assert seal_logs() > 0
    assert not Entry.objects.filter(community_id=cast.next_door_id, seal="").exists()
    assert seal_logs() == 0
