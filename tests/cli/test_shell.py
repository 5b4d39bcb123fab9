"""Real processes: what a shell sees."""

from collections.abc import Sequence
import errno
import json
import os
from pathlib import Path
import pty
import signal
import subprocess
import sys

import pytest

from .conftest import TOY

BASE = {
    key: value
    for key, value in os.environ.items()
    if key not in {"NO_COLOR", "FORCE_COLOR", "LC_ALL", "LANG", "COLUMNS"}
} | {"CMSDK_PLUGINS": "", "TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": "1"}
CODE = "from cmsdk.cli.entry import main; main()"
SAMPLE = TOY / "samples" / "desk.json"


def _command(code: str, args: Sequence[object]) -> list[str]:
    return [sys.executable, "-c", code, *map(str, args)]


def _run(*args: object, code: str = CODE, **env: str) -> "subprocess.CompletedProcess[str]":
    command = _command(code, args)
    return subprocess.run(  # noqa: S603  our own command line
        command, env=BASE | env, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def _loaded(code: str) -> set[str]:
    run = _run(code=f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))")
    return {name.partition(".")[0] for name in json.loads(run.stdout.splitlines()[-1])}


def test_importing_the_library_loads_neither_command_line_nor_store_nor_geometry() -> None:
    heavy = {"click", "rich", "sqlalchemy", "sqlite3", "shapely", "numpy", "python_calamine"}
    assert _loaded("import cmsdk") & heavy == set()


def test_help_loads_no_rich_and_no_store() -> None:
    code = "from cmsdk.cli.app import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass"
    assert _loaded(code) & {"rich.console", "sqlalchemy", "sqlite3", "shapely"} == set()


@pytest.mark.parametrize("package", ["click", "rich"])
def test_without_the_extra_one_line_says_what_to_install(package: str) -> None:
    code = f"import sys; sys.modules[{package!r}] = None\n{CODE}"
    run = _run("--help", code=code)
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1
    assert run.stderr.startswith("CMS906 ")
    assert "pip install 'cmsdk[cli]'" in run.stderr
    assert "但没有安装" in _run("--help", code=code, LANG="zh_CN.UTF-8").stderr


def test_only_the_command_line_imports_click_and_rich() -> None:
    import cmsdk

    root = Path(cmsdk.__file__).parent
    found = [
        path.relative_to(root).parts[0]
        for path in root.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.split()[:2] in (["import", "click"], ["from", "rich"])
        or line.strip().startswith(("from click", "from rich."))
    ]
    assert set(found) == {"cli"}


def test_a_pipe_gets_no_colour_and_a_terminal_does(tmp_path: Path) -> None:
    args = ("cases", "list", "--ledger", f"sqlite:///{tmp_path / 'x.db'}")
    assert "\x1b" not in _run(*args).stderr
    assert "\x1b[1;31m" in _in_terminal(*args)
    assert "31m" not in _in_terminal(*args, NO_COLOR="1")


def _in_terminal(*args: object, code: str = CODE, **env: str) -> str:
    """What a terminal of 80 columns is sent."""
    parent, child = pty.openpty()
    process = subprocess.Popen(  # noqa: S603  our own command line
        _command(code, args), env=BASE | env, stdin=child, stdout=child, stderr=child
    )
    os.close(child)
    sent = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            break
        if not part:
            break
        sent += part
    process.wait(timeout=60)
    os.close(parent)
    return sent.decode()


@pytest.mark.slow
def test_a_slow_delivery_shows_a_bar_on_a_terminal_only(tmp_path: Path) -> None:
    slow = (
        "import cmsdk.desk.intake, time\nseen = cmsdk.desk.intake.Intake._batch\n"
        "cmsdk.desk.intake.Intake._batch = lambda *a: (time.sleep(1.6), seen(*a))\n" + CODE
    )
    args = (
        "receive",
        "desk",
        SAMPLE,
        "--city",
        "test.toy",
        "--plugins",
        TOY,
        "--ledger",
        f"sqlite:///{tmp_path / 'x.db'}",
    )
    assert "Receiving" not in _run(*args, code=slow).stderr
    assert "Receiving" in _in_terminal(*args, code=slow)


@pytest.mark.slow
def test_a_reader_that_leaves_early_hears_no_complaint(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    _run("receive", "desk", SAMPLE, "--city", "test.toy", "--plugins", TOY, "--ledger", url)
    for args in (("help",), ("cases", "list", "--json", "--plugins", str(TOY), "--ledger", url)):
        process = subprocess.Popen(  # noqa: S603  our own command line
            _command(CODE, args), env=BASE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(timeout=60) == 0


def test_control_c_leaves_quietly_with_130() -> None:
    waiting = (
        # who starts the tests in the background has its children ignore the signal, and Python leaves it so
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import cmsdk.cli.receive as r\nread = r.read_file\n"
        "r.read_file = lambda path: (print('waiting', flush=True), read(path))[1]\n" + CODE
    )
    args = ("receive", "desk", "-", "--city", "test.toy", "--plugins", TOY, "--ledger", "memory://")
    process = subprocess.Popen(  # noqa: S603  our own command line
        _command(waiting, args), env=BASE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"waiting\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err.strip() == b""


@pytest.mark.slow
def test_a_terminal_that_knows_no_chinese_gets_escapes_and_machines_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    args = ("receive", "desk", SAMPLE, "--city", "test.toy", "--plugins", TOY, "--ledger", url)
    told = _run(*args, "--lang", "zh", PYTHONIOENCODING="ascii")
    assert told.returncode == 1
    assert "\\u" in told.stdout
    form = json.loads(
        _run(
            "cases", "list", "--plugins", TOY, "--ledger", url, "--json", "--lang", "zh", PYTHONIOENCODING="ascii"
        ).stdout
    )
    assert form["data"]["cases"][0]["unit_name"] == "路灯所"


def test_the_installed_command_answers() -> None:
    command = Path(sys.executable).with_name("cmsdk")
    if not command.exists():
        pytest.skip("cmsdk is not installed as a command beside this Python")
    run = subprocess.run(  # noqa: S603  our own command line
        [command, "--version"], env=BASE, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert run.returncode == 0
    assert run.stdout.startswith("cmsdk")
