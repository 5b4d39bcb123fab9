"""``cmsdk city check`` proves the matrix; ``cmsdk rules`` shows which rows apply, and which never do."""

from pathlib import Path
import shutil

import pytest

from .conftest import TOY, invoke

HEAD = "id,category,area,when,unit,principle,valid_to,basis\n"
ROWS = (
    "toy-r-1,S1,*,08:00-18:00,toy-lamps,owner,,test\n"
    "toy-r-2,S1,*,,toy-roads,locality,,test\n"
    "toy-r-3,E1,x-toy,,toy-roads,,2026-01-31,test\n"
)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The toy city with two divisions, holes and an expired row."""
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    tables = folder / "tables"
    for old in (*tables.glob("divisions.csv"), *tables.glob("grids.*")):
        old.unlink()
    (tables / "divisions.csv").write_text("code,name,level\nx-toy,镇,district\nx-other,乡,district\n", encoding="utf-8")
    (tables / "responsibility.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return folder


def test_the_check_of_a_city_lists_holes_and_expired_rows_with_exit_1(city: Path) -> None:
    run = invoke("city", "check", "test.toy", "--plugins", city, "--at", "2026-06-01", "--json")
    assert (run.code, run.form["ok"]) == (1, True)
    assert {"CMS351", "CMS354"} <= set(run.codes)
    matrix = run.form["data"]["matrix"]
    assert matrix["from"] == "2026-06-01"
    assert matrix["cells"] == matrix["categories"] * matrix["divisions"]
    assert sum(block["cells"] for block in matrix["blocks"]) == matrix["open"] > 0
    assert [row["id"] for row in matrix["expired"]] == ["toy-r-3"]
    assert matrix["blocks"][0]["divisions"] == ["x-other", "x-toy"]


def test_the_check_proves_from_the_day_that_is_asked_for(city: Path) -> None:
    asked = ("city", "check", "test.toy", "--plugins", city, "--json", "--at")
    early = invoke(*asked, "2026-01-15").form["data"]["matrix"]
    assert early["expired"] == []
    assert any("2026-02-01.." in block["times"] for block in early["blocks"])
    assert (invoke(*asked, "someday").code, invoke(*asked, "someday").codes) == (2, ["CMS909"])


@pytest.mark.parametrize(("lang", "words"), [("en", ("duty desk", "Goes to")), ("zh", ("值班台", "归谁接"))])
def test_a_clerk_reads_the_blocks_in_a_table(city: Path, lang: str, words: tuple[str, str]) -> None:
    out = invoke("city", "check", "test.toy", "--plugins", city, "--at", "2026-06-01", "--lang", lang).out
    for word in (*words, "2026-06-01..", "CMS351", "CMS354", "responsibility.csv"):
        assert word in out


def test_a_city_without_a_category_has_nothing_to_prove(city: Path) -> None:
    gone = "scheme,version,code,kind,name,valid_to\ntoy,1,S1,service,便民,2025-12-31\n"
    (city / "tables" / "categories.csv").write_text(gone, encoding="utf-8")
    for name in ("classify", "limits", "standards", "duplicates"):
        for old in (city / "tables").glob(f"{name}.*"):
            old.unlink()
    head = "id,category,unit\n"
    (city / "tables" / "responsibility.csv").write_text(f"{head}toy-r-1,S1,toy-lamps\n", encoding="utf-8")
    asked = ("city", "check", "test.toy", "--plugins", city, "--at", "2026-06-01", "--lang")
    assert "nothing to prove" in invoke(*asked, "en").out
    assert "exactly one answer" not in invoke(*asked, "en").out
    assert "没有可证明的内容" in invoke(*asked, "zh").out


def test_rules_are_listed_in_the_order_in_which_they_are_asked_with_file_and_row(city: Path) -> None:
    asked = ("rules", "list", "test.toy", "--plugins", city, "--category", "S1", "--area", "镇")
    data = invoke(*asked, "--json").form["data"]
    assert (data["category"], data["area"], data["last"]) == ("toy/1/S1", "x-toy", "toy-desk")
    assert [row["id"] for row in data["rows"]] == ["toy-r-1", "toy-r-2"]
    assert data["rows"][0]["source"] == "toy/tables/responsibility.csv:2"
    assert (data["rows"][0]["when"], data["rows"][0]["principle"]) == ("08:00-18:00", "owner")
    out = invoke(*asked, "--lang", "zh").out
    assert out.index("toy-r-1") < out.index("toy-r-2")
    for word in ("responsibility.csv:2", "08:00-18:00", "属主", "值班台"):
        assert word in out


def test_without_a_category_all_rows_are_listed(city: Path) -> None:
    data = invoke("rules", "list", "test.toy", "--plugins", city, "--json").form["data"]
    assert {row["id"] for row in data["rows"]} == {"toy-r-1", "toy-r-2", "toy-r-3"}


def test_without_a_category_the_exact_rows_still_stand_before_the_general_ones(city: Path) -> None:
    rows = "toy-r-0,*,*,,toy-roads,,,test\ntoy-r-9,S1,x-toy,,toy-lamps,,,test\ntoy-r-8,S1,*,,toy-lamps,,,test\n"
    (city / "tables" / "responsibility.csv").write_text(HEAD + rows, encoding="utf-8")
    orders = [
        [
            row["id"]
            for row in invoke("rules", "list", "test.toy", "--plugins", city, *more, "--json").form["data"]["rows"]
        ]
        for more in ((), ("--category", "S1"), ("--category", "S1", "--area", "x-toy"))
    ]
    assert orders == [["toy-r-9", "toy-r-8", "toy-r-0"]] * 3


def test_a_row_is_shown_in_few_columns_and_in_the_readers_words(city: Path) -> None:
    rows = "toy-r-1,S1,x-toy,,toy-lamps,,,test\n"
    (city / "tables" / "responsibility.csv").write_text(HEAD + rows, encoding="utf-8")
    asked = ("rules", "list", "test.toy", "--plugins", city)
    for lang, mode in (("zh", "转办"), ("en", "transferred")):
        out = invoke(*asked, "--lang", lang, env={"COLUMNS": "80"}).out
        (line,) = [line for line in out.splitlines() if line.startswith("toy-r-1")]
        assert [line.split()[n] for n in (1, 2, -2)] == ["S1", "x-toy", mode]
        assert ("时段" if lang == "zh" else "When") not in out
        assert line.endswith("responsibility.csv:2")
        assert "toy/1/S1" not in out
    (row,) = invoke(*asked, "--json").form["data"]["rows"]
    assert (row["category"], row["mode"], row["source"]) == ("toy/1/S1", "transfer", "toy/tables/responsibility.csv:2")


def test_an_unknown_category_or_area_is_named_with_the_nearest(city: Path) -> None:
    for option in ("--category", "--area"):
        run = invoke("rules", "list", "test.toy", "--plugins", city, option, "nowhere at all", "--json")
        assert (run.code, run.codes) == (2, ["CMS912"])


def test_rows_that_never_win_are_shown_with_the_row_that_hides_them(city: Path) -> None:
    table = city / "tables" / "responsibility.csv"
    asked = ("rules", "shadowed", "test.toy", "--plugins", city, "--at", "2026-01-15")
    assert invoke(*asked).code == 0
    whole = "toy-r-1,S1,*,00:00-24:00,toy-lamps"
    table.write_text(table.read_text(encoding="utf-8").replace("toy-r-1,S1,*,08:00-18:00,toy-lamps", whole), "utf-8")
    run = invoke(*asked, "--json")
    assert (run.code, run.codes) == (1, ["CMS352"])
    (row,) = run.form["data"]["rows"]
    assert (row["id"], row["source"]) == ("toy-r-2", "toy/tables/responsibility.csv:3")
    assert row["hidden_by"] == [{"id": "toy-r-1", "source": "toy/tables/responsibility.csv:2"}]
    assert "toy-r-1 (toy/tables/responsibility.csv:2)" in invoke(*asked).out


@pytest.mark.parametrize("command", ["list", "shadowed"])
def test_an_unknown_city_is_told(command: str) -> None:
    assert invoke("rules", command, "test.nowhere", "--plugins", TOY, "--json").codes == ["CMS109"]
