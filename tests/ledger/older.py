"""Ledgers of earlier versions, written by the library as it was then (``version_N.sql``)."""

from pathlib import Path
import sqlite3
from typing import Final

OLDER: Final = {number: Path(__file__).with_name(f"version_{number}.sql") for number in (1, 2, 3)}
LAYOUT: Final = ("page_size=8192", "journal_mode=WAL")
"""Of a file, as all earlier versions laid it out."""
SECRETS: Final = {
    1: ("Zoe Quill",),
    2: ("Zoe Quill", "13800000001"),
    3: (
        "Zoe Quill", "13800000001", "Moe Pike", "13800000004", "Yan Lark", "13800000003", "zoe@example.org",
        "Gus Vender", "13812345678",
    ),
}  # fmt: skip
"""Version → what stood in it plain and is personal."""


def path_of(url: str) -> Path:
    """The file of an SQLite ledger."""
    return Path(url.removeprefix("sqlite:///"))


def written(url: str, number: int) -> str:
    """A ledger of version ``number`` at ``url``."""
    file = sqlite3.connect(path_of(url), isolation_level=None)
    for pragma in LAYOUT:
        file.execute(f"PRAGMA {pragma}")
    file.executescript(OLDER[number].read_text(encoding="utf-8"))
    file.close()
    return url


_COPIES: Final = """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {cases})
    INSERT INTO {table} ({names}) SELECT {values} FROM {table}, n WHERE {key} = '{first}'
    """


def many(url: str, cases: int) -> str:
    """A ledger of version 3 with so many cases besides, copies of its first one with its report, entries and person."""
    file = sqlite3.connect(path_of(written(url, 3)))
    first = file.execute("SELECT id FROM cases ORDER BY id").fetchone()[0]
    new = "printf('c-%07d', i)"
    for table, key in (("cases", "id"), ("reports", "case_id"), ("entries", "stream"), ("people", "key")):
        names = [row[1] for row in file.execute(f"PRAGMA table_info({table})") if row[1] != "number"]
        person = table == "people"
        said = {"id": new, "case_id": new, "stream": new, "report": new, "key": f"'p-' || {new}" if person else new}
        listed, values = ", ".join(f'"{name}"' for name in names), ", ".join(said.get(n, f'"{n}"') for n in names)
        old = f"p-{first}" if person else first
        file.execute(_COPIES.format(cases=cases, table=table, names=listed, values=values, key=key, first=old))
    file.commit()
    file.close()
    return url


def dump(url: str) -> list[str]:
    """All that stands in the file, as SQL."""
    file = sqlite3.connect(path_of(url))
    # the index of words keeps no text and cannot be written out; it follows from the cases
    if file.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone():
        copy = sqlite3.connect(":memory:")
        file.backup(copy)
        file.close()
        file = copy
        file.execute("DROP TABLE words")
    lines = list(file.iterdump())
    file.close()
    return lines
