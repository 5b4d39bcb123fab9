"""Place words → division on the streets of a real city: the figures that the benchmark prints must hold."""

from pathlib import Path
import re
import subprocess
import sys

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "accuracy" / "place_words.py"


@pytest.mark.slow
@pytest.mark.parametrize("city", ["3702", "3207"])
def test_what_people_write_is_placed_rightly_or_answered_as_ambiguous(data: Path, city: str) -> None:
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, str(SCRIPT), str(data), "--only", city], capture_output=True, text=True, check=True
    )
    lines = {re.split(r"  +n=", line)[0].strip(): line for line in done.stdout.splitlines() if line.startswith("  ")}
    precision, recall = (float(n) for n in re.findall(r"(?:precision|recall) ([\d.]+)", lines["TOTAL"]))
    assert precision >= 0.99
    assert recall >= 0.9
    for variant in ("slip", "slip, district given"):
        found = re.search(r"precision ([\d.]+)", lines[variant])
        assert found is not None
        assert float(found[1]) >= 0.99
    assert "ambiguous 1.0000" in lines["homonym"]
    for texts in ("messages", "Fuzhou rivers"):
        placed = re.search(r"placed ([\d.]+)", lines[f"texts of elsewhere: {texts}"])
        assert placed is not None
        assert float(placed[1]) <= 0.02
