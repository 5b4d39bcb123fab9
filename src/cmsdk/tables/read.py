"""A table file → rows of values, with every mistake of the file gathered and named by row and column."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.expected import expected_facts
from cmsdk.model.problem import Problem, Severity, problem

from .cells import Line, lines
from .columns import Column, TableSchema
from .limits import judged
from .mangled import REFERRING, code_before, lost_zeros, plain
from .schema import TABLES

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

    @property
    def errors(self) -> bool:
        """Whether a mistake is more than a warning."""
        return any(found.severity is Severity.ERROR for found in self.problems)


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


def _as_headed(found: Problem, headings: Mapping[str, str]) -> Problem:
    """``found`` with its column called as the file's own header calls it: what the clerk can look for."""
    at, _, name = found.where.removesuffix("]").rpartition(" [")
    heading = headings.get(name, name)
    if not at or heading == name:
        return found
    facts = tuple((key, heading if key == "column" and value == name else value) for key, value in found.facts)
    return attrs.evolve(found, where=f"{at} [{heading}]", facts=facts)


def _odd_code(column: Column, cell: str, where: str) -> Problem | None:
    """A code that is none any more, or that looks like one and is another."""
    if not column.is_code and column.name not in REFERRING:
        return None
    before = code_before(cell)
    if before is not None:
        return problem("CMS406", f"{where} [{column.name}]", value=cell, meant=before)
    if column.is_code and not cell.isascii() and plain(cell) != cell and plain(cell).isascii():
        return problem("CMS437", f"{where} [{column.name}]", value=cell, meant=plain(cell))
    return None


def _read_row(cells: list[str], header: list[Column | None], where: str, problems: list[Problem]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=False):
        stripped = cell.strip()
        if column is None or not stripped:
            continue
        wrong = _odd_code(column, stripped, where)
        if wrong is not None:
            problems.append(wrong)
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


def _headings(header: list[str], columns: list[Column | None]) -> dict[str, str]:
    """Column name → how the file's header writes it."""
    return {c.name: cell.strip() for c, cell in zip(columns, header, strict=False) if c is not None}


def _rows(table: Iterable[Line], schema: TableSchema, where: str, headings: dict[str, str]) -> Iterator[Row | Problem]:
    """The rows and mistakes of a table; ``headings`` is filled with how its header writes each column."""
    numbered = iter(table)
    first = next(numbered, None)
    if first is None:
        yield problem("CMS407", where)
        return
    header, problems = _match_header(first[1], schema, where)
    headings.update(_headings(first[1], header))
    unnamed = _Unnamed(first[1], where)
    yield from problems
    if problems and any(p.code == "CMS403" for p in problems):
        return
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
            continue
        at = f"{where}:{number}"
        unnamed.look(cells, number)
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
    yield from unnamed.problems()


def _lost_zeros(rows: Iterable[Row], schema: TableSchema) -> Iterator[Problem]:
    for column in (c for c in schema.columns if c.is_code):
        coded = {row.source: row.values[column.name] for row in rows if column.name in row.values}
        for source, before in lost_zeros(coded.items()):
            yield problem("CMS406", f"{source} [{column.name}]", value=coded[source], meant=before)


class _Unnamed:
    """Columns without a name, and what stands below them: it is read by nobody."""

    def __init__(self, header: list[str], where: str) -> None:
        self._where = where
        self._filled = {number: [0, 0] for number, name in enumerate(header) if not name.strip()}

    def look(self, cells: list[str], row: int) -> None:
        for number, seen in self._filled.items():
            if number < len(cells) and cells[number].strip():
                seen[0] += 1
                seen[1] = seen[1] or row

    def problems(self) -> Iterator[Problem]:
        for number, (count, row) in self._filled.items():
            if count:
                yield problem("CMS438", f"{self._where}:1", column=number + 1, count=count, row=row)


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
    headings: dict[str, str] = {}
    try:
        for found in _rows(lines(payload, where, schema.name), schema, where, headings):
            if isinstance(found, Row):
                rows.append(found)
            else:
                problems.append(found)
    except RejectedInput as rejected:
        problems += rejected.problems
    odd = [*_lost_zeros(rows, schema), *_repeated(rows, schema)]
    left_out = {p.where.partition(" [")[0] for p in odd}
    told = tuple(_as_headed(found, headings) for found in (*problems, *odd))
    return TableRows(tuple(row for row in rows if row.source not in left_out), told)
