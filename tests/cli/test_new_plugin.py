"""``cmsdk new-plugin``: the language of the plugin and of the run, what is told, and what is refused."""

from pathlib import Path

import pytest

from .conftest import invoke


@pytest.mark.parametrize(
    ("scope", "given", "lang"),
    [("990100", (), "zh"), ("xx.harbourton", (), "en"), ("990100", ("--lang", "en"), "en")],
)
def test_the_language_is_the_option_or_else_the_citys(
    tmp_path: Path, scope: str, given: tuple[str, ...], lang: str
) -> None:
    run = invoke("new-plugin", "binhai", "--scope", scope, "--tables-only", "--to", tmp_path / "b", "--json", *given)
    assert (run.code, run.form["data"]["language"]) == (0, lang)
    units = (tmp_path / "b" / "src" / "cmsdk_binhai" / "tables" / "units.csv").read_text(encoding="utf-8-sig")
    assert units.startswith("编号,单位" if lang == "zh" else "id,name")


def test_it_is_written_here_and_told_with_the_next_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = invoke("new-plugin", "binhai", "--scope", "990100")
    lines = [line.strip() for line in run.out.splitlines()]
    assert run.code == 0
    assert {"src/cmsdk_binhai/tables/city.toml", "cd cmsdk-binhai", "cmsdk city check 990100"} <= set(lines)
    assert all((tmp_path / "cmsdk-binhai" / line).is_file() for line in lines if line.startswith(("src/", "tests/")))
    again = invoke("new-plugin", "binhai", "--scope", "990100", "--json")
    assert (again.code, again.codes) == (2, ["CMS929"])


def test_every_slip_is_told_at_once(tmp_path: Path) -> None:
    run = invoke("new-plugin", "滨海", "--scope", "99", "--to", tmp_path, "--json")
    assert (run.code, run.codes) == (2, ["CMS926", "CMS927", "CMS929"])
