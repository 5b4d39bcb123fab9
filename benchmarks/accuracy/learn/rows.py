"""Rows of public CSV files, split without chance, and the slugs that stand for names."""

import csv
from hashlib import sha256
from pathlib import Path
import re
from typing import Final

Row = dict[str, str]
BOSTON: Final = "us311/boston311_2011q3_dev.csv"
NYC: Final = "us311/nyc311_20260801_03_dev.csv"
CUT: Final = "2011-09-02"
"""First day of the rest of the quarter: rules are learnt from the nine weeks (63 days) before it."""


def read(path: Path) -> list[Row]:
    """The rows of a CSV file in UTF-8."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """A table of a plugin."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def csv_bytes(rows: list[Row]) -> bytes:
    """``rows`` as a delivery: the file that they came from, with only these rows."""
    import io

    text = io.StringIO(newline="")
    out = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return text.getvalue().encode()


def slug(name: str) -> str:
    """``Sidewalk Repair (Make Safe)`` as ``sidewalk-repair-make-safe``."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def second_half(key: str) -> bool:
    """Whether a row is measured rather than learnt from: the first byte of its id's SHA-256 is odd."""
    return sha256(key.encode()).digest()[0] % 2 == 1
