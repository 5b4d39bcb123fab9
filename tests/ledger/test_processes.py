"""Many processes at once on the same cases: nothing is lost, nothing is done twice, nobody waits for ever."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
import json
import os
import time
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger import schema
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Actor, Command, Dispatch, File, Handle, Rework
from cmsdk.model.entry import GENESIS, chain
from cmsdk.work.case import fold
from cmsdk.work.forms import CaseForms

TOWN = "us.ma.testville"
KEY = b"k" * 32
CLERK, HANDLER = Actor("ann", ("clerk",)), Actor("bob", ("handler",))
SHARED, TURNS, BATCH = 4, 25, 50
PATIENCE = 60.0
"""Seconds that a writer waits at most here: far more than it takes, on the slowest machine."""


def _fork(work: Callable[[], Any]) -> tuple[int, int]:
    """A child process that does ``work``; its number, and the pipe in which its answer comes as JSON."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        with suppress(BaseException):
            answer = json.dumps(work()).encode()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer)
            code = 0
        os._exit(code)
    os.close(writing)
    return child, reading


def _answers(children: list[tuple[int, int]]) -> list[Any]:
    found = []
    for child, reading in children:
        with os.fdopen(reading) as pipe:
            found.append(json.loads(pipe.read() or "null"))
        assert os.waitpid(child, 0)[1] == 0
    return found


def _reports(prefix: str, number: int) -> bytes:
    return ("No.,Text\n" + "".join(f"{prefix}{n},litter {prefix}{n}\n" for n in range(number))).encode()


def _turns(plan: CityPlan, url: str, ids: list[str], own: int) -> dict[str, int]:
    """One clerk and one handler: they work on shared cases, and bring in what others bring in too."""
    city = City(plan, open_ledger(url, key=KEY, patience=PATIENCE))
    told = dict.fromkeys(("done", "late", "not now"), 0)
    for turn in range(TURNS):
        case_id = ids[(turn + own) % len(ids)]
        for command, by in ((Handle(result=f"{own}"), HANDLER), (Rework(reason=f"{own}"), CLERK)):
            answer = city.act(case_id, command, by, key=f"{own}/{turn}/{command.name}")
            what = "done" if isinstance(answer, Case) else {"CMS709": "late", "CMS702": "not now"}[answer.code]
            told[what] += 1
        if turn % 5 == own % 5:
            outcome = city.receive("desk", _reports(f"t{turn // 5}-", BATCH))
            assert outcome.received == BATCH == len(outcome.case_ids) + outcome.duplicates
    city.close()
    return told


def _watch(plan: CityPlan, url: str, seconds: float) -> int:
    """A reader: whatever it sees was written as a whole. How often it looked."""
    ledger = open_ledger(url, key=KEY, patience=PATIENCE)
    assert isinstance(ledger, SqlLedger)
    cases, entries = schema.cases, schema.entries
    heads = sa.select(sa.func.max(entries.c.version)).where(entries.c.stream == cases.c.id).scalar_subquery()
    torn = sa.select(sa.func.count()).select_from(cases).where(cases.c.version != heads)
    end = time.monotonic() + seconds
    for looked in count(1):
        with ledger._db.reading() as connection:
            assert connection.scalar(torn) == 0
            assert ((connection.scalar(sa.select(sa.func.count()).select_from(cases)) or 0) - SHARED) % BATCH == 0
        if time.monotonic() > end:
            ledger.close()
            return looked
    raise AssertionError


def _opened(city: City) -> list[str]:
    ids = city.receive("desk", _reports("s", SHARED)).case_ids
    commands: tuple[Command, ...] = (Accept(), File(), Dispatch())
    for case_id in ids:
        assert all(isinstance(city.act(case_id, command, CLERK), Case) for command in commands)
    return ids


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "processes"), [("sqlite", 8), ("postgresql", 16)])
def test_many_processes_on_the_same_cases_lose_nothing_and_do_nothing_twice(
    engine: str, processes: int, url: str, plan: CityPlan, request: pytest.FixtureRequest
):
    address = str(request.getfixturevalue("postgres_url")) if engine == "postgresql" else url
    city = City(plan, open_ledger(address, key=KEY))
    ids = _opened(city)
    before = city.ledger.mark()
    city.close()
    watcher = _fork(lambda: _watch(plan, address, 5))
    children = [_fork(lambda own=own: _turns(plan, address, ids, own)) for own in range(processes)]  # type: ignore[misc]
    told = _answers(children)
    (looked,) = _answers([watcher])
    assert looked > 1
    done = sum(one["done"] for one in told)
    assert sum(sum(one.values()) for one in told) == processes * TURNS * 2
    assert done > SHARED
    city = City(plan, open_ledger(address, key=KEY))
    known = list(city.cases())
    assert len(known) == SHARED + BATCH * (TURNS // 5)
    assert city.ledger.mark() == before + done + 2 * BATCH * (TURNS // 5)
    for case in known:
        entries, prev = city.ledger.entries(case.id), GENESIS
        for number, e in enumerate(entries, start=1):
            made = chain(prev, e.stream, number, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
            assert (e.version, e.prev, e.hash) == (number, prev, made)
            prev = e.hash
        folded = fold(entries, CaseForms())
        assert folded is not None
        assert attrs.evolve(folded, trail=()) == case
    city.close()
