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


def many(url: str, cases: int) -> str:
    """A ledger of version 3 with so many cases besides, copies of one, each with a report and a person."""
    file = sqlite3.connect(path_of(written(url, 3)), isolation_level=None)
    file.execute("BEGIN")
    first = file.execute("SELECT id FROM cases ORDER BY id").fetchone()[0]
    for number in range(cases):
        new = f"c-{number:07}"
        for table, key in (("cases", "id"), ("reports", "case_id"), ("entries", "stream"), ("people", "key")):
            names = [row[1] for row in file.execute(f"PRAGMA table_info({table})")]
            old = f"p-{first}" if table == "people" else first
            said = {"id": "?", "case_id": "?", "stream": "?", "number": "NULL", "report": "?", "key": "?"}
            if table == "reports":
                said["number"] = "NULL"
            values = [said.get(name, f'"{name}"') for name in names]
            given = f"p-{new}" if table == "people" else new
            listed = ", ".join(f'"{name}"' for name in names)
            file.execute(
                f"INSERT INTO {table} ({listed}) SELECT {', '.join(values)} FROM {table} WHERE {key} = ?",  # noqa: S608
                [*[given] * values.count("?"), old],
            )
    file.execute("COMMIT")
    file.close()
    return url


def dump(url: str) -> list[str]:
    """All that stands in the file, as SQL."""
    file = sqlite3.connect(path_of(url))
    lines = list(file.iterdump())
    file.close()
    return lines
