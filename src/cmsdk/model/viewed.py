"""Rows of figures (统计行): cells by column, and what each was counted from, so that every number leads back."""

from collections.abc import Mapping
from datetime import date, datetime

import attrs

Cell = str | int | float | date | datetime | None
"""A value of a row; moments are aware, in the city's zone."""


@attrs.frozen
class ViewRow:
    """One row: its cells by column, and the ids of the cases, works and rows of tables that it comes from."""

    cells: Mapping[str, Cell]
    sources: tuple[str, ...] = ()


@attrs.frozen
class Viewed:
    """A view as it was seen: its columns in order, and its rows."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[ViewRow, ...]
