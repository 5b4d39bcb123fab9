"""Every table reads alike with English and Chinese headers, from every file that an office machine writes."""

from collections.abc import Callable, Mapping, Sequence
import csv
import io

import pytest

from cmsdk.contract.base import Contribution
from cmsdk.tables.build import BUILDERS, build
from cmsdk.tables.columns import TableSchema
from cmsdk.tables.read import read_table
from cmsdk.tables.schema import TABLES

Workbook = Callable[[Mapping[str, Sequence[Sequence[str]]]], bytes]


def _rows(schema: TableSchema, chinese: bool) -> list[list[str]]:
    """Header and one row, from the examples that the schema itself gives."""
    columns = [c for c in schema.columns if c.example or c.required]
    return [[c.chinese[0] if chinese else c.name for c in columns], [c.example for c in columns]]


@pytest.mark.parametrize("name", TABLES)
def test_the_english_example_reads_too_and_has_no_chinese(name: str):
    """A city whose staff read no Chinese fills in the English template."""
    columns = [c for c in TABLES[name].columns if c.example]
    examples = [c.shown("en") for c in columns]
    assert all(text.isascii() or text == ">25cm²" for text in examples)
    found = read_table(_csv([[c.name for c in columns], examples]).encode(), TABLES[name], f"{name}.csv")
    assert ([p.line() for p in found.problems], len(found.rows)) == ([], 1)
    assert [c.shown("zh") for c in columns] == [c.example for c in columns]


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", TABLES)
def test_a_csv_reads_in_either_language_and_every_encoding(name: str, encoding: str, chinese: bool):
    schema = TABLES[name]
    found = read_table(_csv(_rows(schema, chinese)).encode(encoding), schema, f"{name}.csv")
    assert [p.line() for p in found.problems] == []
    assert len(found.rows) == 1
    assert found.rows[0].source == f"{name}.csv:2"
    same = read_table(_csv(_rows(schema, chinese=False)).encode(), schema, f"{name}.csv")
    assert found.rows == same.rows


@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
@pytest.mark.parametrize("name", TABLES)
def test_a_workbook_reads_like_the_csv(name: str, chinese: bool, workbook: Workbook):
    schema, rows = TABLES[name], _rows(TABLES[name], chinese)
    other = [["这不是", "要读的表"]]
    found = read_table(workbook({"说明": other, name: rows}), schema, f"{name}.xlsx")
    assert [p.line() for p in found.problems] == []
    assert found.rows[0].values == read_table(_csv(rows).encode(), schema, "x").rows[0].values


@pytest.mark.parametrize("name", BUILDERS)
def test_a_row_becomes_a_contribution_that_knows_where_it_stands(name: str):
    row = read_table(_csv(_rows(TABLES[name], chinese=True)).encode(), TABLES[name], f"{name}.csv").rows[0]
    made = build(name, row)
    assert isinstance(made, Contribution)
    assert made.source == f"{name}.csv:2"
    assert made.basis == "市政办〔2026〕1号"
    assert not made.valid.always


def test_every_table_but_the_days_of_a_calendar_has_a_builder():
    assert set(TABLES) - set(BUILDERS) == {"calendar-days"}


@pytest.mark.parametrize("name", TABLES)
def test_no_two_columns_of_a_table_share_a_header(name: str):
    headers = [h for c in TABLES[name].columns for h in (c.name, *c.chinese)]
    assert len(headers) == len(set(headers))
