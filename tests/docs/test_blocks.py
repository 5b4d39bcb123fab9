"""What the pages show is what runs: every file, command and Python block of a page, in the page's order."""

import contextlib
import io
from pathlib import Path
import re
import shlex
import sqlite3
import tomllib

from click.testing import CliRunner
import pytest

from cmsdk.cli.app import cli
from cmsdk.tables import documents
from cmsdk.tables.read import read_table
from cmsdk.tables.schema import TABLES
from cmsdk.tables.settings import parse

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
RUN = (
    *READMES,
    *sorted(ROOT.glob("docs/tutorials/*.md")),
    *sorted(ROOT.glob("docs/howto/*.md")),
    *sorted(ROOT.glob("docs/index*.md")),
)
DOCUMENTS = {
    "city.toml": documents.profile,
    "approach.toml": documents.policy,
}


def _pages(wanted):
    def mark(function):
        function.pages = wanted
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
        self.printed = ""

    def run(self, block, where):
        if block.file:
            self.write(block, where)
        elif block.lang == "python":
            self.python(block, where)
        elif block.lang == "sh":
            self.shell(block, where)
        elif block.lang == "text" and block.follows and self.printed:
            assert _matches(block.body, self.printed), (
                f"{where}: the page shows\n{block.body}\nbut this was printed\n{self.printed}"
            )

    def write(self, block, where):
        path = self.folder / block.file
        assert path.resolve().is_relative_to(self.folder.resolve()), where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, encoding="utf-8")
        self.printed = ""

    def python(self, block, where):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile("\n" * block.line + block.body, where, "exec"), self.names)  # noqa: S102  the page's own code
        self.printed = out.getvalue()

    def shell(self, block, where):
        self.printed = ""
        for command in block.body.replace("\\\n", " ").splitlines():
            if not command.startswith("cmsdk "):
                continue
            words = [self.case_id() if word == "ID" else word for word in shlex.split(command, comments=True)]
            done = CliRunner().invoke(cli, words[1:], env={"NO_COLOR": "1", "COLUMNS": "110", "LC_ALL": "C.UTF-8"})
            if not isinstance(done.exception, SystemExit | None):
                raise done.exception
            assert done.exit_code == block.exit, f"{where}: {command} gave {done.exit_code}\n{done.output}"
            self.printed += done.stdout

    def case_id(self):
        """What a reader would put in the place of ``ID``: the first case of the page's ledger."""
        found = next(iter(self.folder.glob("*.db")))
        with contextlib.closing(sqlite3.connect(found)) as ledger:
            return ledger.execute("SELECT id FROM cases ORDER BY id").fetchone()[0]


@_pages(RUN)
def test_what_the_page_shows_runs(page, blocks_of, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    runner = Page(tmp_path)
    for block in blocks_of(page):
        runner.run(block, f"{page.relative_to(ROOT)}:{block.line}")


def test_toml_on_the_page_parses(page, blocks_of):
    for block in blocks_of(page):
        if block.lang == "toml":
            form = tomllib.loads(block.body)
            name = Path(block.file).name
            if name in DOCUMENTS:
                DOCUMENTS[name](form, str(page))


def test_tables_on_the_page_are_whole(page, blocks_of):
    for block in blocks_of(page):
        name = Path(block.file).stem
        if block.lang == "csv" and name in TABLES and Path(block.file).parent.name == "tables":
            found = read_table(block.body.encode(), TABLES[name], block.file)
            assert not found.problems, f"{page}:{block.line} {[p.line() for p in found.problems]}"
            assert found.rows


def test_a_changed_output_is_noticed():
    assert _matches("a … c\n", "a b c")
    assert not _matches("a … c\n", "a b d")
    with pytest.raises(Exception, match="where"):
        parse(b"a = ", "where")
