"""A table file → rows of values, with every mistake of the file gathered and named by row and column."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
import re
from typing import Any, Final

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.expected import expected_facts
from cmsdk.model.problem import Problem, problem

from .cells import Line, lines
from .columns import Column, TableSchema
from .limits import judged
from .schema import TABLES

_MANGLED = re.compile(r"\d+\.0|\d(?:\.\d+)?[eE]\+?\d+")
"""What a spreadsheet makes of a code that it took for a number."""

KEYS: Final = {
    "categories": ("scheme", "version", "code"),
    "schemes": ("scheme", "version"),
    "calendar-days": ("date", "calendar"),
}
"""Columns that name a row together, where its first column alone does not."""


@attrs.frozen
class Row:
    """A row: its values by column name (empty cells left out), and the file and row it stands in."""

    values: dict[str, Any]
    source: str


@attrs.frozen
class TableRows:
    """What a file gave: good rows, and problems by row. Bad rows do not stop the others."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def row_key(table: str, values: Mapping[str, Any]) -> str:
    """What names a row in its table, as far as it is filled: ``x-front``, ``toy/1/S1``."""
    return "/".join(str(values[name]) for name in _key_columns(table) if values.get(name))


def _key_columns(table: str) -> tuple[str, ...]:
    return KEYS.get(table, (TABLES[table].columns[0].name,))


def _of_row(found: Problem, key: str) -> Problem:
    """``found`` with the key of its row, so that references to the row are not taken for wrong ones."""
    return attrs.evolve(found, facts=(*found.facts, ("row", key)))


def _match_header(header: list[str], schema: TableSchema, where: str) -> tuple[list[Column | None], list[Problem]]:
    by_name = {name: column for column in schema.columns for name in (column.name, *column.chinese)}
    found: list[Column | None] = []
    problems = []
    for cell in header:
        name = cell.strip()
        column = by_name.get(name) or by_name.get(name.casefold())
        if column is None and name:
            near = get_close_matches(name, by_name, n=1, cutoff=0.5)
            problems.append(problem("CMS402", f"{where}:1 [{name}]", column=name, near=near[0] if near else "—"))
        elif column is not None and column in found:
            problems.append(problem("CMS416", f"{where}:1 [{name}]", column=name, name=column.name))
        found.append(column)
    missing = [c for c in schema.columns if c.required and c not in found]
    problems += [problem("CMS403", where, column=f"{c.name} ({c.chinese[0]})") for c in missing]
    return found, problems


def _read_row(cells: list[str], header: list[Column | None], where: str, problems: list[Problem]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=False):
        stripped = cell.strip()
        if column is None or not stripped:
            continue
        if column.is_code and _MANGLED.fullmatch(stripped):
            problems.append(problem("CMS406", f"{where} [{column.name}]", value=stripped))
            values[column.name] = None
            continue
        try:
            values[column.name] = column.kind(stripped)
        except ValueError as error:
            problems.append(
                problem("CMS404", f"{where} [{column.name}]", value=stripped[:40], error="—", **expected_facts(error))
            )
            values[column.name] = None
    return values


def _rows(table: Iterable[Line], schema: TableSchema, where: str) -> Iterator[Row | Problem]:
    numbered = iter(table)
    first = next(numbered, None)
    if first is None:
        yield problem("CMS407", where)
        return
    header, problems = _match_header(first[1], schema, where)
    yield from problems
    if problems and any(p.code == "CMS403" for p in problems):
        return
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
            continue
        at = f"{where}:{number}"
        wrong: list[Problem] = []
        values = _read_row(cells, header, at, wrong)
        if any(cell.strip() for cell in cells[len(header) :]):
            wrong.append(problem("CMS417", at, cells=len(cells), columns=len(header)))
        wrong += [
            problem("CMS405", f"{at} [{c.name}]", column=c.name)
            for c in schema.columns
            if c.required and c.name not in values
        ]
        given = {c.name: cell.strip() for c, cell in zip(header, cells, strict=False) if c is not None}
        wrong = judged(schema, given, given, at, wrong)
        if wrong:
            unsure = {f"{at} [{name}]" for name in _key_columns(schema.name)} & {p.where for p in wrong}
            key = "" if unsure else row_key(schema.name, given)
            yield from (_of_row(p, key) for p in wrong)
        else:
            yield Row(values, at)


def _lost_zeros(rows: Iterable[Row], schema: TableSchema) -> Iterator[Problem]:
    for column in (c for c in schema.columns if c.is_code):
        coded = [(row, row.values[column.name]) for row in rows if row.values.get(column.name, "").isdigit()]
        lengths = Counter(len(code) for _, code in coded)
        for row, code in coded:
            if lengths[len(code) + 1] > lengths[len(code)]:
                yield problem("CMS406", f"{row.source} [{column.name}]", value=code)


def _repeated(rows: Iterable[Row], schema: TableSchema) -> Iterator[Problem]:
    keys = _key_columns(schema.name)
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row.values.get(k) for k in keys)
        first = seen.setdefault(key, row)
        if first is row or key[0] is None or schema.name == "gazetteer":
            continue
        if schema.name == "calendar-days" and first.values["kind"] is not row.values["kind"]:
            yield problem("CMS426", row.source, day=key[0], first=first.source, row=key[0])
        else:
            named = row_key(schema.name, row.values)
            yield problem("CMS410", row.source, key=named, first=first.source, row=named)


def read_table(payload: bytes, schema: TableSchema, where: str) -> TableRows:
    """Rows of a CSV or xlsx (sheet of the table's name, or the first). Never raises for bad content."""
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for found in _rows(lines(payload, where, schema.name), schema, where):
            if isinstance(found, Row):
                rows.append(found)
            else:
                problems.append(found)
    except RejectedInput as rejected:
        problems += rejected.problems
    odd = [*_lost_zeros(rows, schema), *_repeated(rows, schema)]
    left_out = {p.where.partition(" [")[0] for p in odd}
    return TableRows(tuple(row for row in rows if row.source not in left_out), (*problems, *odd))
