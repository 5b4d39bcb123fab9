"""rich's console as this command line wants it. Imported only when something is drawn."""

import os
from typing import NoReturn, TextIO

from rich.console import Console
from typing_extensions import override


class _Plain(Console):
    """A console that leaves a closed pipe to its caller."""

    @override
    def on_broken_pipe(self) -> NoReturn:
        """Rich would leave with code 1, which means something else here."""
        raise BrokenPipeError


def make_console(stream: TextIO, wide: int) -> Console:
    """A console that takes every text as it is: no markup, no emoji names, no guesses at highlighting.

    Where ``stream`` is no terminal, lines are as long as COLUMNS says, or ``wide``. Where NO_COLOR is set (and not
    empty, https://no-color.org), text is plain: rich alone would leave bold and dim, which is not what people mean.
    """
    console = _Plain(
        file=stream, markup=False, emoji=False, highlight=False, soft_wrap=False,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
    )  # fmt: skip
    if not console.is_terminal:
        columns = os.environ.get("COLUMNS", "")
        console.width = int(columns) if columns.isdigit() else wide
    return console
