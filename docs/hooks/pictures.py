"""Pictures of the command line and real reports, made anew whenever the site is built.

How to add one. Write it into ``pictures.toml``, beside this file, at the end of its list::

    [[picture]]
    name = "rules-list"                     # → pictures/rules-list.svg; in Chinese → pictures/rules-list.zh.svg
    lang = "en"                             # or "zh"; each is an entry of its own
    run = "rules list us.example"           # without the word cmsdk
    at = "2026-10-26 09:00"                 # becomes --at, which the picture does not show
    rows = 30                               # draw only so many lines (default: all)
    columns = 90                            # width of the terminal (default: 96)
    exit = 2                                # the exit code, where it is not 0 or 1
    keep = "report.html"                    # also publish this file that the command wrote → pictures/rules-list.html
    files."broken/tables/units.csv" = '''…'''   # written before the command runs

and show it on a page by one line: ``![What the picture says](../pictures/rules-list.svg)``; a kept page by
``<iframe src="../pictures/NAME.html" title="…"></iframe>`` and a link to it. An entry without a name only runs.

All entries run in order, in one folder, so that each finds what those before it left. At the beginning it holds the
files of the two tutorials of a first city (``harbourton/``, ``october.csv``; ``shifan/``, ``gongdan.csv``).
``{H-1}`` in ``run`` is the id of the case of that report in the ledger that the command names. Nothing shown may
depend on today: ids are not drawn by lot here, and whatever the clock would decide needs ``at``.
"""

from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path
import re
import shlex
from tempfile import TemporaryDirectory
import tomllib
from typing import Any
from unittest.mock import patch
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
TUTORIALS = ("first-city.md", "first-city.zh.md")
COLUMNS = 96
CELL = 12.2
"""Width of a column in rich's pictures."""
LOCALES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font: {char_height}px/{line_height}px "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC",
    "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", monospace;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""
"""rich's own names a font of another host."""

_FILE = re.compile(r"^\*\*`(?P<path>[^`]+)`\*\*\n+```\w+\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_TEXT = re.compile(
    r'<text (?P<head>[^>]*?)x="(?P<x>[\d.]+)"(?P<mid>[^>]*?) textLength="[\d.]+"(?P<rest>[^>]*)>(?P<said>[^<]*)</text>'
)
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_WORD = re.compile(rf"[{_WIDE}]+|[^\s{_WIDE}]+")
"""Wide characters, or others, up to a blank."""
_REPORT = re.compile(r"\{([^{}]+)\}")


def _placed(found: re.Match[str]) -> str:
    """A text as one element a word, each on its columns: no font makes Chinese exactly twice as wide as Latin."""
    from rich.cells import cell_len

    said, placed = unescape(found["said"]), ""
    for word in _WORD.finditer(said):
        begin = float(found["x"]) + cell_len(said[: word.start()]) * CELL
        wide = cell_len(word[0][0]) > 1
        each = " ".join(f"{begin + (2 * n + 0.18) * CELL:.1f}" for n in range(len(word[0])))
        at = f'x="{each}"' if wide else f'x="{begin:.1f}" textLength="{len(word[0]) * CELL:.1f}"'
        placed += f"<text {found['head']}{at}{found['mid']}{found['rest']}>{escape(word[0])}</text>"
    return placed


def draw(name: str, command: str, printed: str, columns: int) -> str:
    """What a terminal shows after ``command``, as SVG."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=columns, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ {command}\n", "bold"), highlight=False)
    console.print(Text.from_ansi(printed), highlight=False, soft_wrap=True)
    svg = console.export_svg(title="", code_format=FORMAT, unique_id=f"terminal-{name.replace('.', '-')}")
    return _TEXT.sub(_placed, svg)


def _with_ids(run: str) -> str:
    """``run`` with the id of a case for the number of its report."""
    from cmsdk.contract.ports import CaseQuery
    from cmsdk.ledger.open import open_ledger

    numbers = _REPORT.findall(run)
    if not numbers:
        return run
    words = shlex.split(run)
    ledger = open_ledger(words[words.index("--ledger") + 1])
    try:
        ids = {case.report: case.id for city in ledger.cities() for case in ledger.cases(CaseQuery(city=city))}
    finally:
        ledger.close()
    return _REPORT.sub(lambda found: ids[found[1]], run)


def _printed(words: list[str], lang: str, columns: int, most: int) -> str:
    """What the command prints. Raises RuntimeError where its exit code is greater than ``most``."""
    from click.testing import CliRunner

    from cmsdk.cli.app import cli

    environment = {
        "LC_ALL": LOCALES[lang], "COLUMNS": str(columns), "FORCE_COLOR": "1", "NO_COLOR": None,
        "TERM": "xterm-256color", "CMSDK_PLUGINS": None,
    }  # fmt: skip
    result = CliRunner().invoke(cli, words, env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if result.exit_code > most:
        raise RuntimeError(f"cmsdk {shlex.join(words)}: {result.exit_code}\n{result.output}")
    return result.output


def _picture(row: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, str]]:
    for path, text in row.get("files", {}).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    run, columns = _with_ids(row["run"]), row.get("columns", COLUMNS)
    at = ["--at", row["at"]] if "at" in row else []
    printed = (
        _printed([*shlex.split(run), *at], row["lang"], columns, row.get("exit", 1))
        .replace(f"{folder}/", "")
        .strip("\n")
    )
    if "name" not in row:
        return
    name = row["name"] + (".zh" if row["lang"] == "zh" else "")
    lines = printed.replace(f"{folder}/", "").strip("\n").split("\n")
    most = row.get("rows", len(lines))
    shown = "\n".join([*lines[:most], *(["…"] * (len(lines) > most))])
    yield f"pictures/{name}.svg", draw(name, f"cmsdk {run}", shown, columns)
    if "keep" in row:
        yield f"pictures/{name}{Path(row['keep']).suffix}", Path(row["keep"]).read_text(encoding="utf-8")


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder with the files of the tutorials, to run in; ids begin at one number."""
    with TemporaryDirectory() as made, chdir(made), patch("cmsdk.desk.ids.randbelow", lambda _: 1):
        for tutorial in TUTORIALS:
            page = HERE.parent.joinpath("tutorials", tutorial).read_text(encoding="utf-8")
            for file in _FILE.finditer(page):
                Path(file["path"]).parent.mkdir(parents=True, exist_ok=True)
                Path(file["path"]).write_text(file["body"], encoding="utf-8")
        yield Path(made).resolve()


@cache
def pictures() -> tuple[tuple[str, str], ...]:
    """Path in the site and text of each picture and kept page; made once, however often the site is built."""
    rows = tomllib.loads((HERE / "pictures.toml").read_text(encoding="utf-8"))["picture"]
    with _folder() as folder:
        return tuple(made for row in rows for made in _picture(row, folder))
