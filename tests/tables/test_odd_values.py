"""Numbers, dates and documents that no office writes are named like any other mistake, and never break the check."""

from collections.abc import Callable
import json
from pathlib import Path
import shutil
from typing import Any

import pytest

from cmsdk.contract.context import AssemblyContext
from cmsdk.model.errors import RejectedInput
from cmsdk.tables import documents
from cmsdk.tables.city import TableCity
from cmsdk.tables.geometry import polygons
from cmsdk.tables.read import read_table
from cmsdk.tables.schema import TABLES
from cmsdk.tables.settings import parse
from cmsdk.tables.template import check_folder

TOWN = Path(__file__).parents[1] / "city" / "testville" / "tables"
CALENDAR = (
    '[[calendar]]\nid = "c"\nversion = "1"\ntime_zone = "UTC"\nshifts = ["08:00-12:00"]\n'
    "known_from = 2026-01-01\nknown_until = 2026-12-31\nweekend = {}\n"
)
POLICY = 'id = "p"\ntarget = {{ service = {}, management = {}, enforcement = {} }}\n'


def _said(make: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(RejectedInput) as refused:
        make()
    return [(p.code, p.what()) for p in refused.value.problems]


@pytest.mark.parametrize("cell", ["2026-01-" + "9" * 21, "9" * 30 + "-01-01", "2026-01-" + "9" * 5000])
def test_a_date_of_giant_numbers_is_named(cell: str):
    found = read_table(f"id,name,valid_from\na,x,{cell}\n".encode(), TABLES["units"], "units.csv")
    assert [p.code for p in found.problems] == ["CMS404"]


@pytest.mark.parametrize("text", ["a = " + "[" * 5000 + "]" * 5000, "a = " + "9" * 5000, "a = " + "{b=" * 5000])
def test_a_document_nested_too_deeply_or_with_a_giant_number_is_named(text: str):
    assert [code for code, _ in _said(lambda: parse(text.encode(), "x.toml"))] == ["CMS411"]


@pytest.mark.parametrize("weekend", ["[0]", "[8]", "[6.5]", '["7"]', "[true]", "[-1, 6]", "[6.0]"])
def test_a_weekend_is_of_days_from_one_to_seven(weekend: str):
    form = parse(CALENDAR.format(weekend).encode(), "x")
    ((code, what),) = _said(lambda: list(documents.calendars(form, "x", lambda _name: {})))
    assert code == "CMS412"
    assert "weekend" in what


@pytest.mark.parametrize("weekend", ["[]", "[7]", "[5, 6]"])
def test_a_city_may_rest_on_other_days(weekend: str):
    (made,) = documents.calendars(parse(CALENDAR.format(weekend).encode(), "x"), "x", lambda _name: {})
    assert list(made.weekend) == json.loads(weekend)


@pytest.mark.parametrize("shares", [(-10, 100, 10), (120, -10, -10), (70.0, 20, 10), (70, 20, "true")])
def test_a_share_of_means_is_no_less_than_nothing_and_whole(shares: tuple[Any, ...]):
    form = parse(POLICY.format(*shares).encode(), "x")
    assert all(code == "CMS412" and "target" in what for code, what in _said(lambda: documents.policy(form, "x")))


SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]


def _outlines(*codes: str, corner: object = 0) -> bytes:
    ring = [[[corner, 0], *SQUARE[0][1:4], [corner, 0]]]
    features = [{"properties": {"code": c}, "geometry": {"type": "Polygon", "coordinates": ring}} for c in codes]
    return json.dumps({"features": features}).encode()


def test_a_coordinate_that_no_float_holds_is_named_by_its_feature():
    found, problems = polygons(_outlines("g1", corner=10**400), "x")
    assert (found, [(p.code, p.where) for p in problems]) == ({}, [("CMS431", "x feature 1 ring 1 position 1")])


def test_a_second_outline_of_a_grid_is_named_with_the_first():
    found, problems = polygons(_outlines("g1", "g2", "g1"), "x")
    assert sorted(found) == ["g1", "g2"]
    assert [(p.code, p.where, dict(p.facts)["first"]) for p in problems] == [("CMS410", "x feature 3", "x feature 1")]


@pytest.mark.parametrize("code", ["g9", ""])
def test_an_outline_of_no_grid_is_named(code: str):
    files = {"tables/grids.csv": b"code,name,division\ng1,One,d\n", "tables/grids.geojson": _outlines("g1", code)}
    context = AssemblyContext("", "toy", files.get, lambda _path: ())
    assert [c for c, _ in _said(lambda: list(TableCity().cmsdk_grids(context)))] == ["CMS418"]


def test_mistakes_of_the_table_come_before_strange_outlines():
    files = {"tables/grids.csv": b"code,name,division\ng1,,d\n", "tables/grids.geojson": _outlines("g1")}
    context = AssemblyContext("", "toy", files.get, lambda _path: ())
    assert [c for c, _ in _said(lambda: list(TableCity().cmsdk_grids(context)))] == ["CMS405"]


@pytest.mark.parametrize("name", ["units.csv", "city.toml", "grids.geojson"])
@pytest.mark.parametrize("kind", ["a folder", "a link to nothing"])
def test_what_has_a_tables_name_and_is_no_file_is_named(tmp_path: Path, name: str, kind: str):
    folder = tmp_path / "tables"
    shutil.copytree(TOWN, folder)
    (folder / name).unlink()
    if kind == "a folder":
        (folder / name).mkdir()
    else:
        (folder / name).symlink_to(folder / "nothing")
    checked = check_folder(folder, lambda _flow: ())
    assert [(p.code, p.where) for p in checked.problems] == [("CMS903", str(folder / name))]


def test_words_may_be_separated_as_chinese_is_written():
    found = read_table(
        "编号,关键词,类别\na,井盖，窨井、阴井；下水道+井盖,C0102\n".encode(), TABLES["classify"], "classify.csv"
    )
    assert found.rows[0].values["words"] == ("井盖", "窨井", "阴井", "下水道+井盖")


def test_a_mistake_names_the_column_as_the_header_of_the_file_does():
    rows = "编号,单位,生效日期\na,,去年\nb,b,46023\n"
    found = read_table(rows.encode(), TABLES["units"], "units.csv")
    assert [p.where for p in found.problems] == [
        "units.csv:2 [生效日期]",
        "units.csv:2 [单位]",
        "units.csv:3 [生效日期]",
    ]
    assert "`单位`" in found.problems[1].what("zh")
