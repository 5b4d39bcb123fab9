"""What the pages show is what runs: every file, command and Python block of a page, in the page's order."""

from collections.abc import Callable
import contextlib
import io
import os
from pathlib import Path
import re
import shlex
import sqlite3
import subprocess
import sys
import tomllib
from typing import TypeVar

import attrs
from click.testing import CliRunner
import pytest

from cmsdk.cli.app import cli
from cmsdk.cli.script import Script
from cmsdk.registry.checks.enforcement import check_enforcement
from cmsdk.registry.checks.workflow import check_workflow
from cmsdk.registry.manifest import Manifest, parse_manifest
from cmsdk.tables import documents
from cmsdk.tables.enforcement import enforcement
from cmsdk.tables.indicators import indicators
from cmsdk.tables.mapped import channels
from cmsdk.tables.notifiers import notifiers
from cmsdk.tables.read import read_table
from cmsdk.tables.reports import report
from cmsdk.tables.schema import TABLES
from cmsdk.tables.settings import structure
from cmsdk.tables.workflow import workflow

from .pages import READMES, ROOT, Block, blocks, blocks_of

T = TypeVar("T")

RUN = (
    *READMES,
    *sorted(ROOT.glob("docs/tutorials/*.md")),
    *sorted(ROOT.glob("docs/howto/*.md")),
    *sorted(ROOT.glob("docs/index*.md")),
)
DOCUMENTS = {
    "city.toml": documents.profile,
    "approach.toml": documents.policy,
    "channels.toml": lambda form, where: list(channels(form, where)),
    "calendar.toml": lambda form, where: list(documents.calendars(form, where, lambda _table: {})),
    "demo.toml": lambda form, where: structure(form, Script, where),
    "enforcement.toml": lambda form, where: list(check_enforcement(enforcement(form, where, "page"))),
    "indicators.toml": lambda form, where: list(indicators(form, where)),
    "notifiers.toml": lambda form, where: list(notifiers(form, where)),
    "workflow.toml": lambda form, where: list(check_workflow(workflow(form, where, "page"))),
}
"""TOML documents of a plugin by name, and how the library reads each."""


def _pages(wanted: tuple[Path, ...]) -> Callable[[T], T]:
    def mark(function: T) -> T:
        function.pages = wanted  # type: ignore[attr-defined]
        return function

    return mark


def _matches(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what the page shows; ``…`` on the page stands for anything."""
    pattern = re.escape(shown.strip()).replace("…", ".*?")
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


class Page:
    """Runs a page's blocks in one folder and one namespace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = {"__name__": "page"}
        self.printed: str | None = None
        """What the block before printed; nothing where it ran nothing."""

    def run(self, block: Block, where: str) -> None:
        if block.file:
            self.write(block, where)
        elif block.lang == "python":
            self.python(block, where)
        elif block.lang == "sh":
            self.shell(block, where)
        elif block.lang == "text" and block.follows and self.printed is not None:
            assert _matches(block.body, self.printed), (
                f"{where}: the page shows\n{block.body}\nbut this was printed\n{self.printed}"
            )

    def write(self, block: Block, where: str) -> None:
        path = self.folder / block.file
        assert path.resolve().is_relative_to(self.folder.resolve()), where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, encoding="utf-8")
        self.printed = None

    def python(self, block: Block, where: str) -> None:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile("\n" * block.line + block.body, where, "exec"), self.names)  # noqa: S102  the page's own code
        self.printed = out.getvalue()

    def shell(self, block: Block, where: str) -> None:
        self.printed = None
        for command in block.body.replace("\\\n", " ").splitlines():
            if command.startswith("export PYTHONPATH="):
                sys.path.insert(0, str(self.folder / command.partition("=")[2]))  # until the test ends
            if command.startswith("python -m pytest "):
                self.printed = (self.printed or "") + self.pytest(command, block.exit, where)
            if not command.startswith("cmsdk "):
                continue
            words = [self.case_id() if word == "ID" else word for word in shlex.split(command, comments=True)]
            done = CliRunner().invoke(cli, words[1:], env={"NO_COLOR": "1", "COLUMNS": "110", "LC_ALL": "C.UTF-8"})
            if not isinstance(done.exception, SystemExit | None):
                raise done.exception
            assert done.exit_code == block.exit, f"{where}: {command} gave {done.exit_code}\n{done.output}"
            self.printed = (self.printed or "") + done.stdout

    def pytest(self, command: str, code: int, where: str) -> str:
        """What a run of pytest in a process of its own prints."""
        words = [sys.executable, *shlex.split(command)[1:], "-p", "no:cacheprovider"]
        done = subprocess.run(words, env={"PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True)  # noqa: S603, PLW1510  the page's own
        assert done.returncode == code, f"{where}: {command} gave {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def case_id(self) -> str:
        """What a reader would put in the place of ``ID``: the first case of the page's ledger."""
        found = next(iter(self.folder.glob("*.db")))
        with contextlib.closing(sqlite3.connect(found)) as ledger:
            return ledger.execute("SELECT id FROM cases ORDER BY id").fetchone()[0]


@_pages(RUN)
def test_what_the_page_shows_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    runner = Page(tmp_path)
    for block in blocks_of(page):
        runner.run(block, f"{page.relative_to(ROOT)}:{block.line}")


def test_toml_on_the_page_is_what_the_library_reads(page: Path) -> None:
    for block in (found for found in blocks_of(page) if found.lang == "toml"):
        where = f"{page.name}:{block.line}"
        form, file = tomllib.loads(block.body), Path(block.file)
        if file.name == "cmsdk.toml":
            assert isinstance(parse_manifest(block.body.encode(), where), Manifest), where
        elif file.parent.name == "reports":
            assert report(form, where).sections
        elif file.name in DOCUMENTS:
            assert DOCUMENTS[file.name](form, where) is not None
            assert file.name not in {"enforcement.toml", "workflow.toml"} or DOCUMENTS[file.name](form, where) == []


def test_tables_on_the_page_are_whole(page: Path):
    for block in blocks_of(page):
        name = Path(block.file).stem
        if block.lang == "csv" and name in TABLES and Path(block.file).parent.name == "tables":
            found = read_table(block.body.encode(), TABLES[name], block.file)
            assert not found.problems, f"{page}:{block.line} {[p.line() for p in found.problems]}"
            assert found.rows


def test_an_output_that_is_not_as_shown_fails(tmp_path: Path) -> None:
    shown, other = "```python\nprint('a 1 c')\n```\n\n```text\na … c\n```\n", "```text\na … d\n```\n"
    page = Page(tmp_path)
    for block in blocks(shown):
        page.run(block, "page")
    with pytest.raises(AssertionError, match="the page shows"):
        page.run(attrs.evolve(next(blocks(other)), follows=True), "page")


def test_a_command_with_another_exit_code_fails(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="gave 2"):
        Page(tmp_path).run(next(blocks("```sh\ncmsdk tables check nowhere\n```\n")), "page")
