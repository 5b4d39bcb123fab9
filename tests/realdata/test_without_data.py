"""Whoever does not have the real data is told so by every script that measures on it; nobody sees a traceback."""

from pathlib import Path
import subprocess
import sys

import pytest

SCRIPTS = Path(__file__).parents[2] / "benchmarks" / "accuracy"
MEASURING = sorted(p for p in (*SCRIPTS.glob("*.py"), SCRIPTS / "learn" / "boston.py") if "__main__" in p.read_text())


@pytest.mark.parametrize("script", MEASURING, ids=lambda path: path.name)
def test_without_the_data_a_script_says_that_it_is_not_there(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, str(script), str(tmp_path / "nowhere")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"{tmp_path / 'nowhere'} is not there")
    assert len(done.stderr.splitlines()) == 1


def test_the_usual_folder_is_named_as_the_documentation_names_it(tmp_path: Path) -> None:
    learn = tmp_path / "project" / "benchmarks" / "accuracy" / "learn"
    learn.mkdir(parents=True)
    (learn / "folder.py").write_text((SCRIPTS / "learn" / "folder.py").read_text(), encoding="utf-8")
    asked = [sys.executable, "-c", "import folder; folder.data_folder()"]
    done = subprocess.run(asked, cwd=learn, capture_output=True, text=True, check=False)  # noqa: S603  our own script
    assert (done.returncode, done.stderr.split(" is ")[0]) == (2, "../shared/data")
