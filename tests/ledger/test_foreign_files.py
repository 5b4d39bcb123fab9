"""Files of other programs are told from ledgers and left as they are, byte for byte."""

from pathlib import Path
import sqlite3

import pytest

from cmsdk.ledger.open import open_ledger
from cmsdk.model.errors import StoreUnavailable

NOTES = "CREATE TABLE notes (text)"
META = "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)"
SCHEMA = "INSERT INTO meta VALUES ('schema', '1')"
FOREIGN = {
    "a table of another program": [NOTES],
    "a view alone": ["CREATE VIEW v AS SELECT 1"],
    "a table called meta": ["CREATE TABLE meta (k, v)"],
    "a table called meta that says nothing": [META],
    "a view called meta": [NOTES, "CREATE VIEW meta AS SELECT 'schema' AS name, '1' AS value"],
    "a broken view called meta": ["CREATE VIEW meta AS SELECT name, value FROM gone"],
    "a version that is no number": [META, "INSERT INTO meta VALUES ('schema', 'abc')"],
    "a version that is no version": [META, "INSERT INTO meta VALUES ('schema', '-1')"],
    "a version that is empty": [META, "INSERT INTO meta VALUES ('schema', NULL)"],
    "a number beyond all numbers": [META, "INSERT INTO meta VALUES ('schema', '9' || hex(zeroblob(2500)))"],
    "our meta and no other table": [META, SCHEMA],
    "our meta and a table of our name": [META, SCHEMA, "CREATE TABLE cases (id)"],
}


def _codes(url: str) -> list[str]:
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(url)
    return [p.code for p in refused.value.problems]


def _make(path: Path, statements: list[str]) -> bytes:
    with sqlite3.connect(path) as file:
        for statement in statements:
            file.execute(statement)
    file.close()
    return path.read_bytes()


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_of_another_program_is_named_and_not_changed(kind: str, tmp_path: Path):
    path = tmp_path / "x.db"
    before = _make(path, FOREIGN[kind])
    assert _codes(f"sqlite:///{path}") == ["CMS802"]
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]


@pytest.mark.parametrize("change", ["DROP TABLE quarantine", "ALTER TABLE cases DROP COLUMN title"])
def test_a_ledger_that_lacks_a_part_is_none(change: str, url: str, tmp_path: Path):
    open_ledger(url).close()
    before = _make(tmp_path / "town.db", [change])
    assert _codes(url) == ["CMS802"]
    assert (tmp_path / "town.db").read_bytes() == before


def test_a_newer_ledger_is_called_newer_whatever_tables_it_has(tmp_path: Path):
    path = tmp_path / "x.db"
    before = _make(path, [META, "INSERT INTO meta VALUES ('schema', '99')"])
    assert _codes(f"sqlite:///{path}") == ["CMS803"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("empty", [None, b""])
def test_a_new_ledger_is_laid_out_as_measured_and_stays_so(empty: bytes | None, url: str, tmp_path: Path):
    path = tmp_path / "town.db"
    if empty is not None:
        path.write_bytes(empty)
    for _ in range(2):
        open_ledger(url).close()
        with sqlite3.connect(path) as file:
            layout = [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "page_size")]
        file.close()
        assert layout == ["wal", 8192]
