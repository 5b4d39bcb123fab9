"""Headers that name a column twice, and rows that are longer than they: nothing is lost without a word."""

import pytest

from cmsdk.model.problem import Problem
from cmsdk.model.report import Item
from cmsdk.tables.mapped import ChannelMap, MappedReader, unique
from cmsdk.tables.read import read_table
from cmsdk.tables.schema import TABLES


def _read(text: str) -> list[Item | Problem]:
    return list(MappedReader(ChannelMap(id="desk", format="csv", map={"text": "内容"}))(text.encode()))


def test_rows_that_differ_in_the_first_of_two_columns_of_one_name_stay_two_reports():
    first, second = (row for row in _read("内容,内容\n路灯坏了,同\n垃圾成堆,同\n") if isinstance(row, Item))
    assert first.raw == {"内容": "路灯坏了", "内容 (2)": "同"}
    assert second.raw == {"内容": "垃圾成堆", "内容 (2)": "同"}
    assert [first.fields["text"], second.fields["text"]] == ["路灯坏了", "垃圾成堆"]


def test_a_mapped_column_that_stands_twice_is_told_and_the_filled_cell_taken():
    told, item = _read("内容,内容,备注,备注\n,灯坏了,a,b\n")
    assert isinstance(told, Problem)
    assert (told.code, told.where) == ("CMS520", "desk:1")
    assert isinstance(item, Item)
    assert item.fields["text"] == "灯坏了"


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["a", "a", "a"], ["a", "a (2)", "a (3)"]),
        (["a", "a", "a (2)"], ["a", "a (2)", "a (2) (2)"]),
        (["a", "", ""], ["a", "(2)", "(3)"]),
        (["", "(1)"], ["(1)", "(1) (2)"]),
    ],
)
def test_names_of_columns_are_made_unique_and_an_unnamed_one_has_its_number(header: list[str], names: list[str]):
    assert unique(header) == names


def test_cells_beyond_the_header_never_hide_those_of_an_unnamed_column():
    (item,) = (row for row in _read("内容,\n灯坏了,x,y\n") if isinstance(row, Item))
    assert item.raw == {"内容": "灯坏了", "(2)": "x", "": ["y"]}


def test_the_header_that_a_problem_quotes_holds_no_personal_number():
    with pytest.raises(Exception, match="CMS505") as refused:
        _read("1,路灯坏了请打13800000001\n2,井盖\n")
    assert "13800000001" not in str(refused.value)


@pytest.mark.parametrize("header", ["id,name,name", "id,name,单位", "编号,id,name"])
def test_a_table_whose_header_names_a_column_twice_is_told(header: str):
    found = read_table(f"{header}\na,b,c\n".encode(), TABLES["units"], "units.csv")
    assert [p.code for p in found.problems] == ["CMS416"]


def test_a_row_of_a_table_with_more_cells_than_the_header_is_told_and_left_out():
    found = read_table(b"id,name\na,x,,\nb,y,z\n", TABLES["units"], "units.csv")
    assert [(p.code, p.where) for p in found.problems] == [("CMS417", "units.csv:3")]
    assert [row.values["id"] for row in found.rows] == ["a"]
