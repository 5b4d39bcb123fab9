"""Boston and New York from public data: what the scripts under ``benchmarks/accuracy`` measure is enough."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
import sys
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[2] / "benchmarks" / "accuracy"


@pytest.fixture
def measured(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Sequence[Any]]:
    """The lines of a script, by its name."""
    monkeypatch.syspath_prepend(str(SCRIPTS))

    def lines(name: str) -> Sequence[Any]:
        return list(import_module(name).measure(data))

    return lines


@pytest.fixture(autouse=True)
def _forget() -> Any:  # noqa: ANN401  a fixture with an end
    yield
    for name in [n for n in sys.modules if n.partition(".")[0] in {"learn", "boston_due", "queues", "boston_places"}]:
        del sys.modules[name]


def _enough(lines: Sequence[Any], least: Sequence[int]) -> None:
    assert [line.n >= n for line, n in zip(lines, least, strict=True)] == [True] * len(least)
    assert [str(line) for line in lines if not line.ok] == []


def test_due_dates_of_the_weeks_that_were_not_learnt_from_and_every_on_time_flag(
    measured: Callable[[str], Sequence[Any]],
):
    lines = measured("boston_due")
    _enough(lines, [8_637, 31_745])
    assert [line.threshold for line in lines] == [0.96, 1.0]


@pytest.mark.slow
def test_queues_and_agencies_of_the_half_that_was_not_learnt_from(measured: Callable[[str], Sequence[Any]]):
    lines = measured("queues")
    _enough(lines, [15_000, 9_946, 15_000])
    assert [line.threshold for line in lines] == [0.87, 0.87, 0.99]


@pytest.mark.slow
def test_points_lie_in_the_neighborhood_that_was_published(measured: Callable[[str], Sequence[Any]]):
    _enough(measured("boston_places"), [28_000])


@pytest.mark.slow
def test_the_tables_that_are_shipped_are_those_that_are_learnt(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    learn = import_module("learn.boston")
    shipped = learn.TABLES
    (tmp_path / "calendar.toml").write_bytes((shipped / "calendar.toml").read_bytes())
    monkeypatch.setattr(learn, "TABLES", tmp_path)
    monkeypatch.setattr(sys, "argv", ["boston.py", str(data)])
    learn.main()
    learnt = sorted(path.name for path in tmp_path.glob("*.csv"))
    assert learnt == ["categories.csv", "divisions.csv", "limits.csv", "responsibility.csv", "units.csv"]
    for name in learnt:
        assert (tmp_path / name).read_bytes() == (shipped / name).read_bytes()
