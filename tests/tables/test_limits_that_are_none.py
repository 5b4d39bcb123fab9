"""Rows of lists of limits that are no limit, or could mean two, are refused by name (CMS421…CMS425)."""

from collections.abc import Mapping
import csv
import io
from pathlib import Path

import pytest

from cmsdk.model.problem import Problem
from cmsdk.tables.build import build
from cmsdk.tables.read import TableRows, read_table
from cmsdk.tables.schema import TABLES

LIST = Path(__file__).parents[3] / "shared" / "domain" / "time_limits.csv"
REFUSED = {
    "X-018": "CMS422", "X-019": "CMS422", "X-020": "CMS422", "X-021": "CMS422", "X-022": "CMS422",
    "X-032": "CMS425", "X-039": "CMS424", "X-046": "CMS423", "X-047": "CMS423", "X-048": "CMS421",
    "X-049": "CMS421", "X-056": "CMS421", "X-057": "CMS421", "X-061": "CMS423", "X-064": "CMS423",
    "X-071": "CMS423",
}  # fmt: skip
"""The rows of other cities and laws that are refused: hours (5), an extension rule, same day, years (2), fines (3),
a surcharge, months (2), seconds. The other 56 of the 72 load."""
RENAMED: Mapping[str, tuple[str, str]] = {
    "limits": ("amount", "unit"),
    "standards": ("limit", "unit"),
}


def _read(table: str, *rows: tuple[str, str, str]) -> TableRows:
    amount, unit = RENAMED[table]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", amount, unit, *(["category"] if table == "standards" else [])])
    writer.writerows([*row, *(["E01"] if table == "standards" else [])] for row in rows)
    return read_table(out.getvalue().encode(), TABLES[table], f"{table}.csv")


@pytest.mark.parametrize("table", RENAMED)
@pytest.mark.parametrize(
    ("unit", "code", "needles"),
    [
        ("CNY", "CMS421", ("CNY is an amount of money: a penalty cap, no time limit", "金额")),
        ("元", "CMS421", ("amount of money", "金额")),
        ("percent_per_day", "CMS421", ("a rate", "比率")),
        ("hour", "CMS422", ("urgent_hour", "紧急工作时")),
        ("小时", "CMS422", ("wall clock", "工作时")),
        ("天", "CMS422", ("natural_day", "自然日")),
        ("month", "CMS423", ("28 to 31 days", "天数不等")),
        ("年", "CMS423", ("limitation of penalties", "追究时效")),
        ("Second", "CMS423", ("minute", "分钟")),
        ("same_day", "CMS424", ("urgent_day", "紧急工作日")),
    ],
)
def test_a_unit_that_is_none_says_what_it_is_and_how_to_mend_it(
    table: str, unit: str, code: str, needles: tuple[str, str]
):
    (found,) = _read(table, ("a", "3", unit)).problems
    assert (found.code, found.where) == (code, f"{table}.csv:2 [unit]")
    for lang, needle in zip(("en", "zh"), needles, strict=True):
        said = f"{found.what(lang)} {found.why(lang)} {found.remedy(lang)}".replace('"', "")
        assert needle in said
        assert "{" not in said


def test_the_amount_of_such_a_row_is_not_named_besides():
    found = _read("limits", ("a", "0", "same_day"), ("b", "三百", "CNY"), ("c", "", "hour"))
    assert [p.code for p in found.problems] == ["CMS424", "CMS421", "CMS422"]


def test_a_limit_without_amount_and_unit_is_named_once():
    (found,) = _read("limits", ("a", "", "")).problems
    assert found.code == "CMS425"
    assert "no limit" in found.what()


def test_a_standard_may_have_no_limit_at_all():
    assert len(_read("standards", ("a", "", "")).rows) == 1


@pytest.mark.parametrize("row", [("a", "0", "work_day"), ("a", "-1", "work_day"), ("a", "3", "fortnight")])
def test_other_mistakes_keep_their_own_code(row: tuple[str, str, str]):
    assert [p.code for p in _read("limits", row).problems] == ["CMS404"]


def test_of_the_72_rows_of_other_cities_and_laws_56_load_and_16_are_refused_by_name():
    if not LIST.is_file():
        pytest.skip("the list of limits (../shared/domain beside the project) is not here")
    with LIST.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["rule_id"].startswith("X-")]
    assert len(rows) == 72
    found = _read("limits", *((row["rule_id"], row["limit_value"], row["unit_code"]) for row in rows))
    refused = {rows[int(p.where.removeprefix("limits.csv:").split()[0]) - 2]["rule_id"]: p.code for p in found.problems}
    assert refused == REFUSED
    assert len(found.problems) == len(REFUSED) == 16
    loaded = [build("limits", row) for row in found.rows]
    assert len(loaded) == 56
    assert not [row for row in loaded if isinstance(row, Problem)]
