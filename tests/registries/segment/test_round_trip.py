"""Five thousand events there and back, on the worst day that the network can have."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.model import Operation
from reflekt_dbt.registries.pace import Clock
from tests.fakes.http import Faults
from tests.fakes.segment import FakeSegment
from tests.registries.segment.conftest import connect_to
from tests.registries.segment.events import is_there, made_up, operations, remotes_of

PLAN = "Jaffle Shop"
SEEDS = range(5)


class Killed(BaseException):
    """Somebody pulled the plug."""


def quiet(_line):
    """Take what is said on the way."""


def killed_at(moment, fake):
    """Return what listens to a push, and ends it after so many writes in all."""

    def listen(line):
        if len(fake.writes) >= moment:
            raise Killed(line)

    return listen


@pytest.fixture(autouse=True)
def no_rate_limit(monkeypatch):
    monkeypatch.setattr(Clock, "sleep", lambda _self, _seconds: None)


def read_until_in_step(segment, expressed, tries=5):
    """Read back as the flow does, a few times: a registry may need a moment."""
    for _ in range(tries):
        there = remotes_of(segment, PLAN)
        if all(is_there(one, there) for one in expressed):
            return there
    return there


def test_five_thousand_events_come_back_as_they_were_pushed():
    documents = made_up(5_000, seed=2026)
    every = random.Random(7)  # noqa: S311 - a seed, and no secret
    bad = Faults(
        page_size=50,
        too_many=frozenset(every.sample(range(1, 200), 20)),
        fail_every_write=7,
        fail_when_done=True,
        html_errors=True,
        slow=0.001,
        cut=frozenset(every.sample(range(4, 200), 10)),
        stale_reads=102,
    )
    with FakeSegment(bad) as fake:
        segment = connect_to(fake)
        plan = fake.add_plan(PLAN)
        theirs = {"type": "TRACK", "key": "Of somebody else", "version": 1, "jsonSchema": {}}
        bad.before_write = lambda: fake.put(plan, theirs)

        expressed = segment.express(documents, {})
        segment.push(PLAN, operations(segment, documents, {}), quiet)
        there = read_until_in_step(segment, expressed)
        written = len(fake.writes)
        segment.push(PLAN, operations(segment, documents, there), quiet)

        assert [one.key for one in expressed if not is_there(one, there)] == []
        assert [one.losses for one in expressed if one.losses] == []
        assert set(there) == {one.key for one in expressed} | {"TRACK/Of somebody else/1"}
        assert len(fake.writes) == written
        assert fake.violations == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_push_that_is_killed_at_any_moment_is_completed_by_the_next(seed):
    dice = random.Random(seed)  # noqa: S311 - a seed, and no secret
    documents = made_up(700, seed)
    with FakeSegment(Faults(page_size=90)) as fake:
        segment = connect_to(fake)
        moments = iter(sorted(dice.sample(range(1, 12), 3)))

        for moment in moments:
            there = remotes_of(segment, PLAN) if fake.plans else {}
            with suppress(Killed):
                segment.push(
                    PLAN, operations(segment, documents, there), killed_at(moment, fake)
                )
        there = remotes_of(segment, PLAN) if fake.plans else {}
        segment.push(PLAN, operations(segment, documents, there), quiet)

        there = remotes_of(segment, PLAN)
        assert operations(segment, documents, there) == []
        assert len(fake.plans) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_deleted_that_nobody_asked_to_delete(seed):
    dice = random.Random(seed)  # noqa: S311 - a seed, and no secret
    with FakeSegment() as fake:
        segment = connect_to(fake)
        segment.push(PLAN, operations(segment, made_up(300, seed), {}), quiet)
        plan = fake.plans["tp_0001"]
        may_go: set[str] = set()
        ever = set(remotes_of(segment, PLAN))
        for _ in range(6):
            fake.faults = Faults(
                page_size=dice.choice((None, 1000, 37)),
                fail_every_write=dice.choice((0, 2, 3)),
                fail_when_done=dice.random() < 0.5,
                stale_reads=dice.choice((0, 2)),
                end=dice.choice(("absent", "null", "empty")),
            )
            there = remotes_of(segment, PLAN)
            asked = set(dice.sample(sorted(there), dice.randint(0, 5)))
            some = [one for one in made_up(300, seed + 100) if dice.random() < 0.2]
            wanted = [
                one for one in operations(segment, some, there) if one.key not in asked
            ] + [Operation("delete", key, None, there[key]) for key in asked]
            may_go |= asked
            with suppress(RegistryError):  # old answers, and others' edits
                segment.push(PLAN, wanted, quiet)
            fake.faults = Faults()
            plan.before.clear()
            now = set(remotes_of(segment, PLAN))
            assert ever - now <= may_go
            ever |= now
        assert fake.violations == []
