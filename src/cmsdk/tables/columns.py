"""What a table is made of (contracts §6): columns with their Chinese headers and kinds of cell."""

from typing import Final

import attrs

from cmsdk.contract.base import Applies

from .kinds import Kind, choice, day, text


@attrs.frozen
class Column:
    """A column: its English header, Chinese headers, kind of cell, and whether a row may leave it empty."""

    name: str
    chinese: tuple[str, ...]
    kind: Kind = text
    required: bool = False
    example: str = ""
    is_code: bool = False
    """Digits that a spreadsheet may have cut: leading zeros are watched."""
    example_en: str = ""
    """The example in English, where ``example`` is Chinese."""

    def shown(self, lang: str) -> str:
        """The example in a language."""
        return self.example if lang == "zh" else self.example_en or self.example


@attrs.frozen
class TableSchema:
    """A table by its file name (without suffix); ``what`` says in both languages what it is for."""

    name: str
    columns: tuple[Column, ...]
    what: str
    what_zh: str


def column(
    name: str, chinese: str, kind: Kind = text, *, need: bool = False, eg: str = "", en: str = "", code: bool = False
) -> Column:
    """A column; Chinese headers are parted by ``|``."""
    return Column(name, tuple(chinese.split("|")), kind, need, eg, code, en)


COMMON: Final = (
    column("basis", "依据", eg="市政办〔2026〕1号", en="City order 1 of 2026"),
    column("valid_from", "生效日期", day, eg="2026-01-01"),
    column("valid_to", "失效日期", day),
    column("applies", "适用时点", choice(Applies)),
    column("replaces", "替换"),
    column("note", "备注"),
)
"""Columns that every table may carry."""

ID: Final = column("id", "编号|序号标识", need=True, eg="demo-1")
"""The column that names a row."""


def table(name: str, what: str, what_zh: str, *columns: Column) -> TableSchema:
    """A table of its own columns and those that every table has."""
    return TableSchema(name, (*columns, *COMMON), what, what_zh)
