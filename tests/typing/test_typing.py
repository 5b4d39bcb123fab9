"""What a checker says to authors: nothing of good plugins and apps, and at each wrong line the error that is due."""

from collections import defaultdict
from pathlib import Path
import re
import subprocess
import sys

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_DUE = re.compile(r"# E: \[([\w-]+)\]")
_SAID = re.compile(r"^(?P<file>.+?):(?P<line>\d+): error: .*\[(?P<code>[\w-]+)\]$", re.MULTILINE)

Lines = dict[str, set[str]]
"""``wrong/app.py:7`` → the codes of the errors there."""


@pytest.fixture(scope="module")
def said() -> Lines:
    """All that mypy says, in one run, with the project's settings and its cache."""
    command: list[str] = [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", "--no-pretty"]
    command += [str(HERE / "good"), str(HERE / "wrong")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own tool
    assert ran.returncode == 1, f"{ran.stdout}{ran.stderr}"
    found: Lines = defaultdict(set)
    for row in _SAID.finditer(ran.stdout):
        found[f"{(ROOT / row['file']).relative_to(HERE).as_posix()}:{row['line']}"].add(row["code"])
    return dict(found)


def _due() -> Lines:
    return {
        f"{file.relative_to(HERE).as_posix()}:{number}": set(_DUE.findall(line))
        for file in sorted(HERE.glob("*/*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if _DUE.search(line)
    }


@pytest.mark.slow
def test_a_checker_finds_each_mistake_and_nothing_else(said: Lines) -> None:
    wanted = _due()
    assert len(wanted) > 30
    assert not any(place.startswith("good/") for place in wanted)
    assert said == wanted
