"""One seeded run: phones send, things die, and afterwards every acknowledged fact is there once."""

import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from gridward.accounts.actions import enrol_device, offer_device_code
from gridward.accounts.actors import Actor
from gridward.facts.models import Change, CommunityClock, FactConflict
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from gridward.shared.registries import Finding, checks
from gridward.testing.models import Sample, TestDay, Tube
from tests.torture.phones import Ground, Phone
from tests.torture.stage import Database, Web

PHONES, FACTS, TUBES, KILLS = 4, 24, 6, 3
# In every run of so many an older backup comes back.
RESTORED = 5


class Ordeal:
    """A community under torture; `run` raises AssertionError when a fact is lost, doubled or altered."""

    def __init__(self, database: Database, web: Web, by: Actor, day: TestDay, people: list[UUID]) -> None:
        self.database, self.web, self.by, self.day, self.people = database, web, by, day, people
        # What a bare community lacks, as a leader of its areas, is no news.
        self.known = self._findings()

    def run(self, seed: int) -> None:
        """One run: things die while phones send; in some an older backup comes back afterwards."""
        let_go()
        chance = random.Random(seed)
        phones = self._phones(chance)
        stop = threading.Event()
        killer = threading.Thread(target=self._kill, args=(random.Random(-seed), stop))
        killer.start()
        try:
            _all_at_once([phone.send_all for phone in phones])
        finally:
            stop.set()
            killer.join()
        if seed % RESTORED == 0:
            self._lose_a_backup(phones)
        self._contradict(chance, phones)
        self._prove(phones)

    def _phones(self, chance: random.Random) -> list[Phone]:
        prefix = f"T-{chance.randrange(16**6):06X}-"
        ground = Ground(
            self.day.id, [new_id() for _ in range(2)], self.people, [f"{prefix}{n}" for n in range(TUBES)]
        )
        phones = [self._phone(chance, ground, n) for n in range(PHONES)]
        for phone in phones:
            phone.see(FACTS)
        return phones

    def _phone(self, chance: random.Random, ground: Ground, number: int) -> Phone:
        code = offer_device_code(by=self.by, worker_id=self.by.worker_id)
        device = enrol_device(code=code.code, name=f"phone {number}")
        # One of them has a clock that is a day wrong.
        off = timedelta(days=chance.choice((-1, 1))) if number == 0 else timedelta()
        station = ground.station_ids[number % 2]
        return Phone(self.web.port, device.token, ground, station, random.Random(chance.random()), off)

    def _kill(self, chance: random.Random, stop: threading.Event) -> None:
        """Kill now this, now that, a few times; both stand again at the end."""
        for _ in range(chance.randint(1, KILLS)):
            if stop.wait(chance.uniform(0.02, 0.6)):
                return
            if chance.random() < 0.3 and self.database.vendor == "postgresql":
                self.database.kill()
                time.sleep(chance.uniform(0, 0.2))
                self.database.revive()
            else:
                self.web.kill()
                time.sleep(chance.uniform(0, 0.2))
                self.web.start()

    def _lose_a_backup(self, phones: list[Phone]) -> None:
        """Back up, take more in, lose it all and put the backup back; phones offer again what they kept."""
        self._at_rest(self.database.back_up)
        for phone in phones:
            phone.see(FACTS // 4)
        _all_at_once([phone.send_all for phone in phones])
        self._at_rest(self.database.restore)
        CommunityClock.objects.filter(community_id=self.by.community_id).update(epoch=new_id())
        _all_at_once([phone.offer_again for phone in phones])

    def _at_rest(self, deed: Callable[[], None]) -> None:
        self.web.kill()
        let_go()
        deed()
        let_go()
        self.web.start()

    def _contradict(self, chance: random.Random, phones: list[Phone]) -> None:
        let_go()
        phone = chance.choice(phones)
        id = chance.choice(list(phone.facts))
        assert phone.contradict(id) == "conflict"
        conflicts = FactConflict.objects.of(self.by.community_id).filter(fact_id=id)
        assert conflicts.count() == 1, "the other wording is kept, once"

    def _prove(self, phones: list[Phone]) -> None:
        """Every fact is kept as it was sent, once, with its change row; its due is done; every rule holds."""
        let_go()
        us = self.by.community_id
        sent: dict[str, Any] = {id: fact["body"] for phone in phones for id, fact in phone.facts.items()}
        assert not [phone.refused for phone in phones if phone.refused], "nothing was to be refused"
        kept = {str(sample.id): sample for sample in Sample.objects.with_ids(us, [UUID(id) for id in sent])}
        assert set(kept) == set(sent), f"{len(set(sent) - set(kept))} acknowledged facts are lost"
        codes = dict(Tube.objects.of(us).values_list("id", "code"))
        for id, body in sent.items():
            assert str(kept[id].subject_id) == body["subject_id"] and codes[kept[id].tube_id] == body["tube"]
        changes = Change.objects.filter(
            community_id=us, kind="sample", entity_id__in=[UUID(id) for id in sent]
        )
        assert changes.count() == len(sent), "a fact counts twice, or its change row is lost"
        subjects = {body["subject_id"] for body in sent.values()}
        undone = Due.objects.of(us).filter(round_id=self.day.centre_round_id, subject_id__in=subjects)
        assert not undone.exclude(state=Due.State.DONE).exists(), "a sample left its due open"
        broken = self._findings() - self.known
        assert not broken, list(broken)[:3]

    def _findings(self) -> set[Finding]:
        return {finding for check in checks for finding in check.find(self.by.community_id)}


def let_go() -> None:
    """Give up connections to a database that may have died since."""
    for one in connections.all():
        one.close()
        if hasattr(one, "close_pool"):
            one.close_pool()


def _all_at_once(deeds: list[Callable[[], None]]) -> None:
    """Each in a thread of its own; what one raises is raised here."""
    failed: list[BaseException] = []

    def guarded(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 - it is raised again by whoever waits
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
