from pathlib import Path
import shutil

import pytest

from .conftest import TOY, invoke


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The toy city with three mistakes in three tables."""
    folder = tmp_path / "broken"
    shutil.copytree(TOY, folder)
    for file, old, new in (
        ("units.csv", "toy-roads,道路所,department", "toy-roads,,department"),
        ("people.csv", "toy-lamps,handler", "toy-nix,handler"),
        ("classify.csv", "toy-c-2", "toy-c-1"),
    ):
        path = folder / "tables" / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


def test_plugins_are_rows_with_their_state() -> None:
    run = invoke("plugins", "list", "--plugins", TOY, "--city", "test.toy", "--json")
    assert run.code == 0
    rows = {row["name"]: row for row in run.form["data"]["plugins"]}
    assert rows["toy"]["state"] == "active"
    assert set(rows["builtin"]) == {
        "name", "distribution", "version", "api", "scope", "requires", "state", "problems",
    }  # fmt: skip


def test_a_plugin_for_another_city_is_out_of_scope() -> None:
    run = invoke("plugins", "list", "--plugins", TOY, "--city", "test.other", "--json")
    rows = {row["name"]: row["state"] for row in run.form["data"]["plugins"]}
    assert rows == {"builtin": "active", "toy": "out_of_scope"}


def test_without_a_city_plugins_are_just_there() -> None:
    run = invoke("plugins", "list", "--plugins", TOY)
    assert run.code == 0
    assert "installed" in run.out
    assert "test.toy" in run.out


def test_a_broken_plugin_is_a_row_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "cmsdk.toml").write_text('name = "x"\napi = "9.0"\nscope = "cn"\nplugin = "x:X"\n', encoding="utf-8")
    run = invoke("plugins", "list", "--plugins", tmp_path, "--json")
    assert run.code == 1
    assert run.codes == ["CMS104"]
    assert "CMS104" in invoke("plugins", "list", "--plugins", tmp_path).err


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    run = invoke("plugins", "list", "--plugins", tmp_path / "nix", "--json")
    assert (run.code, run.codes) == (2, ["CMS908"])


def test_what_is_no_city_is_told() -> None:
    run = invoke("plugins", "list", "--plugins", TOY, "--city", "Nowhere", "--json")
    assert (run.code, run.codes) == (2, ["CMS109"])
    assert "test.toy" in run.form["problems"][0]["what"]


def test_the_environment_says_which_plugins_may_be_used() -> None:
    def names(value: str | None) -> set[str]:
        run = invoke("plugins", "list", "--json", env={"CMSDK_PLUGINS": value})
        return {row["name"] for row in run.form["data"]["plugins"]}

    everything = names(None)
    assert names("") == {"builtin"}
    assert everything >= {"builtin"}
    for name in everything:
        assert names(f" {name} ,") == {"builtin", name}


def test_a_whole_city_passes() -> None:
    run = invoke("city", "check", "test.toy", "--plugins", TOY, "--json")
    assert run.code == 0
    data = run.form["data"]
    assert (data["city"], data["name"], data["parts"]["units"]) == ("test.toy", "玩具市", 3)
    assert len(data["fingerprint"]) == 16
    assert "Toytown (test.toy) can be opened." in invoke("city", "check", "test.toy", "--plugins", TOY).out


def test_warnings_are_told_with_exit_1(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    tables = folder / "tables"
    (tables / "divisions.csv").write_text("code,name,level\nx-toy,镇,district\n", encoding="utf-8")
    (tables / "grids.csv").write_text(
        "code,name,kind,division\nx-toy-1,第一网格,responsibility,x-toy\n", encoding="utf-8"
    )
    run = invoke("city", "check", "test.toy", "--plugins", folder, "--json")
    assert (run.code, run.form["ok"]) == (1, True)
    assert "CMS304" in run.codes
    assert {p["severity"] for p in run.form["problems"]} == {"warning"}
    assert "CMS304" in invoke("city", "check", "test.toy", "--plugins", folder).out


def test_all_that_is_wrong_with_a_city_is_told_at_once(broken: Path) -> None:
    run = invoke("city", "check", "test.toy", "--plugins", broken, "--json")
    assert run.code == 2
    assert run.form["ok"] is False
    assert {"CMS405", "CMS410"} <= set(run.codes)
    assert all(set(p) == {"code", "severity", "what", "where", "why", "remedy"} for p in run.form["problems"])
    told = invoke("city", "check", "test.toy", "--plugins", broken)
    assert "units.csv:4" in told.out
    assert "classify.csv:3" in told.out


def test_a_workflow_is_shown_drawn_and_given_to_machines() -> None:
    asked = ("city", "workflow", "test.toy", "--plugins", TOY)
    form = invoke(*asked, "--json").form["data"]
    assert form["initial"] == "reported"
    accept = form["transitions"][0]
    assert (accept["command"], accept["from"], accept["to"], accept["roles"]) == (
        "accept", ["reported"], "accepted", ["clerk"],
    )  # fmt: skip
    assert "→ accept → accepted" in invoke(*asked).out
    drawn = invoke(*asked, "--format", "mermaid").out.splitlines()
    assert drawn[0] == "stateDiagram-v2"
    assert "  reported --> accepted: accept" in drawn
    assert "  struck_off --> [*]" in drawn


def test_a_workflow_is_drawn_as_svg_in_the_language_of_the_reader() -> None:
    asked = ("city", "workflow", "test.toy", "--plugins", TOY, "--format", "svg")
    english, chinese = invoke(*asked).out, invoke(*asked, "--lang", "zh").out
    assert english.startswith("<svg ")
    assert english.endswith("</svg>\n")
    assert "Case workflow</title>" in english
    assert "案件流程图</title>" in chinese
    assert ">clerk</text>" in english
    assert ">经办人</text>" in chinese


@pytest.mark.parametrize(
    ("name", "form", "begins"),
    [
        ("flow.svg", (), "<svg "), ("FLOW.SVG", (), "<svg "), ("flow.mmd", (), "stateDiagram-v2"),
        ("flow.txt", (), "reported (begins here)"), ("flow.out", ("--format", "svg"), "<svg "),
    ],
)  # fmt: skip
def test_a_drawn_workflow_goes_to_a_file_whose_ending_names_the_format(
    tmp_path: Path, name: str, form: tuple[str, ...], begins: str
) -> None:
    file = tmp_path / name
    asked = ("city", "workflow", "test.toy", "--plugins", TOY, *form, "--to", file)
    assert invoke(*asked).out.strip() == str(file)
    assert file.read_text(encoding="utf-8").startswith(begins)
    told = invoke(*asked, "--json").form["data"]
    assert (told["file"], told["initial"]) == (str(file), "reported")


def test_a_drawing_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    run = invoke("city", "workflow", "test.toy", "--plugins", TOY, "--to", tmp_path / "nowhere" / "flow.svg", "--json")
    assert (run.code, run.codes) == (2, ["CMS905"])


@pytest.mark.parametrize("command", [("city", "check"), ("city", "workflow")])
def test_an_unknown_city_is_told(command: tuple[str, str]) -> None:
    run = invoke(*command, "test.nowhere", "--plugins", TOY, "--json")
    assert run.code == 2
    assert run.codes == ["CMS109"]
