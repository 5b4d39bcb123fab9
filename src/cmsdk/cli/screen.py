"""What people see: lines, tables, problems. rich is imported when something is drawn, not before."""

from collections.abc import Iterable, Sequence
import re
from typing import TYPE_CHECKING, Final, TextIO
from unicodedata import east_asian_width

from cmsdk.model.problem import Problem, Severity
from cmsdk.model.words import catalogue

from .few import Told, few
from .lang import LANG, say

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control sequences and direction marks: a report must not be able to steer the clerk's terminal."""
UNKNOWN_CODE: Final = "CMS910"
"""The problem of ``cmsdk help`` itself, whose remedy names the command already."""
WIDE: Final = 160
"""Columns for output that goes to a file or another program."""


def clean(text: str) -> str:
    """``text`` with nothing in it that a terminal acts on."""
    return _CONTROL.sub("", text)


def cells(text: str) -> int:
    """Columns of a terminal that ``text`` takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def short(text: str, most: int) -> str:
    """The beginning of ``text`` on one line, in at most ``most`` columns."""
    line = " ".join(text.split())
    if cells(line) <= most:
        return line
    kept, width = "", 1
    for character in line:
        width += cells(character)
        if width > most:
            break
        kept += character
    return kept + "…"


class Screen:
    """Draws on one stream; without colour where it is no terminal or NO_COLOR is set."""

    def __init__(self, stream: TextIO) -> None:
        """A screen on ``stream``."""
        self._stream = stream
        self._made: Console | None = None

    @property
    def console(self) -> "Console":
        """The console of rich behind it."""
        if self._made is None:
            from .console import make_console

            self._made = make_console(self._stream, WIDE)
        return self._made

    def _text(self, text: str, style: str = "") -> "Text":
        from rich.text import Text

        return Text(clean(text), style=style)

    def line(self, text: str = "", style: str = "") -> None:
        """A line, wrapped where the terminal ends, as far in as it begins."""
        from rich.padding import Padding

        bare = text.lstrip(" ")
        made = self._text(bare, style)
        self.draw(Padding(made, (0, 0, 0, len(text) - len(bare))) if len(bare) < len(text) else made)

    def raw(self, text: str) -> None:
        """Text for other programs or for copying: never wrapped."""
        self._stream.write(text if text.endswith("\n") else text + "\n")

    def heading(self, text: str) -> None:
        """A heading with an empty line before it."""
        self.line()
        self.line(text, "bold")

    def draw(self, thing: "RenderableType") -> None:
        """Anything that rich draws; without the blanks at the ends of lines where no terminal shows it."""
        if self.console.is_terminal:
            self.console.print(thing)
            return
        with self.console.capture() as drawn:
            self.console.print(thing)
        self._stream.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table. The first column is never broken, so that an id can be copied; the others wrap where they must."""
        from rich import box
        from rich.table import Table

        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for number, name in enumerate(header):
            made.add_column(self._text(name), overflow="fold", no_wrap=number == 0, min_width=4)
        for row in rows:
            made.add_row(*(self._text(cell) for cell in row))
        self.draw(made)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Name and value, a line each; empty values are left out."""
        from rich.table import Table

        made = Table.grid(padding=(0, 2))
        made.add_column(no_wrap=True)
        made.add_column(overflow="fold")
        for name, value in rows:
            if value:
                made.add_row(self._text(name, "dim"), self._text(value))
        self.draw(made)

    def _named(self, name: str, text: str, style: str = "dim") -> None:
        """An indented line: a name, then the text."""
        from rich.padding import Padding

        self.draw(Padding(self._text("").append(name, style).append(clean(text)), (0, 0, 0, 2)))

    def problems(self, problems: Iterable[Problem]) -> None:
        """Problems in full, of many that are alike the first few; and where there is an example of the first."""
        rows = few(problems)
        self.told(rows)
        codes = [row.problem.code for row in rows if row.problem.code in catalogue()]
        if codes and codes[0] != UNKNOWN_CODE:
            self.line(say("help-more", code=codes[0]), "dim")

    def told(self, rows: Iterable[Told]) -> None:
        """Problems in full: code and what, then where, why and remedy; and how many more each stands for."""
        lang = LANG.get()
        for row in rows:
            found = row.problem
            style = "bold red" if found.severity is Severity.ERROR else "bold yellow"
            head = self._text("").append(f"{say(found.severity)} {found.code}", style)
            self.draw(head.append(f" {clean(found.what(lang))}", "none"))
            for part, text in (("where", found.where), ("why", found.why(lang)), ("remedy", found.remedy(lang))):
                if text:
                    self._named(say(part), text)
            if row.more:
                self.line(say("problems-more", count=row.more, code=found.code, file=row.file or "—"), "dim")

    def reasons(self, problems: Iterable[Problem]) -> None:
        """Problems in brief: code, what and remedy; for things that are named above them."""
        lang = LANG.get()
        for found in problems:
            self._named(f"{found.code} ", found.what(lang), "yellow")
            self._named(say("remedy"), found.remedy(lang))
