"""What came after cases and people comes home, too: counts, lists, notices, attachments, who read what, erasures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cmsdk import Accept, City
from cmsdk.contract.notices import Notice
from cmsdk.contract.ports_outbox import NoticeQuery, NoticeState
from cmsdk.desk.sealing import seal_ledger
from cmsdk.ledger import schema
from cmsdk.ledger.objects.memory import MemoryObjects
from cmsdk.ledger.outbox import post
from cmsdk.ledger.sql import SqlLedger
from cmsdk.sealing.keys import SealKey

from .conftest import ANN, BOSS, TOWN, case_of, laptop, report, streams

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(600)


@pytest.fixture
def home(town: Callable[[], City]) -> City:
    return town()


def _away(home: City) -> City:
    """A laptop with a place for attachments."""
    made = laptop(home)
    assert isinstance(made.ledger, SqlLedger)
    ledger = SqlLedger(made.ledger.database, made.ledger.keys, MemoryObjects())
    return City(home.plan, ledger, home.clock, made.ids)


def _scalar(city: City, wanted: sa.Select[tuple[int]]) -> int:
    assert isinstance(city.ledger, SqlLedger)
    with city.ledger.database.reading() as connection:
        return connection.scalar(wanted) or 0


def test_cases_that_are_taken_over_are_counted_listed_and_found(home: City):
    away = _away(home)
    new = report(away, "third")
    report(home, "meanwhile")
    away.act(case_of(home, "first"), Accept(), ANN)
    home.merge(away.ledger, BOSS)
    first = sa.select(sa.func.min(schema.entries.c.number)).where(schema.entries.c.stream == new)
    assert _scalar(home, sa.select(schema.cases.c.number).where(schema.cases.c.id == new)) == _scalar(home, first)
    assert _scalar(home, sa.select(sa.func.sum(schema.tallies.c.cases))) == 4
    assert new in [case.id for case in home.desk.page(text="litter").cases]
    assert home.rebuild().intact


def test_attachments_come_along_and_are_kept_once(home: City):
    shared = case_of(home, "first")
    home.attach(shared, [JPEG, b"same"], by=ANN, purpose="before")
    away = _away(home)
    new = report(away, "third")
    mine = away.attach(new, [JPEG, b"new"], by=ANN, purpose="before")
    other = away.attach(shared, [JPEG, b"other"], by=ANN, purpose="after")
    merged = home.merge(away.ledger, BOSS)
    assert merged.problems == ()
    assert (f"a-{shared}", "attach") in merged.done
    for case, one in ((new, mine), (shared, other)):
        with home.attachment(case, one.digest, by=ANN, why="a look") as stream:
            assert stream.read().startswith(JPEG)
    assert len(home.attachments(shared)) == 2
    assert home.verify_objects(grace=timedelta()).faults == ()
    assert home.rebuild().intact
    again = home.merge(away.ledger, BOSS)
    assert (again.streams, again.done, again.conflicts) == ((), (), ())


def test_both_attached_the_first_thing_to_one_case(home: City):
    shared, away = case_of(home, "first"), _away(home)
    home.attach(shared, [JPEG, b"same"], by=ANN, purpose="before")
    away.attach(shared, [JPEG, b"same"], by=BOSS, purpose="before")
    away.attach(shared, [JPEG, b"more"], by=BOSS, purpose="before")
    merged = home.merge(away.ledger, BOSS)
    assert merged.done == ((f"a-{shared}", "attach"),)
    assert len(home.attachments(shared)) == 2
    assert home.verify_objects(grace=timedelta()).whole
    back = away.merge(home.ledger, BOSS)
    assert (back.done, back.conflicts) == ((), ())


def test_who_read_and_who_was_erased_is_known_here(home: City):
    first, second, away = case_of(home, "first"), case_of(home, "second"), _away(home)
    home.person(first, by=ANN, why="phoned")
    away.person(first, by=BOSS, why="visited")
    away.erase(case=second, by=BOSS, why="asked for")
    merged = home.merge(away.ledger, BOSS)
    assert (f"p-{first}", "person_read") in merged.done
    assert {entry.by for entry in home.ledger.entries(f"p-{first}")} == {ANN.id, BOSS.id}
    assert home.ledger.person(f"p-{second}") is None
    assert home.ledger.raw(second) is None
    raw = sa.select(sa.func.length(schema.reports.c.raw)).where(schema.reports.c.case_id == second)
    assert _scalar(home, raw) == 0
    assert home.rebuild().intact
    again = home.merge(away.ledger, BOSS)
    assert (again.streams, again.done, again.conflicts) == ((), (), ())


def test_notices_of_what_is_taken_over_wait_or_were_sent(home: City):
    away = _away(home)
    new = report(away, "third")
    assert isinstance(away.ledger, SqlLedger)
    entry = away.ledger.entries(new)[0]
    with away.ledger.database.writing() as connection:
        post(away.ledger.database, connection, [
            Notice(id=f"{new}/1/{who}/sms", city=TOWN, stream=new, version=1, entry=entry.hash, at=entry.at,
                   command=entry.type, audience=who, recipient="x", channel="sms", texts={"en": "hello"})
            for who in ("reporter", "unit")
        ])  # fmt: skip
        sent = schema.outbox.c.audience == "unit"
        connection.execute(schema.outbox.update().where(sent).values(state="sent"))
    for _ in range(2):
        home.merge(away.ledger, BOSS)
        found = home.ledger.notices(NoticeQuery(city=TOWN))
        assert [one.state for one in found] == [NoticeState.WAITING, NoticeState.SENT]


def test_the_seals_of_a_laptop_stay_where_they_are(home: City):
    away = _away(home)
    new = report(away, "third")
    assert seal_ledger(away.ledger, SealKey.new(), TOWN, "p", home.clock())
    assert home.merge(away.ledger, BOSS).streams == (new,)
    assert "seals" not in streams(home)
