"""An export as JSON Lines: an object a row, one line each, in UTF-8; bytes in base 64."""

from base64 import b64decode, b64encode
import binascii
from collections.abc import Iterator
import json
import os
from pathlib import Path
from typing import Any, Final

import attrs
import sqlalchemy as sa

from cmsdk.serial import compact

from .formats import Bad, Numbered, Writer, checked
from .tables import Rows, names

LONGEST: Final = 1 << 24
"""Bytes of a line that are read: a piece of a delivery, in base 64, has a tenth of it."""


def _binary(table: sa.Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, sa.LargeBinary))


class _Writer:
    def __init__(self, path: Path, table: sa.Table) -> None:
        self.size = 0
        self._file = path.open("wb")
        self._names, self._binary = names(table), _binary(table)

    def add(self, rows: Rows) -> None:
        for row in rows:
            form = dict(zip(self._names, row, strict=True))
            for name in self._binary:
                if form[name] is not None:
                    form[name] = b64encode(form[name]).decode()
            self.size += self._file.write(f"{compact(form)}\n".encode())

    def close(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


@attrs.frozen
class Lines:
    """JSON Lines."""

    name: str = "jsonl"

    def writer(self, path: Path, table: sa.Table) -> Writer:
        """See Format."""
        return _Writer(path, table)

    def rows(self, path: Path, table: sa.Table) -> Iterator[Numbered]:
        """See Format."""
        columns, binary = names(table), _binary(table)
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST):
                number += 1
                yield number, _row(line, table, columns, binary)


def _row(line: bytes, table: sa.Table, columns: list[str], binary: frozenset[str]) -> tuple[Any, ...] | Bad:
    try:
        form = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Bad(str(error))
    if not isinstance(form, dict) or form.keys() != set(columns):
        return Bad(f"{{{', '.join(columns)}}}")
    for name in binary:
        if form[name] is not None:
            try:
                form[name] = b64decode(form[name], validate=True)
            except (TypeError, ValueError, binascii.Error) as error:
                return Bad(f"{name}: {error}")
    return checked([form[name] for name in columns], table)
