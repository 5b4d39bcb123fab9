"""What goes wrong with the store is named, with its remedy; nothing is half-written, and the next attempt works."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import json
from pathlib import Path
import sqlite3
import sys
from typing import Any

import pytest
import sqlalchemy as sa

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.errors import StoreUnavailable

TOWN = "us.ma.testville"
ROWS = "".join(f"{n},2026-06-01 09:00,litter {n} {'x' * 200}\n" for n in range(200))
REPORTS = f"No.,Time,Text\n{ROWS}".encode()


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@contextmanager
def _refused(*codes: str) -> Iterator[None]:
    with pytest.raises(StoreUnavailable) as refused:
        yield
    found = [problem.code for problem in refused.value.problems]
    assert found[0] in codes
    assert len(found) == 1


def _counts(ledger: SqlLedger) -> dict[str, int]:
    from cmsdk.ledger import schema

    tables = (schema.deliveries, schema.reports, schema.entries, schema.cases, schema.people, schema.quarantine)
    with ledger._db.reading() as connection:
        return {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in tables}


@pytest.fixture
def lasting(address: str) -> Iterator[SqlLedger]:
    made = open_ledger(address, patience=0.3)
    assert isinstance(made, SqlLedger)
    yield made
    made.close()


def _whole(ledger: SqlLedger, plan: CityPlan) -> None:
    """The same delivery again makes every report one case."""
    outcome = City(plan, ledger).receive("desk", REPORTS)
    assert outcome.received == 200
    counts = _counts(ledger)
    assert counts["reports"] == counts["cases"] == counts["people"] == 200
    assert counts["entries"] == 400


@pytest.mark.parametrize(
    "where", ["INSERT INTO reports", "INSERT INTO entries", "INSERT INTO cases", "INSERT INTO people"]
)
def test_a_disk_that_is_full_in_the_middle_takes_the_whole_batch_back(url: str, where: str, plan: CityPlan):
    ledger = open_ledger(url)
    assert isinstance(ledger, SqlLedger)

    def fill(connection: Any, _cursor: object, statement: str, *_: object) -> None:  # noqa: ANN401
        if statement.startswith(where):
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(ledger._db.engine, "before_cursor_execute", fill)
    with _refused("CMS887"):
        City(plan, ledger).receive("desk", REPORTS)
    sa.event.remove(ledger._db.engine, "before_cursor_execute", fill)
    counts = _counts(ledger)
    assert counts.pop("deliveries") == 1
    assert set(counts.values()) == {0}
    ledger.close()
    again = open_ledger(url)
    assert isinstance(again, SqlLedger)
    _whole(again, plan)
    again.close()


def test_a_page_that_is_damaged_is_named_and_not_written_over(url: str, plan: CityPlan):
    with City(plan, open_ledger(url)) as city:
        city.receive("desk", REPORTS)
    path = _file(url)
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root, size = file.execute("SELECT rootpage, 8192 FROM sqlite_master WHERE name = 'cases'").fetchone()
    file.close()
    damaged = bytearray(path.read_bytes())
    damaged[(root - 1) * size : root * size] = b"\x5a" * size
    path.write_bytes(damaged)
    ledger = open_ledger(url)
    with _refused("CMS888"):
        City(plan, ledger).receive("desk", b"No.,Time,Text\nnew,2026-06-01 09:00,dust\n")
    with _refused("CMS888"):
        list(City(plan, ledger).cases())
    ledger.close()


def test_a_file_that_is_held_by_another_program_is_named(url: str, plan: CityPlan):
    ledger = open_ledger(url, patience=0.05)
    holder = sqlite3.connect(_file(url), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with _refused("CMS885"):
        City(plan, ledger).receive("desk", REPORTS)
    holder.execute("ROLLBACK")
    holder.close()
    assert isinstance(ledger, SqlLedger)
    _whole(ledger, plan)
    ledger.close()


def test_a_writer_on_postgresql_does_not_wait_for_ever(postgres_url: str, plan: CityPlan):
    ledger = open_ledger(postgres_url, patience=0.2)
    assert isinstance(ledger, SqlLedger)
    with ledger._db.writing(), _refused("CMS885"):
        City(plan, ledger).receive("desk", REPORTS)
    _whole(ledger, plan)
    ledger.close()


@pytest.mark.parametrize("where", ["reports", "entries", "cases", "people"])
def test_a_connection_that_is_lost_in_the_middle_is_named_and_nothing_is_half_written(
    where: str, postgres_url: str, postgres_server: sa.URL, plan: CityPlan, monkeypatch: pytest.MonkeyPatch
):
    ledger = open_ledger(postgres_url)
    assert isinstance(ledger, SqlLedger)
    database, append, other = ledger._db, ledger._db.append, sa.create_engine(postgres_server)

    def cut(connection: sa.Connection, table: sa.Table, names: Any, rows: Any) -> None:  # noqa: ANN401
        if table.name == where:
            number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with other.begin() as killer:
                killer.exec_driver_sql("SELECT pg_terminate_backend(%s)", (number,))
        append(connection, table, names, rows)

    with monkeypatch.context() as patched:
        patched.setattr(database, "append", cut)
        with _refused("CMS889"):
            City(plan, ledger).receive("desk", REPORTS)
    other.dispose()
    counts = _counts(ledger)
    assert counts.pop("deliveries") == 1
    assert set(counts.values()) == {0}
    _whole(ledger, plan)
    ledger.close()


def test_a_database_that_may_only_be_read_says_so(postgres_url: str, plan: CityPlan):
    open_ledger(postgres_url).close()
    url = sa.make_url(postgres_url)
    schema = str(url.query["options"]).rpartition("=")[2]
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE reader_{schema} LOGIN")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO reader_{schema}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader_{schema}")
    ledger = open_ledger(url.set(username=f"reader_{schema}").render_as_string(hide_password=False))
    assert list(City(plan, ledger).cases()) == []
    with _refused("CMS886"):
        City(plan, ledger).receive("desk", REPORTS)
    ledger.close()
    engine.dispose()


def test_a_missing_driver_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "cmsdk.ledger.engines.postgres", raising=False)
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger("postgresql+psycopg://x@y/z")
    assert refused.value.problems[0].code == "CMS814"
    assert "cmsdk[postgres]" in str(refused.value)


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg://", "postgresql+psycopg://nobody@127.0.0.1:1/x", "postgres://x/y"]
)
def test_a_server_that_is_not_there_is_named(address: str):
    with _refused("CMS801", "CMS895"):
        open_ledger(address, key=b"k" * 32, patience=1)


def test_of_a_server_no_file_is_spoken():
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger("postgresql+psycopg://nobody@127.0.0.1:1/x", key=b"k" * 32, patience=1)
    (found,) = refused.value.problems
    assert found.code == "CMS895"
    assert all(word in found.remedy("en") for word in ("host", "port", "database"))
    with pytest.raises(StoreUnavailable) as foreign:
        open_ledger("postgres://x/y")
    assert "postgresql+psycopg://" in foreign.value.problems[0].remedy("zh")


def test_a_password_is_never_shown(postgres_schema: Callable[[], str]):
    url = sa.make_url(postgres_schema()).set(password="s3cret-word", username="nobody-here")
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(url.render_as_string(hide_password=False), key=b"k" * 32)
    assert "s3cret-word" not in str(refused.value)


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["CREATE TABLE notes (text text)"], "CMS802"),
        (["CREATE TABLE meta (name text, value text)", "INSERT INTO meta VALUES ('schema', '99')"], "CMS803"),
        (["CREATE TABLE meta (name text, value text)"], "CMS802"),
        (["CREATE VIEW v AS SELECT 1"], "CMS802"),
    ],
)
def test_a_database_of_another_program_is_left_alone(postgres_url: str, statements: list[str], code: str):
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    with _refused(code):
        open_ledger(postgres_url)
    assert len(sa.inspect(engine).get_table_names()) <= 1
    engine.dispose()


ODD = [
    {"id": "nul", "text": "litter\0in the park"},
    {"id": "half", "text": "litter \ud800 in the park"},
    {"id": "k\0ey", "text": "litter"},
    {"id": "\udfff", "text": "litter"},
    {"id": "fine", "text": "litter", "place": "\ud83d", "name": "\0Zoe\udc00", "phone": "1\0"},
]


def test_nul_and_half_characters_are_taken_on_every_engine(lasting: SqlLedger, plan: CityPlan):
    rows = "\n".join(f"{o['id']},2026-06-01 09:00,{o['text']}" for o in ODD).encode("utf-8", "surrogatepass")
    outcome = City(plan, lasting).receive("desk", b"No.,Time,Text\n" + rows, name="a\0\ud800.csv")
    assert outcome.received == len(outcome.case_ids) + outcome.duplicates + len(outcome.quarantined)
    assert outcome.received or outcome.problems
    for case_id in outcome.case_ids:
        assert lasting.raw(case_id)
        json.loads(lasting.raw(case_id) or "")
    assert lasting.case("c\0") is None
    assert lasting.case("\ud800") is None
    assert lasting.person("\0") is None
    assert lasting.entries("\udc00") == ()
