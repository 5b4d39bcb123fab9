"""The SQLite file: what stands in it, what may not be changed in it, and what it says when it cannot be used."""

from collections.abc import Callable, Iterator
import json
from pathlib import Path
import sqlite3

import attrs
import pytest
import sqlalchemy as sa

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery, NewCase
from cmsdk.ledger.engines.sqlite import SqliteFile
from cmsdk.ledger.keys.source import KeySource
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.schema import VERSION
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.commands import Accept, Actor
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.report import Delivery

New = Callable[..., NewCase]
TOWN = "us.ma.testville"
SECRETS = ("Zoe Quill", "13800000001", "zoe@example.org", "陕A12345", "610111199001011234")
REPORTS = (
    "No.,Time,Title,Text,Place,Name,Phone,Lon\n"
    "1,2026-06-01 09:00,Zoe Quill's litter,Zoe Quill (13800000001) saw litter,Zoe Quill's door,Zoe Quill,13800000001,\n"
    "2,,,pothole; mail zoe@example.org or １３８００００００01; car 陕A12345; id 610111199001011234,,,,\n"
    "3,yesterday,,lamp dark,,,,\n"
).encode()


@pytest.fixture
def filled(url: str, plan: CityPlan) -> Iterator[City]:
    with City.open(TOWN, url, plugins=_plugins()) as city:
        outcome = city.receive("desk", REPORTS)
        assert (len(outcome.case_ids), len(outcome.quarantined)) == (2, 1)
        city.act(outcome.case_ids[0], Accept(note="taken"), Actor("ann", ("clerk",)))
        yield city


def _plugins() -> list[object]:
    from cmsdk.registry.discovery import discover, from_folder

    return [*discover(only=()), from_folder(Path(__file__).parents[1] / "city" / "testville")]


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _codes(url: str) -> list[str]:
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(url)
    return [p.code for p in refused.value.problems]


@pytest.mark.usefixtures("filled")
def test_nobodys_name_phone_plate_or_mail_stands_anywhere_in_the_file(url: str):
    with sqlite3.connect(_file(url)) as file:
        # the index of words is kept in tables of its own, which are read; itself it gives nothing back
        kept = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        tables = [name for (name,) in file.execute(kept)]
        text = {name: repr(file.execute(f"SELECT * FROM {name}").fetchall()) for name in tables}  # noqa: S608
    file.close()
    assert len(text["people"]) > 100
    for name, rows in text.items():
        assert not [secret for secret in SECRETS if secret in rows], name
    whole = b"".join(path.read_bytes() for path in _file(url).parent.iterdir())
    assert not [secret for secret in SECRETS if secret.encode() in whole]


@pytest.mark.usefixtures("filled")
def test_every_stored_form_carries_its_version(url: str):
    with sqlite3.connect(_file(url)) as file:
        rows = file.execute("SELECT data FROM entries").fetchall()
        assert rows
        assert all(json.loads(text)["v"] >= 1 for (text,) in rows)
        assert file.execute("SELECT version_num FROM alembic_version").fetchall() == [(f"{VERSION:04}",)]
    file.close()


@pytest.mark.parametrize(
    "change", ["UPDATE entries SET data = '{}'", "DELETE FROM entries", "UPDATE entries SET hash = ''"]
)
@pytest.mark.usefixtures("filled")
def test_the_file_itself_refuses_to_change_an_entry(url: str, change: str):
    file = sqlite3.connect(_file(url))
    with pytest.raises(sqlite3.Error, match="entries are append-only"):
        file.execute(change)
    file.close()


def test_the_same_bytes_are_stored_once(url: str, delivery: Callable[..., Delivery]):
    ledger = open_ledger(url)
    for name in ("d-1", "d-2"):
        ledger.store_delivery(delivery(name), b"x" * 1000)
    ledger.close()
    with sqlite3.connect(_file(url)) as file:
        assert file.execute("SELECT id, same_as FROM deliveries ORDER BY id").fetchall() == [
            ("d-1", None),
            ("d-2", "d-1"),
        ]
        assert file.execute("SELECT delivery, length(body) >= 1000 FROM delivery_parts").fetchall() == [("d-1", 1)]
    file.close()


def test_what_was_written_is_there_when_the_file_is_opened_again(url: str, filled: City):
    with City.open(TOWN, url, plugins=_plugins()) as again:
        assert list(again.cases()) == list(filled.cases())
        assert [again.case(c.id) for c in again.cases()] == [filled.case(c.id) for c in filled.cases()]
        assert again.quarantine() == filled.quarantine()


def test_a_ledger_of_a_newer_version_is_left_alone(url: str):
    open_ledger(url).close()
    with sqlite3.connect(_file(url)) as file:
        file.execute("UPDATE alembic_version SET version_num = '0099'")
    file.close()
    assert _codes(url) == ["CMS803"]


def test_an_entry_of_a_newer_form_is_named_and_not_read_by_halves(url: str, plan: CityPlan, new_case: New):
    new = new_case("c-1")
    newer = attrs.evolve(new, entries=(attrs.evolve(new.entries[0], data='{"v":99}'),))
    ledger = open_ledger(url)
    ledger.record("d-1", [newer], [])
    with pytest.raises(StoreUnavailable) as refused:
        City(plan, ledger).case("c-1")
    assert [p.code for p in refused.value.problems] == ["CMS808"]
    ledger.close()


def test_a_database_of_another_program_is_left_alone(url: str):
    with sqlite3.connect(_file(url)) as file:
        file.execute("CREATE TABLE notes (text)")
    file.close()
    before = _file(url).read_bytes()
    assert _codes(url) == ["CMS802"]
    assert b"notes" in before
    with sqlite3.connect(_file(url)) as file:
        assert file.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]
    file.close()


@pytest.mark.parametrize("body", [b"hello, I am a letter\n" * 500, b"PK\x03\x04" + b"\0" * 5000])
def test_a_file_that_is_no_database_is_left_alone(url: str, body: bytes):
    _file(url).write_bytes(body)
    assert _codes(url) == ["CMS802"]
    assert _file(url).read_bytes() == body


@pytest.mark.parametrize("address", ["", "town.db", "sqlite://", "sqlite:///", "mysql://x/y", "memory:", "http://x"])
def test_an_address_that_is_none_is_named(address: str):
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(address)
    assert [p.code for p in refused.value.problems] == ["CMS801"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    assert _codes(f"sqlite:///{tmp_path}/no/such/folder/town.db") == ["CMS804"]
    assert _codes(f"sqlite:///{tmp_path}") == ["CMS804"]


def test_a_ledger_that_another_program_holds_is_named(url: str, delivery: Callable[..., Delivery]):
    ledger = open_ledger(url, patience=0.05)
    holder = sqlite3.connect(_file(url), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as refused:
        ledger.store_delivery(delivery(), b"x")
    assert [p.code for p in refused.value.problems] == ["CMS885"]
    assert list(ledger.deliveries(TOWN)) == []
    holder.execute("ROLLBACK")
    holder.close()
    ledger.store_delivery(delivery(), b"x")
    assert len(ledger.deliveries(TOWN)) == 1
    ledger.close()


def test_a_ledger_that_may_only_be_read_says_so_when_it_is_to_be_written(url: str, delivery: Callable[..., Delivery]):
    open_ledger(url).close()
    ledger = SqlLedger(SqliteFile(str(_file(url)), patience=1), KeySource(url, beside=Path(f"{_file(url)}.key")))
    sa.event.listen(ledger._db.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA query_only=1"))
    assert list(ledger.cases(CaseQuery(city=TOWN))) == []
    with pytest.raises(StoreUnavailable) as refused:
        ledger.store_delivery(delivery(), b"x")
    assert [p.code for p in refused.value.problems] == ["CMS886"]
    ledger.close()
