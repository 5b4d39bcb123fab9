"""Workbooks of a few bytes that would take all memory are refused; large honest ones are read."""

from collections.abc import Callable, Mapping, Sequence
import io
import zipfile

import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.tables import bombs
from cmsdk.tables.bombs import refuse_bomb
from cmsdk.tables.cells import sheets

Workbook = Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]


def _with(book: bytes, parts: Mapping[str, str]) -> bytes:
    """``book`` with some of its parts written anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name].encode() if name in parts else old.read(name))
    return out.getvalue()


def _sheet(rows: str) -> dict[str, str]:
    return {"xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"}


def _codes(book: bytes) -> list[str]:
    with pytest.raises(RejectedInput) as refused:
        sheets(book, "x")
    return [p.code for p in refused.value.problems]


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row><row r = '1048576'><c x='>' r = 'xfd1048576'><v>1</v></c></row>",
        '<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 100 + "</row>",
        '<x:row xmlns:x="urn:x"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    ],
    ids=["one far cell", "other spellings", "cells without a reference", "a prefix"],
)
def test_a_cell_far_away_is_refused_before_the_sheet_is_laid_out(workbook: Workbook, rows: str):
    book = _with(workbook({"a": [["x"]]}), _sheet(rows))
    assert len(book) < 4000
    assert _codes(book) == ["CMS510"]


def test_far_cells_that_are_only_coloured_are_no_bomb(workbook: Workbook):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576" ht="3"><c r="XFD1048576" s="1"/></row>'
    assert sheets(_with(workbook({"a": [["x"]]}), _sheet(rows)), "x") == {"a": [(1, ["1"])]}


def test_sheets_that_lie_in_one_part_count_each(workbook: Workbook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cmsdk.tables.cells.MAX_CELLS", 3)
    assert _codes(workbook({"a": [["x", "y"]], "b": [["x", "y"]]})) == ["CMS510"]


def _shared(workbook: Workbook, text: str, indexes: Sequence[int], types: str = "s") -> bytes:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="{types}"><v>{i}</v></c></row>' for n, i in enumerate(indexes, 1))
    texts = f"<sst><si><t>short</t></si><si><r><t>{text}</t></r><r><t>{text}</t></r></si></sst>"
    return _with(workbook({"a": [["x"]]}), {**_sheet(cells), "xl/sharedStrings.xml": texts})


def test_a_shared_text_that_is_copied_for_many_cells_is_refused(workbook: Workbook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bombs, "MAX_RATIO", 10_000)
    book = _shared(workbook, "x" * 500_000, [1] * 9000)
    assert len(book) < 100_000
    assert _codes(book) == ["CMS510"]


def test_a_long_shared_text_beside_many_short_ones_is_read(workbook: Workbook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bombs, "MAX_SHARED", 50_000)
    refuse_bomb(_shared(workbook, "x" * 10_000, [1, *[0] * 900]), "x")
    refuse_bomb(_shared(workbook, "x" * 10_000, [1] * 900, types="n"), "x")
    with pytest.raises(RejectedInput):
        refuse_bomb(_shared(workbook, "x" * 10_000, [1] * 3), "x")


@pytest.mark.parametrize(
    "part", ["<worksheet><sheetData>", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet><sheetData/></worksheet>"]
)
def test_a_sheet_that_is_no_xml_or_declares_entities_is_named(workbook: Workbook, part: str):
    assert _codes(_with(workbook({"a": [["x"]]}), {"xl/worksheets/sheet1.xml": part})) == ["CMS409"]


@pytest.mark.parametrize("where", [(4, 6), (8, 10)], ids=["version", "packing"])
def test_a_zip_of_a_kind_that_is_not_known_is_named(workbook: Workbook, where: tuple[int, int]):
    book = bytearray(workbook({"a": [["x"]]}))
    central = book.rindex(b"PK\x01\x02") + 2
    local = 0
    for start, offset in ((central, where[0]), (local, where[0])):
        book[start + offset : start + offset + 2] = b"\xff\x00"
    assert _codes(bytes(book)) == ["CMS409"]


def test_a_large_honest_workbook_is_read(workbook: Workbook):
    rows = [["编号", "内容"], *([n, f"路灯坏了 {n}"] for n in range(20_000))]
    assert len(sheets(workbook({"a": rows}), "x")["a"]) == 20_001
