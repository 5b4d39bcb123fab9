"""Published reports (报表): definitions as data, documents as values, formats that render them."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import BinaryIO

import attrs

from .base import Named
from .indicators import Where


@attrs.frozen(kw_only=True)
class ReportColumn:
    """A column of the ledger section: a field of the case and its label."""

    field: str
    label: str
    label_en: str = ""

    def called(self, lang: str) -> str:
        """Its label in a language."""
        return self.label_en or self.label if lang == "en" else self.label


class PartKind(StrEnum):
    """What a section of one's own shows (栏目类型)."""

    ROWS = "rows"
    """Rows of a view, with the columns that are named (明细)."""
    SUMS = "sums"
    """Groups of rows: how many, and the sums of columns (汇总)."""
    INDICATORS = "indicators"
    """Indicators with their values and targets (指标)."""
    TEXT = "text"
    """Paragraphs in which ``{name}`` stands for an indicator, or for what the publisher gives (正文)."""
    SALUTATION = "salutation"
    """A text that begins a letter, without indent (称谓)."""
    SIGNATURE = "signature"
    """A text that ends a letter, at the right (落款)."""


TEXTS = (PartKind.TEXT, PartKind.SALUTATION, PartKind.SIGNATURE)
"""Kinds of section that are paragraphs."""


@attrs.frozen(kw_only=True)
class ReportPart:
    """A section of a report that is not about the list of cases (自定义栏目)."""

    id: str
    kind: PartKind
    title: str = ""
    title_en: str = ""
    view: str = ""
    where: Where = attrs.field(factory=dict)
    by: tuple[str, ...] = ()
    columns: tuple[ReportColumn, ...] = ()
    """Of rows: what is shown. Of sums: labels of the groups, of ``count``, and what is summed."""
    indicators: tuple[str, ...] = ()
    text: str = ""
    """Paragraphs, an empty line between them."""
    text_en: str = ""


@attrs.frozen(kw_only=True)
class HeaderLine:
    """A line of a document's own header (文头), such as a document number; ``value`` is filled like a text."""

    label: str
    label_en: str = ""
    value: str


@attrs.frozen(kw_only=True)
class ReportDefinition(Named):
    """A report that a city publishes: which cases, which sections, which columns."""

    title: str
    title_en: str = ""
    period: str = "opened"
    """Which time of a case the period selects: ``opened`` or ``closed``."""
    sort: tuple[str, ...] = ("opened", "id")
    sections: tuple[str, ...] = ("mix", "states", "units", "ledger")
    columns: tuple[ReportColumn, ...] = ()
    """Of the section ``ledger``."""
    parts: tuple[ReportPart, ...] = ()
    """Sections of its own, named in ``sections`` by their ids."""
    header: tuple[HeaderLine, ...] = ()
    """Header of an official document (公开信息表头), in place of the usual lines."""
    letter: bool = False
    """Whether it is a letter (公文), whose titled sections are numbered 一、二、…, rather than a report of figures."""


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
class Text:
    """A section of paragraphs; without a title where it is the beginning or end of a letter."""

    title: str
    paragraphs: tuple[str, ...]
    place: PartKind = PartKind.TEXT
    """Where in a letter it stands: ``text``, ``salutation`` or ``signature``."""


@attrs.frozen
class Document:
    """A published report before it is rendered; ``facts`` are its header lines (label, value)."""

    title: str
    lang: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Table | Bars | Text, ...]
    letter: bool = False
    """Whether it reads like a letter (公文) rather than a report of figures."""


@attrs.frozen(kw_only=True)
class Format(Named):
    """A renderer of documents: to an open binary file, nothing else."""

    media_type: str
    suffix: str
    """With the dot, lower case."""
    render: Callable[[Document, BinaryIO], None]
