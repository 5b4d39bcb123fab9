"""Files that are not what they say: bombs, broken zips, huge cells, missing readers."""

import io
import sys
import zipfile

import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.tables import cells
from cmsdk.tables.bombs import refuse_bomb
from cmsdk.tables.cells import csv_lines, decode, lines
from cmsdk.tables.read import read_table
from cmsdk.tables.schema import TABLES


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return out.getvalue()


def _codes(payload: bytes) -> list[str]:
    return [p.code for p in read_table(payload, TABLES["units"], "units.xlsx").problems]


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = _zip(sheet=b"\0" * 30_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(RejectedInput) as refused:
        refuse_bomb(bomb, "units.xlsx")
    assert [p.code for p in refused.value.problems] == ["CMS510"]
    assert "CMS510" in _codes(bomb)


@pytest.mark.parametrize(
    "payload", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 200, _zip(a=b"x")[:-30]], ids=["mark", "junk", "archive"]
)
def test_what_only_begins_like_a_zip_is_named(payload: bytes):
    assert _codes(payload)[0] == "CMS409"


def test_a_zip_that_is_no_workbook_is_named():
    assert _codes(_zip(readme=b"hello"))[0] == "CMS409"


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    found = read_table(_zip(a=b"x"), TABLES["units"], "units.xlsx").problems
    assert found[0].code == "CMS408"
    assert "cmsdk[tables]" in found[0].remedy()


def test_a_cell_of_a_million_characters_is_read_and_a_larger_one_refused(monkeypatch: pytest.MonkeyPatch):
    row = "a," + "长" * 1_000_000
    assert len(next(iter(csv_lines(row, "x")))[1][1]) == 1_000_000
    monkeypatch.setattr(cells, "MAX_CELL", 10_000)
    with pytest.raises(RejectedInput) as refused:
        list(csv_lines(row, "x"))
    assert [p.code for p in refused.value.problems] == ["CMS413"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_chinese_is_recognised_in_the_encodings_of_office_machines(encoding: str):
    assert decode("编号,名称\r\n灞桥区,鄠邑区".encode(encoding), "x").startswith("编号")


def test_characters_that_only_gb18030_has_are_read():
    assert decode("地名𠮷𤭢".encode("gb18030"), "x") == "地名𠮷𤭢"


def test_the_named_sheet_is_read_wherever_it_stands_and_else_the_first(workbook: object):
    assert callable(workbook)
    book = workbook({"首页": [["甲"]], "units": [["乙"]]})
    assert next(lines(book, "x", "units"))[1] == ["乙"]
    assert next(lines(book, "x", "people"))[1] == ["甲"]
