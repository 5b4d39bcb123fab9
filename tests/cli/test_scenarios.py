"""``cmsdk city scenarios``: which scenarios hold, for people and for machines."""

from pathlib import Path

import pytest

from .conftest import TOY, invoke

HOLDS = """
city = "test.toy"
[[scenario]]
name = "A lamp is somebody's"
at = "2026-11-02 12:00"
given = { text = "路灯不亮" }
expect = { figures.total = 1 }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "toy.scenario.toml"
    made.write_text(HOLDS, encoding="utf-8")
    return made


def test_the_exit_code_says_whether_all_hold(file: Path) -> None:
    run = invoke("city", "scenarios", file, "--plugins", TOY)
    assert (run.code, run.out.splitlines()) == (0, ["holds: A lamp is somebody's", "Scenarios: 1, not holding: 0"])
    file.write_text(HOLDS.replace("total = 1", "total = 2"), encoding="utf-8")
    run = invoke("city", "scenarios", file.parent, "--plugins", TOY, "--lang", "zh")
    assert run.code == 1
    assert "预期 figures.total 为 2，实际为 1" in run.out
    assert run.out.splitlines()[-1] == "情景 1 个，不成立 1 个"


def test_machines_get_results_problems_and_the_story(file: Path) -> None:
    file.write_text(HOLDS.replace("total = 1", "total = 2"), encoding="utf-8")
    run = invoke("city", "scenarios", file, "--plugins", TOY, "--json")
    assert (run.code, run.codes, run.form["ok"]) == (1, ["CMS620"], True)
    (result,) = run.form["data"]["scenarios"]
    assert (result["name"], result["file"], result["line"], result["passed"]) == (
        "A lamp is somebody's", "toy.scenario.toml", 3, False,
    )  # fmt: skip
    assert result["story"]


def test_a_file_with_mistakes_is_not_played(file: Path) -> None:
    file.write_text(HOLDS.replace("total", "totl").replace("given", "givn"), encoding="utf-8")
    run = invoke("city", "scenarios", file, "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS606", "CMS608", "CMS610"])


def test_a_folder_without_scenarios_is_something_to_look_at(tmp_path: Path) -> None:
    assert invoke("city", "scenarios", tmp_path).code == 1


def test_only_plugins_that_the_environment_allows_are_used(file: Path) -> None:
    run = invoke("city", "scenarios", file, "--json", env={"CMSDK_PLUGINS": ""})
    assert (run.code, run.codes) == (2, ["CMS109"])
