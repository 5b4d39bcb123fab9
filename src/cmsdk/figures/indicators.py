"""Indicators over views: rows chosen, counted, summed, grouped. Exact, and every number keeps its sources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from cmsdk.contract.indicators import How, Indicator, Where
from cmsdk.model.errors import RejectedInput
from cmsdk.model.indicated import Indicated
from cmsdk.model.problem import problem
from cmsdk.model.viewed import Cell, Viewed, ViewRow

COUNTED = "count"
"""Column of a grouped view: how many rows each group has."""


def as_text(cell: Cell) -> str:
    """A cell as conditions and groups have it: a moment is its day."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def chosen(rows: Iterable[ViewRow], where: Where) -> list[ViewRow]:
    """The rows that fulfil every condition."""
    return [
        row
        for row in rows
        if all(set(values).intersection(as_text(row.cells.get(name)).split(";")) for name, values in where.items())
    ]


def _number(row: ViewRow, column: str) -> Fraction:
    """A cell as it is added up; what is empty adds nothing. Raises RejectedInput where words stand in it."""
    cell = row.cells.get(column)
    if isinstance(cell, str) and cell:
        raise RejectedInput([problem("CMS891", column, column=column)])
    return Fraction(cell) if isinstance(cell, int | float) else Fraction(0)


def _sources(rows: Iterable[ViewRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for row in rows for source in row.sources))


def grouped(viewed: Viewed, where: Where, by: Sequence[str], sums: Sequence[str]) -> Viewed:
    """``viewed`` with one row a group, in order of its values: how many rows it has, and the sums of columns."""
    groups: dict[tuple[str, ...], list[ViewRow]] = {}
    for row in chosen(viewed.rows, where):
        groups.setdefault(tuple(as_text(row.cells.get(name)) for name in by), []).append(row)
    rows = []
    for key in sorted(groups):
        own = groups[key]
        added = {name: _plain(sum((_number(row, name) for row in own), Fraction(0))) for name in sums}
        rows.append(ViewRow({**dict(zip(by, key, strict=True)), COUNTED: len(own), **added}, _sources(own)))
    return Viewed(viewed.id, (*by, COUNTED, *sums), tuple(rows))


def _plain(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _counted(indicator: Indicator, rows: Sequence[ViewRow]) -> Fraction:
    match indicator.how:
        case How.COUNT:
            return Fraction(len(rows))
        case How.SUM:
            return sum((_number(row, indicator.column) for row in rows), Fraction(0))
        case How.DISTINCT:
            values = {one for row in rows for one in as_text(row.cells.get(indicator.column)).split(";")}
            return Fraction(len(values - {""}))


def indicated(indicator: Indicator, indicators: Mapping[str, Indicator], views: Mapping[str, Viewed]) -> Indicated:
    """What ``indicator`` comes to; ``views`` holds its view, and that of the indicator it is a share of."""
    rows = chosen(views[indicator.view].rows, indicator.where)
    value: Fraction | None = _counted(indicator, rows)
    if indicator.per:
        whole = indicators[indicator.per]
        base = _counted(whole, chosen(views[whole.view].rows, whole.where))
        value = None if value is None or base == 0 else 100 * value / base
    return Indicated(
        indicator.id, indicator.name, indicator.name_en, value, indicator.digits, bool(indicator.per),
        indicator.target, _sources(rows),
    )  # fmt: skip
