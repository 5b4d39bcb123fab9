"""What a file of an export is like, whichever format it is in."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import attrs
import sqlalchemy as sa

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .manifest import FORMATS
from .tables import Rows


@attrs.frozen
class Bad:
    """A row that cannot be used, and why."""

    reason: str


Numbered = tuple[int, tuple[Any, ...] | Bad]
"""Number of a row in its file, from 1, and the row."""


class Writer(Protocol):
    """A file that is being written; ``size`` is what it has come to, in bytes."""

    size: int

    def add(self, rows: Rows) -> None:
        """Write more rows."""
        ...

    def close(self) -> None:
        """Write what is left, durably."""
        ...


class Format(Protocol):
    """How rows stand in a file."""

    @property
    def name(self) -> str:
        """As the manifest has it; the files end so, too."""
        ...

    def writer(self, path: Path, table: sa.Table) -> Writer:
        """A new file for rows of ``table``."""
        ...

    def rows(self, path: Path, table: sa.Table) -> Iterator[Numbered]:
        """The rows of a file, each read by itself: a bad one does not hide those after it."""
        ...


def checked(values: Sequence[Any], table: sa.Table) -> tuple[Any, ...] | Bad:
    """``values`` in the order of the columns, if each is what its column holds."""
    for column, value in zip(table.columns, values, strict=True):
        kind = column.type.python_type
        if value is None:
            if not column.nullable:
                return Bad(f"{column.name}: nothing")
        elif isinstance(value, bool) or not isinstance(value, (int, float) if kind is float else kind):
            return Bad(f"{column.name}: {type(value).__name__}")
        elif isinstance(value, str) and not _storable(value):
            return Bad(f"{column.name}: NUL, or half a character")
    return tuple(values)


def _storable(text: str) -> bool:
    """Whether every engine can hold ``text``."""
    if text.isascii():
        return "\0" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def format_named(name: str) -> Format:
    """The format of that name. Raises RejectedInput where there is none, or a package for it is missing."""
    if name == "jsonl":
        from .lines import Lines

        return Lines()
    if name != "parquet":
        raise RejectedInput([problem("CMS902", name, suffix=name, known=", ".join(FORMATS))])
    try:
        from .parquet import Parquet
    except ImportError as error:
        raise RejectedInput([problem("CMS906", "parquet", package="pyarrow", extra="bulk")]) from error
    return Parquet()
