from pathlib import Path

import pytest

from .conftest import Toy


@pytest.mark.parametrize("ending", ["html", "csv", "md"])
def test_a_report_is_written_in_the_format_of_its_ending(
    toy: Toy, cases: list[str], tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"report.{ending}"
    run = toy("publish", "toy-ledger", "--to", file, "--json")
    assert run.code == 0
    assert run.form["data"]["file"] == str(file)
    text = file.read_text(encoding="utf-8")
    assert all(case in text.replace("\\", "") for case in cases)
    assert "Ledger" in text


def test_the_plugins_name_may_be_left_out_and_the_path_is_printed(toy: Toy, cases: list[str], tmp_path: Path) -> None:
    assert cases
    run = toy("publish", "ledger", "--to", tmp_path / "x.html", "--lang", "zh")
    assert run.code == 0
    assert run.out.splitlines()[-1] == str(tmp_path / "x.html")
    assert "台账" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_a_period_selects(toy: Toy, cases: list[str], tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    toy("publish", "toy-ledger", "--to", file, "--period", "2026-10")
    assert cases[0] not in file.read_text(encoding="utf-8")
    toy("publish", "toy-ledger", "--to", file, "--period", "2026-11")
    assert cases[0] in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "report", "file", "period"),
    [
        ("CMS901", "nix", "x.html", ""),
        ("CMS902", "toy-ledger", "x.docx", ""),
        ("CMS904", "toy-ledger", "x.html", "2026-13"),
        ("CMS904", "toy-ledger", "x.html", "0001"),
        ("CMS905", "toy-ledger", "nowhere/x.html", ""),
    ],
)
def test_each_mistake_has_its_code(
    toy: Toy, cases: list[str], tmp_path: Path, code: str, report: str, file: str, period: str
) -> None:
    assert cases
    run = toy("publish", report, "--to", tmp_path / file, "--period", period, "--json")
    assert (run.code, run.codes) == (2, [code])
    assert not (tmp_path / file).exists()
