"""Scenario files as tests of pytest: only where they are asked for, each scenario a test, failures readable."""

from pathlib import Path
import subprocess
import sys

import pytest

from .conftest import PLAIN, TOWN


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *words, str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  our own tool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two scenarios, of which the second does not hold, and a file that only looks like one."""
    text = PLAIN.replace("[[scenario]]", f'plugins = ["{TOWN.as_posix()}"]\n[[scenario]]')
    wrong = PLAIN.partition('testville"\n')[2].replace("is accepted", "is filed").replace('"accepted"', '"filed"')
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "town.scenario.toml").write_text(text + wrong, encoding="utf-8")
    (tmp_path / "scenario.toml").write_text("not one of ours", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "how", ["option", *(pytest.param(way, marks=pytest.mark.slow) for way in ("conftest", "plugins"))]
)
def test_each_scenario_is_a_test_of_its_name_and_a_failure_is_readable(folder: Path, how: str):
    lines = {
        "conftest": "from cmsdk.testing.pytest_plugin import pytest_collect_file\n",
        "plugins": 'pytest_plugins = ["cmsdk.testing.pytest_plugin"]\n',
    }
    if how in lines:
        (folder / "conftest.py").write_text(lines[how], encoding="utf-8")
    ran = _run(folder, "-v", *(("-p", "cmsdk.testing.pytest_plugin") if how == "option" else ()))
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "town.scenario.toml::Litter is accepted PASSED" in ran.stdout
    assert "town.scenario.toml::Litter is filed FAILED" in ran.stdout
    assert "1 failed, 1 passed" in ran.stdout
    assert "CMS620 Expected at 2026-06-01 09:00: state = filed. It is: accepted." in ran.stdout
    assert "becomes the case" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert ".py" not in ran.stdout.partition("FAILURES")[2]


def test_nothing_is_collected_where_it_was_not_asked_for(folder: Path):
    ran = _run(folder)
    assert ran.returncode == 5, ran.stdout
    assert "no tests ran" in ran.stdout


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "is not a command"), pytest.param("zh", "不是指令", marks=pytest.mark.slow)],
)
def test_mistakes_are_told_when_tests_are_collected(folder: Path, language: str, said: str):
    file = folder / "town.scenario.toml"
    text = f'language = "{language}"\n' + file.read_text(encoding="utf-8").replace('"accept"', '"acept"')
    file.write_text(text, encoding="utf-8")
    ran = _run(folder, "-p", "cmsdk.testing.pytest_plugin")
    assert ran.returncode == 2, ran.stdout
    assert ran.stdout.count(said) == 2
    assert "accept" in ran.stdout
    assert "Traceback" not in ran.stdout


def test_one_scenario_can_be_chosen_by_words_of_its_name(folder: Path):
    ran = _run(folder, "-p", "cmsdk.testing.pytest_plugin", "-k", "accepted")
    assert ran.returncode == 0, ran.stdout
    assert "1 passed, 1 deselected" in ran.stdout


def test_an_app_needs_no_pytest_and_loads_none():
    code = "import sys, cmsdk, cmsdk.testing; sys.exit('pytest' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  our own code
