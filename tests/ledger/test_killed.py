"""A process is killed in the middle (SIGKILL), at any statement or moment: what it confirmed is there, once, whole.

Each round is a child process that receives reports and acts on them, confirming each through a pipe, until it dies.
The next one goes on with the same ledger, as a city does after a power cut.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
import os
from random import Random
import signal
import time

import attrs
import pytest
import sqlalchemy as sa

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.ledger.open import open_ledger
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Actor, File
from cmsdk.model.entry import GENESIS, chain
from cmsdk.work.case import fold
from cmsdk.work.forms import CaseForms

TOWN = "us.ma.testville"
KEY = b"k" * 32
CLERK = Actor("ann", ("clerk", "dispatcher"))
FORMS = CaseForms()
REPORTS = 40
"""Reports that are brought in again and again, until all of them have been."""


@attrs.frozen
class Told:
    """What a process confirmed before it died."""

    received: frozenset[str]
    acted: frozenset[str]


def _payload(number: int) -> bytes:
    row = f"{number},2026-06-01 09:00,litter {number},mill,Zoe,1380000{number:04}"
    return f"No.,Time,Text,Place,Name,Phone\n{row}\n".encode()


def _work(plan: CityPlan, url: str, confirm: Callable[[str], None]) -> None:
    """Bring in every report and file its case, as one who does not know what the one before has done."""
    city = City(plan, open_ledger(url, key=KEY))
    for number in range(REPORTS):
        city.receive("desk", _payload(number))
        confirm(f"received {number}")
        case_id = city.ledger.known(TOWN, "desk", [str(number)])[str(number)]
        for command in (Accept(), File()):
            city.act(case_id, command, CLERK, key=f"{command.name} {number}")
        confirm(f"acted {number}")
    city.close()


def _die_at(statement: int) -> Callable[..., None]:
    """Kills its own process before the statement of this number, or before it commits."""
    left = [statement]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


def _round(plan: CityPlan, url: str, statement: int | None, seconds: float) -> Told:
    """One process: killed before its ``statement``, or after ``seconds``, or left to finish."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            if statement is not None:
                count = _die_at(statement)
                sa.event.listen(sa.Engine, "before_cursor_execute", count)
                sa.event.listen(sa.Engine, "commit", count)
            _work(plan, url, lambda line: os.write(writing, f"{line}\n".encode()) and None)
        os._exit(0)
    os.close(writing)
    if statement is None and seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().split("\n")
    os.waitpid(child, 0)
    said = [line.split() for line in lines if line]
    return Told(
        frozenset(number for what, number in said if what == "received"),
        frozenset(number for what, number in said if what == "acted"),
    )


def _verified(ledger: Ledger, case_id: str) -> Case:
    """The case, after its chain, its fold and its projection have been held against each other."""
    entries, prev = ledger.entries(case_id), GENESIS
    for number, e in enumerate(entries, start=1):
        made = chain(prev, e.stream, number, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
        assert (e.version, e.prev, e.hash) == (number, prev, made)
        prev = e.hash
    folded, stored = fold(entries, FORMS), ledger.case(case_id)
    assert folded is not None
    assert attrs.evolve(folded, trail=()) == stored
    return folded


def _check(url: str, told: Told) -> None:
    ledger = open_ledger(url, key=KEY)
    keys = [str(number) for number in range(REPORTS)]
    known = ledger.known(TOWN, "desk", keys)
    assert told.received <= known.keys()
    assert len(set(known.values())) == len(known)
    for number, case_id in known.items():
        case = _verified(ledger, case_id)
        types = [entry.type for entry in ledger.entries(case_id)]
        assert len(set(types)) == len(types)
        assert case.state == "filed" or number not in told.acted
        raw, person = ledger.raw(case_id), ledger.person(case.person)
        assert raw is not None
        assert person is not None
        assert person.phone == f"1380000{int(number):04}"
    assert ledger.mark() == sum(len(ledger.entries(case_id)) for case_id in known.values())
    assert len(ledger.deliveries(TOWN)) >= len(known)
    for delivery in ledger.deliveries(TOWN):
        assert ledger.payload(delivery.id)
    ledger.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def lasting(request: pytest.FixtureRequest, url: str) -> str:
    """The URL of an empty ledger that outlives a process."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else url


def _points(engine: str) -> Iterator[tuple[int | None, float]]:
    """Where processes die: at each of the first statements, then at statements and moments drawn by a fixed seed."""
    random, many = Random(5), engine.startswith("sqlite")  # noqa: S311  the same deaths in every run
    yield from ((statement, 0.0) for statement in range(60 if many else 40))
    yield from ((random.randrange(60, 600), 0.0) for _ in range(50 if many else 20))
    yield from ((None, random.uniform(0.005, 0.25)) for _ in range(60 if many else 30))


@pytest.mark.slow
def test_whatever_was_confirmed_is_there_once_wherever_the_process_was_killed(plan: CityPlan, lasting: str):
    open_ledger(lasting, key=KEY).close()
    received, acted, deaths = frozenset[str](), frozenset[str](), 0
    for statement, seconds in _points(lasting):
        told = _round(plan, lasting, statement, seconds)
        received, acted = received | told.received, acted | told.acted
        deaths += len(told.acted) < REPORTS
        if deaths % 10 == 0:
            _check(lasting, Told(received, acted))
    assert deaths >= 50
    last = _round(plan, lasting, None, 0)
    everything = frozenset(str(number) for number in range(REPORTS))
    assert last.acted == everything
    _check(lasting, Told(everything, everything))
