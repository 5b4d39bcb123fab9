"""Streams that are full or closed: the command ends with 2, without a word and without a traceback."""

from pathlib import Path
import sqlite3
import subprocess
import sys

import pytest

from .conftest import TOY
from .test_shell import BASE, CODE

SAMPLE = TOY / "samples" / "desk.json"
FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")


def _shell(line: str, *args: object) -> "subprocess.CompletedProcess[str]":
    """Runs ``line`` of a shell, in which ``"$@"`` is the command with ``args``."""
    command = ["/bin/sh", "-c", line, "sh", sys.executable, "-c", CODE, *map(str, args)]
    return subprocess.run(  # noqa: S603  our own command line
        command, env=BASE, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


@pytest.mark.parametrize("args", [("help",), ("--help",), ("--version",), ("help", "--json"), ("nosuch", "--json")])
@pytest.mark.parametrize("stdout", ["> /dev/full", ">&-"])
def test_an_answer_that_cannot_be_written_ends_with_2_and_without_a_word(stdout: str, args: tuple[str, ...]) -> None:
    run = _shell(f'"$@" {stdout}', *args)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", "")


@pytest.mark.parametrize("stderr", ["2> /dev/full", "2>&-"])
def test_problems_that_cannot_be_told_end_with_2_too(stderr: str, tmp_path: Path) -> None:
    for args in (("cases", "list", "--ledger", f"sqlite:///{tmp_path}/x.db"), ("nosuch",)):
        run = _shell(f'"$@" {stderr}', *args)
        assert (run.returncode, run.stdout, run.stderr) == (2, "", "")


def test_with_all_streams_closed_the_work_is_done_and_the_ledger_is_whole(tmp_path: Path) -> None:
    args = ("--city", "test.toy", "--plugins", TOY, "--ledger", f"sqlite:///{tmp_path}/x.db")
    run = _shell('"$@" <&- >&- 2>&-', "receive", "desk", SAMPLE, *args)
    assert run.returncode == 2
    with sqlite3.connect(tmp_path / "x.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("SELECT count(*) FROM cases").fetchone() == (3,)
    file.close()


def test_a_closed_input_is_an_empty_one() -> None:
    args = ("receive", "desk", "-", "--city", "test.toy", "--plugins", TOY, "--ledger", "memory://")
    run = _shell('"$@" <&-', *args)
    assert run.returncode == 2
    assert run.stderr.startswith("error CMS502 ")
    assert "Traceback" not in run.stderr


def test_where_the_answer_can_be_written_closed_others_do_not_matter() -> None:
    run = _shell('"$@" <&- 2>&-', "help", "CMS801")
    assert run.returncode == 0
    assert run.stdout.startswith("CMS801")
