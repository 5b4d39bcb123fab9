"""What spreadsheet programs and copying make of a table: named with what it was, never read as something else."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
import random

import attrs
import pytest

from cmsdk.contract.context import AssemblyContext
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, Severity
from cmsdk.tables.cells import decode
from cmsdk.tables.city import TableCity
from cmsdk.tables.mangled import code_before
from cmsdk.tables.read import TableRows, read_table
from cmsdk.tables.schema import TABLES
from cmsdk.tables.template import check_folder

Workbook = Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]


def _read(table: str, text: str) -> TableRows:
    return read_table(text.encode(), TABLES[table], f"{table}.csv")


def _facts(found: TableRows) -> list[tuple[str, str, str]]:
    return [(p.code, p.where, dict(p.facts).get("meant", "")) for p in found.problems]


@pytest.mark.parametrize(
    ("cell", "before"),
    [
        ("610100.0", "610100"), ("610100.00", "610100"), ("6.101E+05", ""), ("6.10100E+05", "610100"),
        ("3.7028E+11", ""), ("3.70282001001E+11", "370282001001"), ("3月1日", "3-1"), ("1-Mar", "3-1"),
        ("2026-03-01 00:00:00", "3-1"), ("2026/3/1", "3-1"), ("2026年3月1日", "3-1"), ("3-1", None), ("0104", None),
        ("E0104", None), ("370282001001", None), ("", None), ("3月", None), ("x-demo-01", None),
    ],
)  # fmt: skip
def test_what_a_code_was_before_a_spreadsheet_changed_it(cell: str, before: str | None) -> None:
    assert code_before(cell) == before


def test_a_lost_zero_is_told_with_the_code_that_it_was() -> None:
    found = _read("divisions", "code,name,level\n010101,甲,区\n010102,乙,区\n10103,丙,区\n")
    assert _facts(found) == [("CMS406", "divisions.csv:4 [code]", "010103")]
    assert "010103" in found.problems[0].what("zh")


def test_a_code_that_became_a_day_in_a_workbook_is_told_where_it_is_referred_to(workbook: Workbook) -> None:
    rows = [["id", "category", "unit"], ["r1", date(2026, 3, 1), "u"]]
    found = read_table(workbook({"responsibility": rows}), TABLES["responsibility"], "r.xlsx")
    assert _facts(found) == [("CMS406", "r.xlsx:2 [category]", "3-1")]


@pytest.mark.parametrize("cell", ["Ｅ０１", "E\u00a001", "E\u300001", "E０1"])
def test_a_code_with_full_width_or_odd_blanks_is_told_with_the_plain_one(cell: str) -> None:
    found = _read("categories", f"scheme,version,code,kind,name\nx,1,{cell},事件,甲\n")
    assert _facts(found) == [("CMS437", "categories.csv:2 [code]", "E01")]


@pytest.mark.parametrize("cell", ["海-01", "é1", "E01"])
def test_a_code_in_letters_of_its_own_is_left_alone(cell: str) -> None:
    assert _read("categories", f"scheme,version,code,kind,name\nx,1,{cell},事件,甲\n").problems == ()


def test_a_day_as_a_spreadsheet_counts_it_is_told_with_its_date() -> None:
    found = _read("units", "id,name,valid_from\na,x,46300\nb,y,2026-01-01\n")
    assert [(p.code, p.where) for p in found.problems] == [("CMS404", "units.csv:2 [valid_from]")]
    for lang in ("en", "zh"):
        assert "2026-10-05" in found.problems[0].what(lang)


@pytest.mark.parametrize("cell", ["36525", "73051", "20260101", "４６３００"])
def test_a_number_that_counts_no_day_of_this_century_is_a_wrong_date(cell: str) -> None:
    assert dict(_read("units", f"id,name,valid_from\na,x,{cell}\n").problems[0].facts)["expected"] == "date"


def test_the_midnight_that_a_spreadsheet_adds_to_a_day_is_no_mistake() -> None:
    assert _read("units", "id,name,valid_from\na,x,2026-01-01 00:00:00\n").rows[0].values["valid_from"] == date(
        2026, 1, 1
    )


@pytest.mark.parametrize(
    "text", ["\ufeff\ufeffid,name\na,x\n", '\ufeff\ufeff"id","name"\n"a","x"\n', "id,na\u200bme\na,x\ufeff\n"]
)
def test_marks_that_nobody_sees_change_no_header_and_no_cell(text: str) -> None:
    found = _read("units", text)
    assert [(row.values["id"], row.values["name"]) for row in found.rows] == [("a", "x")]


def test_a_column_without_a_name_is_told_once_and_the_table_is_read() -> None:
    found = _read("units", "id,,name,\na,,x,\nb,one,y,\nc,two,z,\n")
    assert [row.values["id"] for row in found.rows] == ["a", "b", "c"]
    (said,) = found.problems
    assert (said.code, said.where, said.severity) == ("CMS438", "units.csv:1", Severity.WARNING)
    assert {"column": "2", "count": "2", "row": "3"}.items() <= dict(said.facts).items()


def test_a_column_without_a_name_keeps_no_calendar_from_its_days() -> None:
    files = {"tables/calendar-days.csv": b"date,kind,calendar,\n2027-01-01,holiday,c,x\n"}
    years = TableCity().cmsdk_calendars(AssemblyContext("", "toy", files.get, lambda _path: ()))
    given, said = [], []
    try:
        for year in years:
            given.append(year)  # noqa: PERF402  the warning comes after the last
    except RejectedInput as rejected:
        said = [p.code for p in rejected.problems]
    assert (len(given), said) == (1, ["CMS438"])


ROWS = ["id,name,note", *(f"u{n},单位{n},负责长乐路一带的路灯和井盖" for n in range(6))]


def _mixed(*encodings: str) -> bytes:
    return b"".join(f"{row}\n".encode(encoding) for row, encoding in zip(ROWS, encodings, strict=True))


@pytest.mark.parametrize(
    ("encodings", "line"),
    [
        (["utf-8"] * 4 + ["gb18030"] * 3, 5),
        (["gb18030"] * 5 + ["utf-8"] * 2, 6),
        (["utf-8", "gb18030", "utf-8", "utf-8", "utf-8", "utf-8", "gb18030"], 3),
    ],
)
def test_a_file_of_two_encodings_is_told_with_the_first_line_that_differs(encodings: list[str], line: int) -> None:
    found = read_table(_mixed(*encodings), TABLES["units"], "units.csv")
    assert [(p.code, p.where) for p in found.problems] == [("CMS436", f"units.csv:{line}")]
    assert found.rows == ()


def test_short_words_of_gb18030_that_read_as_utf8_by_chance_are_no_mixture() -> None:
    byte = random.Random(7)  # noqa: S311  rows of a test
    rows = (bytes(byte.choices(range(0xB0, 0xF7), k=6)) for _ in range(2000))
    payload = b"\n".join(row for row in rows if _reads(row))
    assert decode(payload, "x") == payload.decode("gb18030")


def _reads(row: bytes) -> bool:
    try:
        return bool(row.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def test_files_of_one_folder_may_be_in_different_encodings(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes("编号,单位\na,园林所\n".encode("gb18030"))
    (tmp_path / "people.csv").write_bytes("\ufeff编号,姓名,单位\np,甲,a\n".encode())
    (tmp_path / "stations.csv").write_bytes("编号,名称,类型\ns,岗亭,岗亭\n".encode("utf-16"))
    checked = check_folder(tmp_path, lambda _flow: ())
    assert (checked.files, checked.problems) == ({"people.csv": 1, "stations.csv": 1, "units.csv": 1}, ())


def test_the_nearest_column_hangs_on_no_order_of_the_columns() -> None:
    schema = TABLES["units"]
    turned = attrs.evolve(schema, columns=tuple(reversed(schema.columns)))
    near = [dict(read_table(b"id,name,valid_\n", one, "u").problems[0].facts)["near"] for one in (schema, turned)]
    assert near == ["valid_to", "valid_to"]


def test_a_folder_with_a_mistake_in_each_of_many_rows_names_each_once(tmp_path: Path) -> None:
    rows = "".join(f"l-{n},E1,three,work_day\n" for n in range(2000))
    (tmp_path / "limits.csv").write_text("id,category,amount,unit\n" + rows, encoding="utf-8")
    found: Sequence[Problem] = check_folder(tmp_path, lambda _flow: ()).problems
    assert len(found) == len(set(found)) == 2000
