from pathlib import Path

import pytest

from cmsdk.registry.checks.workflow import check_workflow
from cmsdk.tables.schema import TABLES
from cmsdk.tables.template import check_folder, header, template

from .conftest import TOY, invoke


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", TABLES)
def test_a_template_is_good_as_it_is_and_with_its_example(tmp_path: Path, name: str, lang: str) -> None:
    text = template(TABLES[name], lang)
    file = tmp_path / f"{name}.csv"
    file.write_text(text, encoding="utf-8-sig", newline="")
    empty = check_folder(tmp_path, check_workflow)
    assert (empty.files, empty.problems) == ({file.name: 0}, ())
    file.write_text(text.replace("#", "", 1), encoding="utf-8-sig", newline="")
    filled = check_folder(tmp_path, check_workflow)
    assert (filled.files, filled.problems) == ({file.name: 1}, ())


@pytest.mark.parametrize("name", TABLES)
def test_a_chinese_header_is_chinese_and_has_no_column_twice(name: str) -> None:
    names = header(TABLES[name], "zh")
    assert len(set(names)) == len(names)
    assert all(not word.isascii() for word in names)


def test_a_template_is_shown_or_written_but_never_over_a_file(tmp_path: Path) -> None:
    assert invoke("tables", "template", "units").out.startswith("id,name,kind")
    assert invoke("tables", "template", "units", "--lang", "zh").out.startswith("编号,单位,类型")
    file = tmp_path / "units.csv"
    run = invoke("tables", "template", "units", "--to", file, "--json")
    assert (run.code, run.form["data"]["file"]) == (0, str(file))
    assert run.form["data"]["columns"][0] == "id"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,")
    again = invoke("tables", "template", "units", "--to", file, "--json")
    assert (again.code, again.codes) == (2, ["CMS905"])


def test_an_unknown_table_is_told_with_the_known_ones() -> None:
    run = invoke("tables", "template", "unit", "--json")
    assert (run.code, run.codes) == (2, ["CMS907"])
    assert "units" in run.form["problems"][0]["remedy"]


def test_a_plugins_folder_or_its_tables_may_be_named() -> None:
    for folder in (TOY, TOY / "tables"):
        run = invoke("tables", "check", folder, "--json")
        assert (run.code, run.form["problems"]) == (0, [])
        assert run.form["data"]["files"]["units.csv"] == 3
        assert run.form["data"]["files"]["reports/ledger.toml"] is None


MISTAKES = {
    "units.csv": "id,name,kind\nu-1,x,foo\nu-2,,squad\n",
    "people.csv": "id,nmae,name\np,x,y\n",
    "limits.csv": "编号,时限,单位\nl,0,工作日\n",
    "calendar-days.csv": "date,kind\n2026-02-30,holiday\n",
    "unit.csv": "id,name\n",
    "city.toml": "name = ",
    "channel.toml": "",
    "workflow.toml": 'initial = "reported"\nends = ["y"]\n'
    '[[transition]]\ncommand = "dance"\nfrom = ["reported"]\nto = "y"\nroles = ["x"]\n',
    "reports/a.toml": 'id = "a"\n',
    "reports/b.toml": "q",
    "grids.geojson": "no",
}


def test_every_mistake_of_every_table_and_document_is_told_at_once(tmp_path: Path) -> None:
    for name, text in MISTAKES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    run = invoke("tables", "check", tmp_path, "--json")
    assert run.code == 1
    assert run.form["ok"] is True
    told = " ".join(p["where"] for p in run.form["problems"])
    assert [name for name in MISTAKES if str(tmp_path / name) not in told] == []
    assert {"CMS307", "CMS402", "CMS404", "CMS405", "CMS411", "CMS412", "CMS907"} <= set(run.codes)
    assert f"{tmp_path / 'units.csv'}:2 [kind]" in invoke("tables", "check", tmp_path).out


def test_a_folder_without_tables_is_something_to_look_at(tmp_path: Path) -> None:
    run = invoke("tables", "check", tmp_path)
    assert run.code == 1
    assert "There are no tables" in run.out


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    run = invoke("tables", "check", tmp_path / "nix", "--json")
    assert (run.code, run.codes) == (2, ["CMS908"])


def test_errors_are_told_before_warnings_and_the_help_of_the_first_is_named(tmp_path: Path) -> None:
    (tmp_path / "limits.csv").write_text("id,amount,unit,\nl,three,work_day,x\n", encoding="utf-8")
    run = invoke("tables", "check", tmp_path)
    assert 0 < run.out.index("error CMS404") < run.out.index("warning CMS438")
    assert run.out.rstrip().endswith("cmsdk help CMS404")
    assert "cmsdk help CMS404" in invoke("tables", "check", tmp_path, "--lang", "zh").out
