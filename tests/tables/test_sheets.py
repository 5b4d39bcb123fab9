"""A workbook of several sheets: each that has reports is read, and the others are named."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem
from cmsdk.model.report import Item
from cmsdk.tables.cells import lines
from cmsdk.tables.mapped import ChannelMap, MappedReader

Workbook = Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]
READER = MappedReader(ChannelMap(id="desk", format="xlsx", map={"text": ["诉求", "内容"]}))
HEADER = ["编号", "内容"]


def _read(book: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    found = list(READER(book))
    items = [(row.position, row.fields.get("text", "")) for row in found if isinstance(row, Item)]
    return items, [(p.code, dict(p.facts).get("sheets", p.where)) for p in found if isinstance(p, Problem)]


def test_an_empty_cover_sheet_hides_nothing(workbook: Workbook):
    items, told = _read(workbook({"封面": [], "空": [[None, " "]], "工单": [HEADER, ["1", "灯坏了"]]}))
    assert (items, told) == ([("2", "灯坏了")], [])


def test_every_sheet_with_reports_is_read_and_its_rows_are_named_with_it(workbook: Workbook):
    book = workbook({"一月": [HEADER, ["1", "灯坏了"]], "二月": [["诉求"], ["井盖翘了"]]})
    assert _read(book) == ([("一月!2", "灯坏了"), ("二月!2", "井盖翘了")], [])


def test_filled_sheets_without_the_text_are_named(workbook: Workbook):
    book = workbook({"说明": [["本表由热线导出"]], "工单": [HEADER, ["1", "灯坏了"]], "汇总": [["合计", 1]]})
    assert _read(book) == ([("2", "灯坏了")], [("CMS519", "说明, 汇总")])


def test_empty_rows_above_the_header_are_none(workbook: Workbook):
    assert _read(workbook({"工单": [[None], HEADER, ["1", "灯坏了"]]})) == ([("3", "灯坏了")], [])


def test_where_no_sheet_has_the_text_the_first_says_what_is_missing(workbook: Workbook):
    with pytest.raises(RejectedInput) as refused:
        _read(workbook({"a": [["编号"], [1]], "b": [["x"]]}))
    assert [p.code for p in refused.value.problems] == ["CMS505"]


@pytest.mark.parametrize("sheets", [{"a": []}, {"a": [[None]], "b": [[" "]]}])
def test_a_workbook_of_empty_sheets_is_empty(workbook: Workbook, sheets: Mapping[str, Sequence[Sequence[object]]]):
    with pytest.raises(RejectedInput) as refused:
        _read(workbook(sheets))
    assert [p.code for p in refused.value.problems] == ["CMS502"]


def test_a_table_stands_in_the_first_filled_sheet_where_none_has_its_name(workbook: Workbook):
    assert next(lines(workbook({"封面": [], "表": [["甲"]]}), "x", "units"))[1] == ["甲"]
