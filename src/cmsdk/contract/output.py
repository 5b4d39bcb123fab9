"""Published reports (报表): definitions as data, documents as values, formats that render them."""

from collections.abc import Callable, Sequence
from typing import BinaryIO

import attrs

from .base import Named


@attrs.frozen(kw_only=True)
class ReportColumn:
    """A column of the ledger section: a field of the case and its label."""

    field: str
    label: str
    label_en: str = ""


@attrs.frozen(kw_only=True)
class ReportDefinition(Named):
    """A report that a city publishes: which cases, which sections, which columns."""

    title: str
    title_en: str = ""
    period: str = "opened"
    """Which time of a case the period selects: ``opened`` or ``closed``."""
    sort: tuple[str, ...] = ("opened", "id")
    sections: tuple[str, ...] = ("mix", "states", "units", "ledger")
    columns: tuple[ReportColumn, ...]


@attrs.frozen
class Table:
    """A section of rows. Cells are plain text; the format escapes them for its medium."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@attrs.frozen
class Bar:
    """One bar: its label, count, share in per cent, and the share aimed at."""

    label: str
    count: int
    share: float
    target: float | None = None


@attrs.frozen
class Bars:
    """A section drawn as bars."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""


@attrs.frozen
class Document:
    """A published report before it is rendered; ``facts`` are its header lines (label, value)."""

    title: str
    lang: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Table | Bars, ...]


@attrs.frozen(kw_only=True)
class Format(Named):
    """A renderer of documents: to an open binary file, nothing else."""

    media_type: str
    suffix: str
    """With the dot, lower case."""
    render: Callable[[Document, BinaryIO], None]
