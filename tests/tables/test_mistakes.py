"""Every mistake of a table is named at once, with file, row and column, and what would be right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from cmsdk.model.problem import Problem
from cmsdk.tables.build import build
from cmsdk.tables.read import TableRows, read_table
from cmsdk.tables.schema import TABLES

Workbook = Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]


def _read(table: str, text: str | bytes) -> TableRows:
    payload = text.encode() if isinstance(text, str) else text
    return read_table(payload, TABLES[table], f"{table}.csv")


def _said(found: TableRows) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in found.problems]


def test_every_mistake_of_a_file_is_named_at_once_and_good_rows_stay():
    found = _read(
        "limits",
        "id,stage,amount,unit,valid_from,colour\n"
        "a,handle,0,work_day,2026-01-01,red\n"
        "b,handle,3,work day,2026-13-01,\n"
        ",handle,3,work_day,,\n"
        "d,handle,3,work_day,,\n",
    )
    assert _said(found) == [
        ("CMS402", "limits.csv:1 [colour]"),
        ("CMS404", "limits.csv:2 [amount]"),
        ("CMS404", "limits.csv:3 [unit]"),
        ("CMS404", "limits.csv:3 [valid_from]"),
        ("CMS405", "limits.csv:4 [id]"),
    ]
    assert [row.values["id"] for row in found.rows] == ["d"]


def test_an_unknown_column_is_answered_with_the_nearest_known_one():
    found = _read("units", "id,nmae,name\na,x,y\n")
    assert found.problems[0].code == "CMS402"
    assert "`name`" in found.problems[0].remedy() or "name" in found.problems[0].remedy()
    assert dict(found.problems[0].facts)["near"] == "name"
    assert dict(_read("units", "id,name,电活\na,y,1\n").problems[0].facts)["near"] == "电话"


def test_a_missing_column_is_named_in_both_languages_and_no_row_is_guessed():
    found = _read("units", "id,kind\na,部门\n")
    assert _said(found) == [("CMS403", "units.csv")]
    assert "name (单位)" in found.problems[0].what()
    assert found.rows == ()


def test_a_wrong_word_is_answered_with_the_possible_ones_in_both_languages():
    said = _read("limits", "id,amount,unit\na,3,工作天\n").problems[0]
    assert (said.code, dict(said.facts)["value"]) == ("CMS404", "工作天")
    assert "work_day" in said.what()
    assert "工作日" in said.what()


@pytest.mark.parametrize("cell", ["2026-02-30", "26/1", "明天", "2026-1-1-1", "1月1日"])
def test_a_wrong_date_is_answered_with_an_example(cell: str):
    said = _read("units", f"id,name,valid_from\na,x,{cell}\n").problems[0]
    assert said.code == "CMS404"
    assert "a date such as 2026-01-31" in said.what()


@pytest.mark.parametrize("cell", ["0", "-1", "1.5", "三", "１", "9" * 5000])
def test_a_wrong_amount_is_named(cell: str):
    assert _said(_read("limits", f"id,amount,unit\na,{cell},work_day\n"))[0] == ("CMS404", "limits.csv:2 [amount]")


def test_a_coordinate_that_is_no_number_or_out_of_range_is_named():
    assert _said(_read("stations", "id,name,lon,lat,crs\na,x,东经108,34,wgs84\n")) == [
        ("CMS404", "stations.csv:2 [lon]")
    ]
    row = _read("stations", "id,name,lon,lat,crs\na,x,34.2,108.9,wgs84\n").rows[0]
    made = build("stations", row)
    assert isinstance(made, Problem)
    assert (made.code, made.where) == ("CMS451", "stations.csv:2")
    assert "axes swapped" in made.what()
    assert "写反" in made.what("zh")


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("stations", "id,name,lon\na,x,108\n", "lon, lat and crs go together"),
        ("standards", "id,category,limit\na,E01,3\n", "limit and unit go together"),
        ("limits", "id,amount,unit\na,2000000,work_day\n", "at most 1000000"),
    ],
)
def test_cells_that_contradict_each_other_are_named(table: str, text: str, said: str):
    made = build(table, _read(table, text).rows[0])
    assert isinstance(made, Problem)
    assert (made.code, made.where) == ("CMS451", f"{table}.csv:2")
    assert said in made.what()
    assert dict(made.facts)["row"] == "a"
    assert said not in made.what("zh")


def test_a_row_that_ends_before_it_begins_is_named_with_both_days_and_its_column():
    made = build("units", _read("units", "id,name,valid_from,valid_to\nmycity-r3,x,2026-12-31,2026-01-01\n").rows[0])
    assert isinstance(made, Problem)
    assert (made.code, made.where) == ("CMS450", "units.csv:2 [valid_to]")
    for lang in ("en", "zh"):
        assert all(word in made.what(lang) for word in ("mycity-r3", "2026-12-31", "2026-01-01"))


@pytest.mark.parametrize(
    ("table", "text", "chinese", "english"),
    [
        ("calendar-days", "date,kind\n2026-01-01,放假\n", "以下之一：holiday, 休, workday, 班", "one of"),
        ("units", "id,name,valid_from\na,x,明天\n", "日期，如 2026-01-31", "a date such as"),
        ("limits", "id,amount,unit\na,三,work_day\n", "不小于 1 的整数", "a whole number"),
        ("duplicates", "id,window\na,三\n", "0 或更大的整数", "a whole number"),
        ("stations", "id,name,lon\na,x,东\n", "数字，如 108.74", "a number such as"),
        ("responsibility", "id,when,unit\na,周八 下午,u\n", "日子和钟点，如 07:00", "times of day"),
        ("responsibility", "id,when,unit\na,周一;周八,u\n", "“周八”看不懂", "times of day"),
    ],
)
def test_what_was_expected_is_said_in_the_readers_language(table: str, text: str, chinese: str, english: str):
    said = _read(table, text).problems[0]
    assert english in said.what()
    assert chinese in said.what("zh")
    assert english not in said.what("zh")


def test_a_cell_that_is_wrong_as_a_whole_is_said_once():
    said = _read("responsibility", "id,when,unit\na,周八,u\n").problems[0]
    assert said.what("zh").count("周八") == 1


def test_a_lost_leading_zero_is_noticed_by_the_length_of_the_others():
    found = _read("divisions", "code,name,level\n010101,甲,区\n010102,乙,区\n10103,丙,区\n")
    assert _said(found) == [("CMS406", "divisions.csv:4 [code]")]


@pytest.mark.parametrize("cell", ["6.1E+05", "610100.0", "6.101e11"])
def test_a_code_that_became_a_number_is_named_once(cell: str):
    assert _said(_read("divisions", f"code,name,level\n{cell},甲,区\n")) == [("CMS406", "divisions.csv:2 [code]")]


def test_a_second_row_with_the_same_key_is_named_with_the_first():
    found = _read("units", "id,name\na,x\nb,y\na,z\n")
    assert _said(found) == [("CMS410", "units.csv:4")]
    assert "units.csv:2" in found.problems[0].what()


def test_the_same_code_in_two_schemes_is_two_categories():
    text = "scheme,version,code,kind,name\nx,1,E01,事件,甲\ny,1,E01,事件,乙\n"
    assert _read("categories", text).problems == ()
    again = _read("categories", text + "y,1,E01,事件,丙\n")
    assert _said(again) == [("CMS410", "categories.csv:4")]


@pytest.mark.parametrize("payload", [b"", b"\n\n"])
def test_an_empty_file_is_named(payload: bytes):
    assert _said(_read("units", payload)) == [("CMS407", "units.csv")]


def test_a_header_alone_is_an_empty_table_without_fault():
    assert _read("units", "id,name\n") == TableRows((), ())


def test_blank_rows_comments_and_missing_cells_at_the_end_are_no_fault():
    found = _read("units", "id,name,kind\n# an example\n,,\n\na,x\n")
    assert [row.source for row in found.rows] == ["units.csv:5"]
    assert found.problems == ()


def test_bytes_that_are_no_text_are_named():
    assert _said(_read("units", b"\xff\x00\x81\x30\xff")) == [("CMS401", "units.csv")]


def test_broken_quoting_is_named_with_its_row():
    assert _said(_read("units", 'id,name\na,"x"y\n')) == [("CMS413", "units.csv:2")]


def test_real_dates_and_numbers_of_a_workbook_are_read_as_a_person_reads_them(workbook: Workbook):
    days = workbook({"calendar-days": [["日期", "类型"], [date(2026, 10, 1), "休"], ["2026-10-10", "班"]]})
    found = read_table(days, TABLES["calendar-days"], "calendar-days.xlsx")
    assert found.problems == ()
    assert [row.values["date"] for row in found.rows] == [date(2026, 10, 1), date(2026, 10, 10)]
    codes = workbook({"divisions": [["代码", "名称", "级别"], [610111, "灞桥区", "区"]]})
    assert read_table(codes, TABLES["divisions"], "x").rows[0].values["code"] == "610111"


def test_a_mistake_in_a_workbook_is_named_by_the_row_that_the_spreadsheet_shows(workbook: Workbook):
    book = workbook({"units": [["id", "name"], ["a", "x"], [None, None], [None, "y"]]})
    found = read_table(book, TABLES["units"], "units.xlsx")
    assert _said(found) == [("CMS405", "units.xlsx:4 [id]")]
